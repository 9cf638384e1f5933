import Postgres

/// A table that rows are written to, and how each of its fields gets its value.
struct ImportTarget: Sendable {
  /// A field that is written, and how its value is made.
  struct Field: Sendable {
    let column: Column
    /// Nil: a constant, or the record that owns this one.
    var source: ImportSource?
    var constant: String?
    var lookup: Lookup?
  }

  /// The record that a reference means.
  struct Lookup: Sendable {
    let table: String
    let by: [Part]
    let name: String

    /// A column that the record is known by.
    struct Part: Sendable {
      let column: Column
      /// The column that holds the field in small letters, by which it is looked up then.
      let key: String?
      /// Nil stands for the row's value.
      let value: String?
    }
  }

  let resource: Resource
  let table: Table
  let fields: [Field]
  /// Places in `fields` of those that a record is known by.
  let keys: [Int]
  private let skip: [Int]
  /// The list of the owning record in which these stand; nil for the records of the rows themselves.
  let member: String?

  /// - Parameters:
  ///   - pointer: Where in the mapping the part stands.
  ///   - child: The list in which the records stand; the reference to their owner becomes the last field.
  /// - Throws: a 422 that names every field of the part that does not fit.
  init(
    _ part: ImportPart, _ resource: Resource, _ model: Model, _ pointer: String,
    child: Resource.Child? = nil
  ) throws {
    self.resource = resource
    member = child?.member
    table = try model.table(of: resource)
    var faults = Faults()
    let reader = ImportFieldReader(resource: resource, model: model, parent: child?.column)
    var fields: [Field] = []
    for (name, value) in part.constants {
      let place = "\(pointer)/constants/\(name.pointerEscaped)"
      guard let column = try reader.column(name, place, &faults) else { continue }
      fields.append(Field(column: column, constant: value))
    }
    for (name, source) in part.columns {
      let place = "\(pointer)/columns/\(name.pointerEscaped)"
      if let field = try reader.field(name, source, place, &faults) { fields.append(field) }
    }
    try faults.finish()
    let known = fields
    let keys = try faults.attempt {
      try Self.places(part.matchBy ?? [], known, "\(pointer)/match_by")
    }
    let skip = try faults.attempt {
      try Self.places(part.skipIfEmpty, known, "\(pointer)/skip_if_empty")
    }
    try faults.finish()
    self.skip = skip ?? []
    guard let child, let owner = table[child.column] else {
      (self.fields, self.keys) = (fields, keys ?? [])
      return
    }
    // What nothing is said of is known by all that it is.
    self.keys = (part.matchBy == nil ? Array(fields.indices) : keys ?? []) + [fields.count]
    self.fields = fields + [Field(column: owner)]
  }

  private static func places(
    _ names: [String], _ fields: [Field], _ pointer: String
  ) throws -> [Int] {
    try names.map { name in
      guard let place = fields.firstIndex(where: { $0.column.name == name }) else {
        let list = fields.map(\.column.name).joined(separator: ", ")
        throw ImportMapping.wrong(
          pointer,
          Text(
            "'\(name)' is filled by no column and no constant; there are: \(list).",
            ru: "«\(name)» не заполняется ни столбцом, ни константой; есть: \(list)."))
      }
      return place
    }
  }

  /// The columns of the file that are read for it.
  var names: [String] { fields.compactMap(\.source).flatMap(\.names) }

  /// The values of one row in the order of the fields; nil when the row has no such record.
  func values(_ cell: (String) -> String) -> [String?]? {
    let values = fields.map { $0.source.map { $0.value(cell) } ?? $0.constant }
    if skip.contains(where: { values[$0] == nil }) { return nil }
    guard member != nil else { return values }
    let isThere = fields.indices.contains { fields[$0].source != nil && values[$0] != nil }
    return isThere ? values : nil
  }

  /// Makes the values those of the API, and judges them before the database sees them.
  ///
  /// - Returns: what is wrong with the first bad one.
  func check(_ values: inout [String?]) -> Text? {
    for (place, field) in fields.enumerated() {
      guard let value = values[place] else { continue }
      do throws(FieldValue.Mismatch) {
        values[place] = try Self.checked(value, field)
      } catch {
        return named(
          field.column.name,
          Text("'\(value)': \(error.detail.en)", ru: "«\(value)»: \(error.detail.ru)"))
      }
    }
    return nil
  }

  private static func checked(
    _ value: String, _ field: Field
  ) throws(FieldValue.Mismatch) -> String {
    if let lookup = field.lookup {
      for part in lookup.by where part.value == nil && part.key == nil {
        _ = try FieldValue.bind(text: value, part.column)
      }
      return value
    }
    let column = field.column
    let made = try field.source?.format?.value(value, column.type) ?? value
    _ = try FieldValue.stored(text: made, column)
    let choices = column.choices.map(\.value)
    guard choices.isEmpty || choices.contains(made) else {
      let list = choices.joined(separator: ", ")
      throw FieldValue.Mismatch("One of: \(list).", ru: "Одно из: \(list).")
    }
    return made
  }

  /// The sentence with the field that it is about before it, and the list in which that stands.
  func named(_ field: String, _ sentence: Text) -> Text {
    let name = [member, field.isEmpty ? nil : field].compactMap { $0 }.joined(separator: ".")
    return name.isEmpty
      ? sentence : Text("\(name): \(sentence.en)", ru: "\(name): \(sentence.ru)")
  }

  /// Why a row is refused whose references lead nowhere, or to more than one record.
  func unresolved(_ values: [String?]) -> Text? {
    let lost = fields.indices.first {
      fields[$0].lookup != nil && ImportStatement.isLost(values[$0])
    }
    return lost.map { place in
      let sentence =
        values[place] == ImportStatement.ambiguous
        ? Text("there is more than one such record.", ru: "таких записей несколько.")
        : Text("there is no such record.", ru: "такой записи нет.")
      return named(fields[place].column.name, sentence)
    }
  }

  /// Why a row is refused whose key more than one record has.
  var ambiguous: Text {
    let names = keys.map { fields[$0].column.name }.joined(separator: ", ")
    return named(
      names,
      Text("more than one record is known by this.", ru: "по этому найдено несколько записей."))
  }
}
