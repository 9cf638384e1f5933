/// Holds the fields that a mapping names against the catalogue.
struct ImportFieldReader {
  let resource: Resource
  let model: Model
  /// The reference to the record that owns these; nothing in a mapping fills it.
  let parent: String?
  /// Whether records are known by their id, which may come then though nothing writes it.
  let isIdentified: Bool

  /// Nil for a name that is none, which is noted.
  func column(_ name: String, _ pointer: String, _ faults: inout Faults) throws -> Column? {
    if name != parent, let column = try model.field(name, of: resource),
      column.insertable || isIdentified && name == ImportTarget.id
    {
      return column
    }
    let writable = try model.fields(of: resource).filter { $0.insertable && $0.name != parent }
    faults.append(unknown: name, at: pointer) { writable.map(\.name).sorted() }
    return nil
  }

  /// Nil for a field that cannot be filled so, which is noted.
  func field(
    _ name: String, _ source: ImportSource, _ pointer: String, _ faults: inout Faults
  ) throws -> ImportTarget.Field? {
    let known = try column(name, pointer, &faults)
    let lookup = try faults.attempt {
      try source.lookup.map { try self.lookup($0, for: known, "\(pointer)/find") }
    }
    guard let column = known else { return nil }
    if let format = source.format, source.lookup != nil || !format.suits(column.type) {
      faults.append(
        .init(
          "\(pointer)/\(format.member)", "wrong_mapping",
          Text(
            "This field holds no such values.", ru: "В этом поле не бывает таких значений.")))
      return nil
    }
    return ImportTarget.Field(column: column, source: source, lookup: lookup ?? nil)
  }

  private func lookup(
    _ lookup: ImportSource.Lookup, for reference: Column?, _ pointer: String
  ) throws -> ImportTarget.Lookup {
    guard let target = model.resource(lookup.resource) else {
      throw ImportMapping.wrong("\(pointer)/resource", model.unknown(resource: lookup.resource))
    }
    if let reference { try check(reference, leadsTo: target, pointer) }
    let by = try lookup.by.map { field, value in
      guard let column = try model.field(field, of: target) else {
        throw ImportMapping.wrong(
          "\(pointer)/by/\(field.pointerEscaped)",
          Text("\(target.name) have no such field.", ru: "У \(target.name) нет такого поля."))
      }
      let key = target.keys[field]
      if let value, key == nil {
        do throws(FieldValue.Mismatch) {
          _ = try FieldValue.bind(text: value, column)
        } catch {
          throw ImportMapping.wrong("\(pointer)/by/\(field.pointerEscaped)", error.detail)
        }
      }
      return ImportTarget.Lookup.Part(column: column, key: key, value: value)
    }
    return .init(
      table: target.table, column: reference?.reference?.column ?? ImportTarget.id, by: by)
  }

  /// - Throws: a 422 for a field that refers to records of another kind, or to none.
  private func check(_ column: Column, leadsTo target: Resource, _ pointer: String) throws {
    guard column.reference?.table != target.table else { return }
    // A number without a rule may mean records of any kind.
    if column.reference == nil, column.type == .integer { return }
    guard let own = model.target(of: column)?.name else {
      throw ImportMapping.wrong(
        "\(pointer)/resource",
        Text("\(column.name) is no reference.", ru: "\(column.name) — не ссылка."))
    }
    throw ImportMapping.wrong(
      "\(pointer)/resource",
      Text(
        "\(column.name) refers to \(own).", ru: "\(column.name) ссылается на \(own)."))
  }
}
