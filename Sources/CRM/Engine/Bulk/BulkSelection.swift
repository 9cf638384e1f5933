import Postgres

/// Which records a job of many is about: by their ids, or by what a list of them would be asked.
struct BulkSelection: Sendable {
  /// How many the client has counted.
  let expected: Int
  private let ids: [Int]?
  private let request: ListRequest

  /// How many records one job may have in a mode, and how many may be named by their ids.
  static func maximum(_ mode: BulkRequest.Mode) -> Int { mode == .atomic ? 50_000 : 200_000 }
  static let maximumIDs = 100_000

  /// What of the input says which records are meant.
  private struct Sent {
    var ids: [Int]?
    var filter: JSON?
    var search: String?
    var view: Int?
  }

  /// - Parameter call: Who asks, for his saved views.
  /// - Throws: what the database says beside the view; nil with faults where something cannot be read.
  static func read(
    _ input: JSON, _ task: BulkTask?, _ mode: BulkRequest.Mode, _ engine: Engine, _ call: Call,
    _ faults: inout Faults
  ) async throws -> BulkSelection? {
    let before = faults.count
    let expected = expected(input, mode, &faults)
    let sent = sent(input, &faults)
    guard let task, let expected, faults.count == before else { return nil }
    do {
      var view: [(name: String, value: String)] = []
      if let id = sent.view {
        view = try await engine.view(id, of: call, .list, task.resource)
      }
      return BulkSelection(
        expected: expected, ids: sent.ids, request: try request(sent, view, task))
    } catch let problem as Problem where problem.status == 400 {
      for error in problem.errors { faults.append(error.inInput) }
      return nil
    }
  }

  private static func expected(
    _ input: JSON, _ mode: BulkRequest.Mode, _ faults: inout Faults
  ) -> Int? {
    let most = maximum(mode)
    if let count = input["expected_count"]?.int, (1...most).contains(count) { return count }
    faults.append(
      .init(
        "/expected_count", input["expected_count"] == nil ? "required" : "out_of_range",
        Text(
          "How many records there are, as you have counted them: 1 to \(most) with mode \(mode.rawValue).",
          ru: "Сколько записей вы насчитали: от 1 до \(most) при mode \(mode.rawValue).")))
    return nil
  }

  private static func sent(_ input: JSON, _ faults: inout Faults) -> Sent {
    var sent = Sent()
    let present = { (name: String) in input[name].flatMap { $0 == .null ? nil : $0 } }
    sent.filter = present("filter")
    if let value = present("ids") { sent.ids = ids(value, &faults) }
    if let value = present("q") {
      sent.search = value.string
      if value.string?.isEmpty ?? true {
        faults.append(
          .init("/q", "wrong_type", Text("A text is expected.", ru: "Ожидается текст.")))
      }
    }
    if let value = present("view") {
      sent.view = value.int
      if value.int == nil {
        faults.append(
          .init(
            "/view", "wrong_type",
            Text("The number of a saved view.", ru: "Номер сохранённого представления.")))
      }
    }
    let others = ["filter", "q", "view"].filter { present($0) != nil }
    if (present("ids") == nil) == others.isEmpty {
      faults.append(
        .init(
          present("ids") == nil ? "/filter" : "/ids",
          present("ids") == nil ? "required" : "unexpected",
          Text(
            "Say which records: by filter, q and view, or by ids alone.",
            ru: "Укажите записи: через filter, q и view либо только через ids.")))
    }
    return sent
  }

  private static func ids(_ value: JSON, _ faults: inout Faults) -> [Int]? {
    let ids = value.array?.compactMap { $0.int.flatMap { $0 > 0 ? $0 : nil } }
    guard let ids, ids.count == value.array?.count, (1...maximumIDs).contains(ids.count) else {
      faults.append(
        .init(
          "/ids", "wrong_type",
          Text(
            "A list of 1 to \(maximumIDs) ids is expected.",
            ru: "Ожидается список от 1 до \(maximumIDs) номеров записей.")))
      return nil
    }
    return ids
  }

  /// A list without pages. What is restored is in the archive, which lists leave out.
  private static func request(
    _ sent: Sent, _ view: [(name: String, value: String)], _ task: BulkTask
  ) throws -> ListRequest {
    var query: [(name: String, value: String)] = []
    if let filter = sent.filter { query.append(("filter", filter.text)) }
    if let search = sent.search { query.append(("q", search)) }
    var request = try ListRequest(query: query, view: view)
    if !request.faults.isEmpty { throw request.faults.problem }
    if task.kind == .restore, sent.ids == nil {
      request.filter.append(
        .leaf(
          .init(
            field: Table.archive, operation: .empty, values: ["false"], parameter: "filter")))
    }
    return request
  }

  /// Answers place, id and version of each record that the caller sees, in the order of their ids.
  ///
  /// - Throws: a 422 for a filter that does not fit the resource, by its place in the input.
  func statement(_ task: BulkTask, _ model: Model, _ caller: Caller) throws -> SQL {
    var joins = Joins(model, task.resource, caller)
    let conditions: SQL
    do {
      conditions =
        try ids.map { "t.id = any (\($0))" }
        ?? ListStatement.conditions(request, task.resource, model, caller, &joins)
    } catch let problem as Problem where problem.status == 400 {
      throw Problem.validation(problem.errors.map(\.inInput))
    }
    let version: SQL = task.table.versioned ? "t.version" : "null::bigint"
    return """
      select row_number() over (order by t.id) as n, t.id, \(version) as version
      \(try joins.from()) where \(conditions) limit \(Self.maximum(task.mode) + 1)
      """
  }
}

extension Problem.Field {
  /// The fault of a parameter, by its place in the input.
  fileprivate var inInput: Problem.Field {
    .init(["filter", "q"].contains(pointer) ? "/\(pointer)" : "/view", code, detail)
  }
}
