/// What is done to each of many records: the part of a job's input that does not say which they are.
struct BulkTask: Sendable {
  let resource: Resource
  let table: Table
  let kind: BulkEntry.Kind
  let mode: BulkRequest.Mode
  /// What is written; nil where nothing is.
  let draft: Draft?

  /// What there is in the input of such a job.
  static let members = [
    "resource", "op", "data", "mode", "filter", "q", "view", "ids", "expected_count",
  ]

  /// Reads what can be read; what is wrong is added to the faults, by its place in the input.
  ///
  /// - Returns: nil where there are faults.
  static func read(_ input: JSON, _ model: Model, _ faults: inout Faults) throws -> BulkTask? {
    let before = faults.count
    for member in input.object ?? [] where !members.contains(member.name) {
      faults.append(unknown: member.name, at: "/\(member.name.pointerEscaped)") { members }
    }
    let mode = mode(input, &faults)
    guard let resource = resource(input, model, &faults) else { return nil }
    let table = try model.table(of: resource)
    guard let kind = kind(input, resource, table, &faults) else { return nil }
    let draft = try draft(input, kind, resource, model, &faults)
    guard faults.count == before, let mode else { return nil }
    return BulkTask(resource: resource, table: table, kind: kind, mode: mode, draft: draft)
  }

  /// What such a job can do to records of the resource.
  static func kinds(_ resource: Resource, _ table: Table) -> [BulkEntry.Kind] {
    BulkOperation.kinds(resource, table).filter { $0 != .create }
  }

  private static func mode(_ input: JSON, _ faults: inout Faults) -> BulkRequest.Mode? {
    guard let sent = input["mode"], sent != .null else { return .atomic }
    let mode = sent.string.flatMap { BulkRequest.Mode(rawValue: $0) }
    if mode == nil {
      faults.append(
        .init(
          "/mode", "unknown_value",
          Text("One of these is expected: atomic, each.", ru: "Ожидается одно из: atomic, each.")))
    }
    return mode
  }

  private static func resource(_ input: JSON, _ model: Model, _ faults: inout Faults) -> Resource? {
    guard let name = input["resource"]?.string else {
      faults.append(
        .init("/resource", "required", Text("Name a resource.", ru: "Укажите ресурс.")))
      return nil
    }
    let resource = model.resource(name)
    if resource == nil {
      faults.append(.init("/resource", "unknown_resource", model.unknown(resource: name)))
    }
    return resource
  }

  private static func kind(
    _ input: JSON, _ resource: Resource, _ table: Table, _ faults: inout Faults
  ) -> BulkEntry.Kind? {
    let kinds = kinds(resource, table)
    if let kind = kinds.first(where: { $0.rawValue == input["op"]?.string }) { return kind }
    let list = kinds.map(\.rawValue).joined(separator: ", ")
    let detail =
      kinds.isEmpty
      ? Text(
        "Records of \(resource.name) are not changed so.",
        ru: "Записи \(resource.name) так не меняют.")
      : Text("One of these is expected: \(list).", ru: "Ожидается одно из: \(list).")
    faults.append(.init("/op", input["op"] == nil ? "required" : "unknown_value", detail))
    return nil
  }

  private static func draft(
    _ input: JSON, _ kind: BulkEntry.Kind, _ resource: Resource, _ model: Model,
    _ faults: inout Faults
  ) throws -> Draft? {
    guard kind == .update else {
      if let data = input["data"], data != .null {
        faults.append(
          .init(
            "/data", "unexpected",
            Text("Only update takes data.", ru: "Поля указывают только для update.")))
      }
      return nil
    }
    guard let data = input["data"], data != .null, data != [:] else {
      faults.append(
        .init("/data", "required", Text("The fields to write.", ru: "Поля для записи.")))
      return nil
    }
    let (draft, found) = try Draft.read(data, resource, model, .change, at: "/data")
    for fault in found.told { faults.append(fault) }
    for list in draft.lists { faults.append(.listInBulk("/data/\(list.child.member)")) }
    return draft
  }
}

extension Problem.Field {
  /// A list stands for what was read of one record, so that it cannot be the same for many.
  static func listInBulk(_ pointer: String) -> Problem.Field {
    .init(
      pointer, "not_in_bulk",
      Text(
        "A list is replaced by a PATCH of its record alone, whose ETag says what was read.",
        ru: "Список заменяют запросом PATCH к самой записи: её ETag говорит, что было прочитано."))
  }
}
