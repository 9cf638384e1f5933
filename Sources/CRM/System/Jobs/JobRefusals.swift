import NIOCore
import Postgres

/// `GET /jobs/{id}/refusals`: every record that a job could not do, in the order of work, with the reason.
struct JobRefusals: Sendable {
  let engine: Engine

  var operation: Operation {
    Operation(
      "jobs.refusals", .get, "/jobs/{id}/refusals",
      Text(
        "The records that a job could not do, with the reason: in pages, or as one CSV",
        ru: "Записи, которые задание не смогло обработать, с причиной: по страницам или одним CSV"),
      access: .signedIn,
      parameters: [.recordID]
        + Operation.listParameters.filter { ["limit", "cursor"].contains($0.name) },
      responses: [
        200: [
          "application/json": CommonSchema.page(items: Self.schema),
          "text/csv": ["type": "string"],
        ]
      ], answer: answer)
  }

  /// - Throws: a 404 for a job that the caller may not see, a 400 that names the parameter.
  private func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let question = "jobs\n\(id)\nrefusals"
    let request = try PageRequest(call.query, question: question, engine.cursors)
    if case .csv(let form) = try Acceptance(call.headers["accept"]) {
      return try await file(id, request, form, call)
    }
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      [
        Self.found(id),
        Self.statement(id, after: request.last, limit: request.limit + 1, call.language),
      ]
    }
    if let error = passage.error { throw error }
    guard passage.results[0].count == 1 else { throw Problem.notFound }
    let rows = passage.results[1]
    let page = Page(
      rows: rows, request: request, question: question, path: "/jobs/\(id)/refusals")
    var answer = page.answer(engine.cursors) { Self.shape.write(rows, $0, into: &$1) }
    answer.headers.append(("Vary", "Accept"))
    return answer
  }

  private static func found(_ id: Int) -> SQL { "select from system.job where id = \(id)" }

  private static func statement(
    _ id: Int, after last: Int?, limit: Int?, _ language: Language
  ) -> SQL {
    let reason = language == .ru ? "reason_ru" : "reason_en"
    let rows: SQL = """
      select n, resource, record_id, code, \(identifier: reason), pointer from system.job_refusal
      where job_id = \(id) and n > \(last ?? 0) order by n
      """
    return rows + (limit.map { " limit \(raw: String($0))" } ?? "")
  }

  private static let columns: [(name: String, type: ValueType)] = [
    ("resource", .text), ("record_id", .integer), ("code", .text), ("reason", .text),
    ("pointer", .text),
  ]

  private static let shape = Shape(
    parts: columns.enumerated().map { place, column in
      .cell(
        name: Shape.name(column.name), column: place + 1, style: Shape.Style(column.type))
    })

  private func file(
    _ id: Int, _ request: PageRequest, _ form: CSVForm, _ call: Call
  ) async throws -> Answer {
    guard request.last == nil else { throw Problem.notInCSV("cursor") }
    let limit = request.isLimited ? request.limit : nil
    let (_, entry) = try await engine.door.entry(call)
    let rows = engine.client.cursor(
      Self.statement(id, after: nil, limit: limit, call.language),
      before: entry + [Export.patience, Self.found(id)], chunk: 500
    ) { results in
      guard results.dropLast(2).last?.count == 1 else { throw Problem.unauthenticated }
      guard results.last?.count == 1 else { throw Problem.notFound }
    }
    let reader = CSVReader(rows, form, Self.columns.map(\.name)) { rows, row, out in
      for (place, column) in Self.columns.enumerated() {
        if place > 0 { out.writeInteger(form.delimiter) }
        form.write(rows.bytes(row, place + 1), column.type, into: &out)
      }
    }
    try await reader.begin()
    return Answer(200, headers: Self.headers(id), body: .stream { try await reader.next() })
  }

  private static func headers(_ id: Int) -> [(name: String, value: String)] {
    [
      ("Content-Type", "text/csv; charset=utf-8; header=present"),
      ("Content-Disposition", "attachment; filename=\"job-\(id)-refusals.csv\""),
      ("Vary", "Accept"),
    ]
  }

  private static let schema: JSON = [
    "type": "object", "required": ["resource", "record_id", "code", "reason", "pointer"],
    "properties": [
      "resource": ["type": "string", "description": "What the record is."],
      "record_id": ["type": "integer", "format": "int64"],
      "code": ["type": "string", "description": "Stable, the same in every language."],
      "reason": [
        "type": "string", "description": "Why, in the language that was asked for.",
      ],
      "pointer": [
        "type": "string",
        "description": "The field that is to blame; empty where none is.",
      ],
    ],
  ]
}
