import NIOCore
import Postgres

/// `POST /bank-statements/import`: the statements of a file as a bank writes it, each once; what does not add up is taken
/// and marked.
struct StatementImport: Sendable {
  let engine: Engine
  private static let permission = Permission("bank_statements", "import")

  var operation: Operation {
    Operation(
      "bank_statements.import", .post, "/bank-statements/import",
      Text(
        "Take the statements of a file of a bank: camt.053, MT940, OFX, 1CClientBankExchange or CSV; those that are there stay",
        ru:
          "Загрузить выписки из файла банка: camt.053, MT940, OFX, 1CClientBankExchange или CSV; имеющиеся остаются"
      ),
      access: .permission(Self.permission), parameters: StatementRequest.parameters,
      request: ["*/*": ["type": "string", "format": "binary"]],
      responses: [200: Operation.json(StatementReport.schema)], problems: [404, 409, 422],
      maximumBody: 16 << 20, answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let request = try StatementRequest(call)
    let file = try Self.read(call, request)
    let statements = JSON.array(file.statements.map { $0.json(call.language) }).text
    let idempotency = try Idempotency(
      call, path: "/bank-statements/import", table: engine.relations.idempotency)
    let once = try await engine.door.once(
      call, idempotency, status: 200,
      keeping: "nullif(current_setting('crm.taken', true), '')::jsonb", deadline: .seconds(60)
    ) { caller, condition in
      try caller.require(Self.permission)
      // What was refused whole has done nothing, so that its key may come again.
      return [
        "select set_config('statement_timeout', '60000', true)",
        """
        select set_config('crm.taken', done::text, true) as answer,
          set_config('crm.created',
            case when jsonb_path_exists(done, '$[*] ? (!exists(@.refused))') then '1' else '' end, true) as made
        from (select finance.take_statements(\(request.account)::bigint, \(file.format.rawValue),
          \(request.name), \(statements)::jsonb) as done where \(condition)) as taking
        where done is not null
        """,
      ]
    }
    if let error = once.passage.error {
      throw Problem.refused(error, .bankStatements, engine.model, pointer: "") ?? error
    }
    var rows = once.passage.results.last
    if let idempotency, once.isReplayed {
      let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
        ["select \(idempotency.kept)::text as answer"]
      }
      if let error = passage.error { throw error }
      rows = passage.results.first
    }
    guard let row = rows?.first else { throw Problem.notFound }
    let report = try StatementReport(
      file, JSONParser.parse(Array(try row.string("answer").utf8)), call.language)
    return .json(200, try report.told(), headers: once.headers)
  }

  private static func read(_ call: Call, _ request: StatementRequest) throws -> StatementFile {
    do {
      return try StatementFile(
        Array(call.body.readableBytesView), told: request.format, table: request.table)
    } catch let failure as StatementFailure {
      var problem = Problem.file(
        Text(
          "Line \(failure.line): \(failure.reason.en)",
          ru: "Строка \(failure.line): \(failure.reason.ru)"))
      problem.members = [.init("line", .number(String(failure.line)))]
      throw problem
    }
  }
}
