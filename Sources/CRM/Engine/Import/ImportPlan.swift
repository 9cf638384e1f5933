import Postgres

/// A mapping held against the catalogue and the header of a file: what each row must give.
struct ImportPlan: Sendable {
  /// A field that is written, and how its value is made.
  struct Field: Sendable {
    let column: Column
    /// Nil: a constant.
    let source: ImportSource?
    let constant: String?
    let lookup: Target?
  }

  /// The record that a reference means.
  struct Target: Sendable {
    let table: String
    /// Column to value; nil stands for the row's value. Keys are already in their stored form.
    let by: [(column: String, value: String?, lower: Bool)]
    let name: String
  }

  let resource: Resource
  let table: Table
  let fields: [Field]
  let mode: ImportMapping.Mode
  /// Places in `fields` of those that a record is known by.
  let keys: [Int]
  private let skip: [Int]

  /// - Throws: a 422 that names every field of the mapping that does not fit.
  init(_ mapping: ImportMapping, _ model: Model) throws {
    resource = try Self.resource(mapping.resource, model, "/resource")
    table = try model.table(of: resource)
    mode = mapping.mode
    var faults = Faults()
    var fields: [Field] = []
    for (name, value) in mapping.constants {
      let place = "/constants/\(name.pointerEscaped)"
      guard let column = try Self.column(name, resource, model, place, &faults) else { continue }
      fields.append(Field(column: column, source: nil, constant: value, lookup: nil))
    }
    for (name, source) in mapping.columns {
      let place = "/columns/\(name.pointerEscaped)"
      let lookup = try faults.attempt {
        try source.lookup.map { try Self.target($0, model, "\(place)/find") }
      }
      guard let column = try Self.column(name, resource, model, place, &faults) else { continue }
      fields.append(Field(column: column, source: source, constant: nil, lookup: lookup ?? nil))
    }
    try faults.finish()
    self.fields = fields
    let keys = try faults.attempt { try Self.places(mapping.matchBy, fields, "/match_by") }
    let skip = try faults.attempt { try Self.places(mapping.skipIfEmpty, fields, "/skip_if_empty") }
    try faults.finish()
    self.keys = keys ?? []
    self.skip = skip ?? []
  }

  private static func resource(
    _ name: String, _ model: Model, _ pointer: String
  ) throws -> Resource {
    if let resource = model.resource(name) { return resource }
    throw ImportMapping.wrong(pointer, model.unknown(resource: name))
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

  private static func column(
    _ name: String, _ resource: Resource, _ model: Model, _ pointer: String,
    _ faults: inout Faults
  ) throws -> Column? {
    if let column = try model.field(name, of: resource), column.insertable { return column }
    let writable = try model.fields(of: resource).filter(\.insertable).map(\.name)
    faults.append(unknown: name, at: pointer) { writable.sorted() }
    return nil
  }

  private static func target(
    _ lookup: ImportSource.Lookup, _ model: Model, _ pointer: String
  ) throws -> Target {
    let resource = try resource(lookup.resource, model, "\(pointer)/resource")
    let by = try lookup.by.map { field, value in
      guard try model.field(field, of: resource) != nil else {
        throw ImportMapping.wrong(
          "\(pointer)/by/\(field.pointerEscaped)",
          Text("\(resource.name) have no such field.", ru: "У \(resource.name) нет такого поля."))
      }
      let key = resource.keys[field]
      return (column: key ?? field, value: value, lower: key != nil)
    }
    return Target(table: resource.table, by: by, name: resource.name)
  }

  /// The columns of the file that the plan reads.
  var names: Set<String> { Set(fields.compactMap(\.source).flatMap(\.names)) }

  /// The values of one row in the order of the fields; nil when the row is none.
  func values(_ cell: (String) -> String) -> [String?]? {
    let values = fields.map { $0.source.map { $0.value(cell) } ?? $0.constant }
    return skip.contains { values[$0] == nil } ? nil : values
  }

  /// What is wrong with the values before the database sees them.
  func fault(_ values: [String?]) -> Text? {
    for (field, value) in zip(fields, values) where field.lookup == nil {
      guard let value else { continue }
      do {
        _ = try FieldValue.bind(text: value, field.column)
        let choices = field.column.choices.map(\.value)
        if !choices.isEmpty, !choices.contains(value) {
          let list = choices.joined(separator: ", ")
          return Text(
            "\(field.column.name): '\(value)' is none of \(list).",
            ru: "\(field.column.name): «\(value)» — не из списка \(list).")
        }
      } catch let mismatch as FieldValue.Mismatch {
        return Text(
          "\(field.column.name): '\(value)': \(mismatch.detail.en)",
          ru: "\(field.column.name): «\(value)»: \(mismatch.detail.ru)")
      } catch { return Text("\(error)", ru: "\(error)") }
    }
    return nil
  }
}
