import NIOCore
import Postgres

/// Imports over HTTP: first what the file means, then the file itself, then what came of it.
struct ImportOperations: Sendable {
  let engine: Engine
  /// A file larger than this is refused; in bytes.
  static let maximumFile = 1 << 30

  var operations: [Operation] {
    let answer = ["application/json": JSON.object([.init("type", "object")])]
    return [
      Operation(
        "imports.create", .post, "/imports",
        Text("Announce a file and what its columns mean", ru: "Объявить файл и смысл его столбцов"),
        access: .signedIn, parameters: [.idempotencyKey],
        request: ["application/json": Self.schema], responses: [201: answer], answer: open),
      Operation(
        "imports.content", .put, "/imports/{id}/content",
        Text(
          "Send the file, CSV in UTF-8; it is loaded when it has arrived, one import of an account at a time",
          ru:
            "Передать файл CSV в UTF-8; он загружается, когда получен целиком, по одному импорту на учётную запись"
        ),
        access: .signedIn, parameters: [.recordID], request: ["text/csv": ["type": "string"]],
        responses: [200: answer], maximumBody: Self.maximumFile, streams: true, answer: load),
      Operation(
        "imports.get", .get, "/imports/{id}",
        Text("How far an import is", ru: "На каком этапе импорт"), access: .signedIn,
        parameters: [.recordID], responses: [200: answer], answer: find),
      Operation(
        "imports.errors", .get, "/imports/{id}/errors",
        Text("The rows that were refused, with the reason", ru: "Отклонённые строки с причиной"),
        access: .signedIn, parameters: [.recordID],
        responses: [200: ["text/csv": ["type": "string"]]], answer: errors),
    ]
  }

  private static let schema: JSON = [
    "type": "object", "required": ["mapping"], "additionalProperties": false,
    "properties": ["mapping": ["type": "object"], "dry_run": ["type": "boolean"]],
  ]

  private func open(_ call: Call) async throws -> Answer {
    let json = try call.json()
    var fields = Fields(json, known: ["mapping", "dry_run"])
    let rehearsal = fields.boolIfPresent("dry_run") ?? false
    try fields.finish()
    guard let mapping = json["mapping"] else { throw ImportMapping.wrong("/mapping") }
    let plan = try await plan(mapping, call)
    let (id, headers) = try await ImportJournal.open(
      engine.door, call, engine.relations, resource: plan.resource.name, mapping: mapping,
      rehearsal: rehearsal)
    return .json(
      201, ["id": .number(String(id)), "state": "waiting"],
      headers: [("Location", "/api/v1/imports/\(id)")] + headers)
  }

  /// The plan; what is wrong with the mapping is told by its place in the body.
  private func plan(_ mapping: JSON, _ call: Call) async throws -> ImportPlan {
    do {
      return try await ImportRun(engine: engine, call: call).plan(mapping).1
    } catch var problem as Problem {
      problem.errors = problem.errors.map { .init("/mapping\($0.pointer)", $0.code, $0.detail) }
      throw problem
    }
  }

  private func load(_ call: Call) async throws -> Answer {
    let journal = ImportJournal(
      door: engine.door, call: call, relations: engine.relations, id: try call.id())
    guard let receive = call.receive else { throw Problem.internalError }
    guard let (mapping, rehearsal) = try await journal.begin() else { throw Problem.notFound }
    let report = try await ImportRun(engine: engine, call: call)
      .run(mapping, rehearsal: rehearsal, journal: journal, file: receive)
    return .json(200, report.body)
  }

  private func find(_ call: Call) async throws -> Answer {
    let rows = try await rows(
      call,
      """
      select to_jsonb(i) - 'mapping' - 'account_id' as import
      from \(identifier: engine.relations.imports) as i where i.id = \(try call.id())
      """)[0]
    guard let text = try rows.first?.string("import") else { throw Problem.notFound }
    return .json(200, try JSONParser.parse(Array(text.utf8)))
  }

  func errors(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let results = try await rows(
      call,
      "select from \(identifier: engine.relations.imports) where id = \(id)",
      """
      select r.line, to_jsonb(r.cells)::text as cells, r.reason_en, r.reason_ru
      from \(identifier: engine.relations.importRefusals) as r
      where r.import_id = \(id) order by r.id limit 100000
      """)
    guard results[0].count == 1 else { throw Problem.notFound }
    var out = ByteBuffer()
    out.writeString("line,reason,cells\r\n")
    for row in results[1] {
      let reason = try row.string(call.language == .ru ? "reason_ru" : "reason_en")
      let cells = try JSONParser.parse(Array(try row.string("cells").utf8)).array ?? []
      let line = [try row.string("line"), reason] + cells.compactMap(\.string)
      out.writeImmutableBuffer(CSVForm().line(line))
    }
    return Answer(
      200, headers: [("Content-Type", "text/csv; charset=utf-8; header=present")], body: .bytes(out)
    )
  }

  private func rows(_ call: Call, _ statements: SQL...) async throws -> [Rows] {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      statements
    }
    if let error = passage.error { throw error }
    return passage.results
  }
}

extension CSVForm {
  /// Texts as one line.
  func line(_ texts: [String]) -> ByteBuffer {
    var out = ByteBuffer()
    for (place, text) in texts.enumerated() {
      if place > 0 { out.writeInteger(delimiter) }
      Array(text.utf8).withUnsafeBufferPointer { write($0, .text, into: &out) }
    }
    out.writeStaticString("\r\n")
    return out
  }
}
