import NIOCore
import Postgres

/// The whole of a list or a summary as a file.
struct Export: Sendable {
  let engine: Engine
  let resource: Resource

  /// The list that a call asks for.
  ///
  /// - Parameter withArchive: What is in the archive comes too, as in a full export.
  func answer(
    _ call: Call, _ form: ExportForm, withArchive: Bool = false
  ) async throws -> Answer {
    let view = try await engine.view(of: call, .list, resource)
    var asked = try ListRequest(query: call.query, view: view)
    asked.withArchive = withArchive
    let request = asked
    return try await answer(call, .list, form) { caller in
      try ExportStatement(request, resource, engine.model, caller)
    }
  }

  /// What `make` asks for; for those alone who may read and export the resource, and never without a line in the log.
  func answer(
    _ call: Call, _ kind: SavedView.Kind, _ form: ExportForm,
    _ make: (Caller) throws -> ExportStatement
  ) async throws -> Answer {
    let (caller, entry) = try await engine.door.entry(call)
    try caller.require(reading: resource)
    try caller.require(Permission(resource.key, "export"))
    let statement = try make(caller)
    let journal = try await ExportJournal.begin(engine, call, resource, kind, form)
    let rows = engine.client.cursor(
      statement.sql, before: entry + [Self.patience], chunk: 500, check: Self.entered)
    do {
      let body: Answer.Body
      switch form {
      case .csv(let form): body = try await stream(rows, statement, form, journal)
      case .xlsx:
        let source = SheetSource(
          rows, statement, name: resource.name, isAbandoned: call.isAbandoned)
        body = try await source.body(journal)
      }
      let file = kind == .list ? resource.name : "\(resource.name)-\(kind.rawValue)"
      return Answer(200, headers: form.headers(file), body: body)
    } catch {
      await journal.abort()
      throw error
    }
  }

  /// CSV, while the database delivers.
  private func stream(
    _ rows: Postgres.Cursor, _ statement: ExportStatement, _ form: CSVForm, _ journal: ExportJournal
  ) async throws -> Answer.Body {
    let reader = CSVReader(rows, form, statement.names) { rows, row, out in
      statement.write(rows, row, form, into: &out)
    }
    // What is wrong shows with the first rows, while there can still be another status than 200.
    try await reader.begin()
    return .stream {
      guard let piece = try await reader.next() else {
        try await journal.finish()
        return nil
      }
      journal.count(rows: await reader.rows, bytes: piece.readableBytes)
      return piece
    }
  }

  /// Judges what came before a cursor over `entry + [patience]`.
  ///
  /// - Throws: ``Problem/unauthenticated`` for a caller who was not let in, who would else be told that there is nothing.
  static let entered: Client.Check = { results in
    guard results.dropLast().last?.count == 1 else { throw Problem.unauthenticated }
  }

  /// A whole list takes longer than a page.
  static let patience: SQL = "select set_config('statement_timeout', '15min', true)"
}

/// The statement of an export: every record that the filter and the rights leave.
struct ExportStatement: Sendable {
  let sql: SQL
  let names: [String]
  let types: [ValueType]

  /// The first column that is written.
  let start: Int

  /// - Parameters:
  ///   - names: Of the columns that are written, with their types.
  ///   - start: How many columns the statement answers before them.
  init(_ sql: SQL, names: [String], types: [ValueType], from start: Int) {
    self.sql = sql
    self.start = start
    self.names = names
    self.types = types
  }

  /// - Throws: a 400 for anything that cannot be asked.
  init(
    _ request: ListRequest, _ resource: Resource, _ model: Model, _ caller: Caller
  ) throws {
    var joins = Joins(model, resource, caller)
    var faults = request.faults
    try faults.attempt { try Self.refusePages(request) }
    let columns = try faults.attempt { try Self.columns(request, resource, model, &joins) }
    let sorting = try faults.attempt { try Sorting(request.order(of: resource), &joins) }
    let conditions = try faults.attempt {
      try ListStatement.conditions(request, resource, model, caller, &joins)
    }
    guard let columns, let sorting, let conditions, faults.isEmpty else { throw faults.problem }
    start = 0
    names = columns.map(\.name)
    types = columns.map(\.field.column.type)
    let list = columns.map(\.field.output).joined(", ")
    sql =
      "select \(list) \(try joins.from()) where \(conditions) \(sorting.order)"
      + (request.isLimited ? " limit \(raw: String(request.limit))" : "")
  }

  /// A file is whole, or its first records where a limit says so; it has no next page and no place for a count.
  private static func refusePages(_ request: ListRequest) throws {
    var faults = QueryFaults()
    for (name, isAsked) in [("cursor", request.cursor != nil), ("count", request.count != .none)]
    where isAsked {
      try faults.attempt {
        throw Problem.notInCSV(name)
      }
    }
    try faults.finish()
  }

  private static func columns(
    _ request: ListRequest, _ resource: Resource, _ model: Model, _ joins: inout Joins
  ) throws -> [(name: String, field: FieldReference)] {
    var faults = QueryFaults()
    var columns: [(name: String, field: FieldReference)] = []
    for name in try request.fields ?? model.fields(of: resource).map(\.name) {
      try faults.attempt { columns.append((name, try joins.field(name, parameter: "fields"))) }
    }
    for expansion in request.expand {
      try faults.attempt {
        let (target, _) = try joins.table(expansion.path, parameter: "expand")
        for field in ["id"] + (expansion.fields ?? [target.label]).filter({ $0 != "id" }) {
          let name = (expansion.path + [field]).joined(separator: ".")
          columns.append((name, try joins.field(name, parameter: "expand")))
        }
      }
    }
    try faults.finish()
    // What is asked for twice, by name and by expansion, is one column.
    var seen: Set<String> = []
    return columns.filter { seen.insert($0.name).inserted }
  }

  /// Appends the cells of a row.
  func write(_ rows: Rows, _ row: Int, _ form: CSVForm, into out: inout ByteBuffer) {
    for (place, type) in types.enumerated() {
      if place > 0 { out.writeInteger(form.delimiter) }
      form.write(rows.bytes(row, start + place), type, into: &out)
    }
  }
}

extension Problem {
  /// 400: a parameter that asks for a page, where the whole is streamed.
  static func notInCSV(_ parameter: String) -> Problem {
    .malformed(
      "not_in_csv",
      Text(
        "A file has no pages: leave '\(parameter)' out.",
        ru: "В файле нет страниц: уберите «\(parameter)»."), field: parameter)
  }
}
