import NIOCore
import Postgres

/// `POST /rates/import`: the rates that a bank of issue publishes, as the file that it publishes them in.
struct RateImport: Sendable {
  let engine: Engine
  private static let permission = Permission("rates", "import")
  /// So many days go to the database in one statement.
  private static let piece = 250

  var operation: Operation {
    Operation(
      "rates.import", .post, "/rates/import",
      Text(
        "Take the rates of a file of the European Central Bank (CSV, XML, packed by gzip or not) or of the Bank of Russia (XML); those that are there stay",
        ru:
          "Взять курсы из файла Европейского центрального банка (CSV, XML, можно в gzip) или Банка России (XML); имеющиеся остаются"
      ),
      access: .permission(Self.permission), parameters: Self.parameters,
      request: [
        "text/csv": ["type": "string"], "application/xml": ["type": "string"],
        "application/gzip": ["type": "string", "contentEncoding": "binary"],
      ],
      responses: [200: Operation.json(Self.schema)], maximumBody: 16 << 20, answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let file = try Self.read(call)
    let idempotency = try Idempotency(
      call, path: "/rates/import", table: engine.relations.idempotency)
    let once = try await engine.door.once(
      call, idempotency, status: 200,
      keeping: "nullif(current_setting('crm.taken', true), '')::jsonb", deadline: .seconds(60)
    ) { caller, condition in
      try caller.require(Self.permission)
      return Self.statements(file, condition)
    }
    if let error = once.passage.error {
      throw Problem.refused(error, .rates, engine.model, pointer: "") ?? error
    }
    var rows = once.passage.results.last
    if let idempotency, once.isReplayed {
      let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
        ["select \(idempotency.kept)::text as answer"]
      }
      if let error = passage.error { throw error }
      rows = passage.results.first
    }
    guard let rows else { throw Problem.internalError }
    return Answer(
      200, headers: [("Content-Type", "application/json")] + once.headers,
      body: .bytes(ByteBuffer(string: try rows.single.string("answer"))))
  }

  /// A piece of the days each, all in one transaction; the last tells of all of them.
  private static func statements(_ file: RateFile, _ condition: SQL) -> [SQL] {
    let limit: SQL = "select set_config('statement_timeout', '60000', true)"
    let pieces = stride(from: 0, to: max(file.days.count, 1), by: piece).map { start in
      let days = JSON.array(file.days.dropFirst(start).prefix(piece).map(\.json)).text
      let before: SQL = start == 0 ? "null" : "nullif(current_setting('crm.taken', true), '')"
      return """
        select set_config('crm.taken', finance.add_rates(\(before)::jsonb,
            finance.take_rates(\(file.source), \(file.against), \(days)::jsonb))::text, true) as answer,
          set_config('crm.created', '1', true) as made
        where \(condition)
        """ as SQL
    }
    return [limit] + pieces
  }

  /// The file, narrowed to what the query asks for.
  private static func read(_ call: Call) throws -> RateFile {
    var from: String?
    var currencies: Set<String>?
    for (name, value) in call.query {
      switch name {
      case "from":
        guard let day = RateForm.day(value) else {
          throw wrong(name, Text("A day such as 2013-06-28.", ru: "День вида 2013-06-28."))
        }
        from = day
      case "currencies":
        let codes = value.split(separator: ",").map(String.init)
        guard !codes.isEmpty, codes.allSatisfy(RateForm.isCurrency) else {
          throw wrong(name, Text("Codes such as USD,GBP.", ru: "Коды вида USD,GBP."))
        }
        currencies = Set(codes)
      default:
        throw wrong(name, Text("There are from and currencies.", ru: "Есть from и currencies."))
      }
    }
    do {
      return try RateFile(Array(call.body.readableBytesView)).keeping(from: from, currencies)
    } catch let failure as RateFile.Failure {
      throw Problem.validation([
        .init(
          "", "malformed_rates",
          Text(
            "Line \(failure.line): \(failure.detail.en)",
            ru: "Строка \(failure.line): \(failure.detail.ru)"))
      ])
    }
  }

  private static func wrong(_ name: String, _ detail: Text) -> Problem {
    .malformed("invalid_parameter", detail, field: name)
  }

  private static let parameters: [Operation.Parameter] = [
    .init(
      "from", in: "query", ["type": "string", "format": "date"],
      Text("The first day that is taken.", ru: "Первый день, который берётся.")),
    .init(
      "currencies", in: "query", ["type": "string"],
      Text(
        "Codes of those that are taken, with commas; the currency of the books among them.",
        ru: "Коды нужных валют через запятую; среди них валюта учёта.")),
    .idempotencyKey,
  ]

  private static let schema: JSON = [
    "type": "object", "required": ["created", "known", "days_passed_over", "unknown"],
    "properties": [
      "created": ["type": "integer"],
      "known": ["type": "integer", "description": "That were there already."],
      "days_passed_over": [
        "type": "integer",
        "description": "On which the currency of the books is not quoted.",
      ],
      "unknown": [
        "type": "array", "items": ["type": "string"],
        "description": "Currencies that the product does not know.",
      ],
    ],
  ]
}

extension RateFile.Day {
  /// As `finance.take_rates` takes it.
  fileprivate var json: JSON {
    [
      "on": .string(on),
      "rates": .object(
        quotations.map { .init($0.currency, [.string($0.units), .string($0.price)]) }),
    ]
  }
}
