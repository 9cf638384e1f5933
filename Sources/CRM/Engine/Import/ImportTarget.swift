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
    /// What the reference holds of the record.
    let column: String
    let by: [Part]

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
  /// The field that says in what an amount is counted.
  let unit: @Sendable (String) -> String?
  /// The place of the id, by which a record may be known and which nothing writes.
  let identity: Int?
  private let skip: [Int]
  /// The list of the owning record in which these stand; nil for the records of the rows themselves.
  let member: String?

  /// - Parameters:
  ///   - pointer: Where in the mapping the part stands.
  ///   - units: The table of what amounts are counted in.
  ///   - child: The list in which the records stand; the reference to their owner becomes the last field.
  /// - Throws: a 422 that names every field of the part that does not fit.
  init(
    _ part: ImportPart, _ resource: Resource, _ model: Model, _ pointer: String,
    units: String, child: Resource.Child? = nil
  ) throws {
    self.resource = resource
    member = child?.member
    table = try model.table(of: resource)
    unit = ImportUnits.fields(of: table, units)
    var faults = Faults()
    let reader = ImportFieldReader(
      resource: resource, model: model, parent: child?.column,
      isIdentified: part.matchBy?.contains(Self.id) == true)
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
    identity = fields.firstIndex { $0.column.name == Self.id }
    guard let child, let owner = table[child.column] else {
      (self.fields, self.keys) = (fields, keys ?? [])
      return
    }
    // What nothing is said of is known by all that it is.
    self.keys = (part.matchBy == nil ? Array(fields.indices) : keys ?? []) + [fields.count]
    self.fields = fields + [Field(column: owner)]
  }

  /// The column that every record is known by.
  static let id = "id"

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
  /// - Parameter typed: Whether the spreadsheet itself says what the cell of that column holds.
  /// - Returns: what is wrong with each bad one.
  func check(_ values: inout [String?], typed: (String) -> Bool = { _ in false }) -> [Text] {
    var faults = faultyUnits(values)
    for (place, field) in fields.enumerated() {
      guard let value = values[place] else { continue }
      do throws(FieldValue.Mismatch) {
        values[place] = try Self.checked(value, field, field.source?.column.map(typed) ?? false)
      } catch {
        faults.append(
          named(
            field.column.name,
            Text("'\(value)': \(error.detail.en)", ru: "«\(value)»: \(error.detail.ru)")))
      }
    }
    return faults
  }

  private static func checked(
    _ value: String, _ field: Field, _ isTyped: Bool
  ) throws(FieldValue.Mismatch) -> String {
    if let lookup = field.lookup {
      for part in lookup.by where part.value == nil && part.key == nil {
        _ = try FieldValue.bind(text: value, part.column)
      }
      return value
    }
    let column = field.column
    let format = field.source?.format
    let made =
      try (isTyped ? format?.typed(value, column) : format?.value(value, column.type)) ?? value
    _ = try FieldValue.stored(text: made, column)
    if let list = try ImportListValue.stored(made, column.type) { return list }
    let choices = column.choices.map(\.value)
    guard choices.isEmpty || choices.contains(made) else {
      let list = choices.joined(separator: ", ")
      throw FieldValue.Mismatch("One of: \(list).", ru: "Одно из: \(list).")
    }
    return made
  }
}
