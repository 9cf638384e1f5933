/// A mapping held against the catalogue: what each row must give.
struct ImportPlan: Sendable {
  let resource: Resource
  let mode: ImportMapping.Mode
  /// The records of the rows themselves.
  let record: ImportTarget
  /// What each row adds to owned lists of its record.
  let owned: [ImportTarget]
  /// The columns of the file that the plan reads.
  let names: Set<String>

  /// - Parameter units: The table of what amounts are counted in.
  /// - Throws: a 422 that names every field of the mapping that does not fit.
  init(_ mapping: ImportMapping, _ model: Model, units: String) throws {
    guard let resource = model.resource(mapping.resource) else {
      throw ImportMapping.wrong("/resource", model.unknown(resource: mapping.resource))
    }
    self.resource = resource
    mode = mapping.mode
    var faults = Faults()
    let record = try faults.attempt {
      try ImportTarget(mapping.record, resource, model, "", units: units)
    }
    let owned = try faults.attempt {
      try ImportPart.collect(mapping.children) { try Self.owned($0, resource, model, units) }
    }
    try faults.finish()
    guard let record, let owned else { throw Problem.internalError }
    self.record = record
    self.owned = owned
    names = Set(([record] + owned).flatMap(\.names))
  }

  private static func owned(
    _ child: ImportMapping.Child, _ resource: Resource, _ model: Model, _ units: String
  ) throws -> ImportTarget {
    guard let declared = resource.children.first(where: { $0.member == child.member }),
      let target = model.resource(declared.resource)
    else {
      let list = resource.children.map(\.member).joined(separator: ", ")
      throw ImportMapping.wrong(
        "/children/\(child.member.pointerEscaped)",
        Text("There is no such list; there are: \(list).", ru: "Такого списка нет; есть: \(list)."))
    }
    return try ImportTarget(
      child.part, target, model, child.pointer, units: units, child: declared)
  }
}

/// One row on its way: where it came from and its values.
struct ImportRow: Sendable {
  let record: FileRecord
  /// In the order of the plan's fields, as text.
  var values: [String?]
  /// For each owned list of the plan the values of a record, or nil where the row has none.
  var owned: [[String?]?]
}

extension ImportPlan {
  /// What becomes of a record of the file before the database sees it.
  enum Reading: Sendable {
    case row(ImportRow)
    /// It is none by the mapping.
    case skipped
    case refused(Text)
  }

  func read(_ record: FileRecord, _ header: ImportHeader) -> Reading {
    guard header.fits(record) else { return .refused(header.misfit(record)) }
    if let error = header.error(record, names) { return .refused(error) }
    let cell = { (name: String) in header.cell(name, record) }
    let typed = { (name: String) in header.isTyped(name, record) }
    guard var values = self.record.values(cell) else { return .skipped }
    var faults = self.record.check(&values, typed: typed)
    var row = ImportRow(record: record, values: values, owned: [])
    for target in owned {
      guard var values = target.values(cell) else {
        row.owned.append(nil)
        continue
      }
      faults += target.check(&values, typed: typed)
      row.owned.append(values)
    }
    return Text.joined(faults).map { .refused($0) } ?? .row(row)
  }
}
