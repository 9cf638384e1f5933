/// Holds the fields that a mapping names against the catalogue.
struct ImportFieldReader {
  let resource: Resource
  let model: Model
  /// The reference to the record that owns these; nothing in a mapping fills it.
  let parent: String?

  /// Nil for a name that is none, which is noted.
  func column(_ name: String, _ pointer: String, _ faults: inout Faults) throws -> Column? {
    if name != parent, let column = try model.field(name, of: resource), column.insertable {
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
    let lookup = try faults.attempt {
      try source.lookup.map { try self.lookup($0, "\(pointer)/find") }
    }
    guard let column = try column(name, pointer, &faults) else { return nil }
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
    _ lookup: ImportSource.Lookup, _ pointer: String
  ) throws -> ImportTarget.Lookup {
    guard let target = model.resource(lookup.resource) else {
      throw ImportMapping.wrong("\(pointer)/resource", model.unknown(resource: lookup.resource))
    }
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
    return .init(table: target.table, by: by, name: target.name)
  }
}
