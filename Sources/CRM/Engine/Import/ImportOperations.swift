import NIOCore
import Postgres

/// Imports over HTTP: first what the file means, then the file itself, then what came of it.
struct ImportOperations: Sendable {
  let engine: Engine
  /// A file larger than this is refused; in bytes.
  static let maximumFile = 1 << 30

  var operations: [Operation] {
    [
      Operation(
        "imports.list", .get, "/imports",
        Text("Your imports, newest first", ru: "Ваши импорты, сначала новые"), access: .signedIn,
        parameters: Self.paging,
        responses: [200: json(CommonSchema.page(items: Self.schema))],
        answer: ImportList(engine: engine).answer),
      Operation(
        "imports.create", .post, "/imports",
        Text("Announce a file and what its columns mean", ru: "Объявить файл и смысл его столбцов"),
        access: .signedIn, parameters: [.idempotencyKey], request: json(ImportSchema.announcement),
        responses: [201: json(Self.schema)], headers: [201: ["Location"]], answer: open),
      Operation(
        "imports.content", .put, "/imports/{id}/content",
        Text(
          "Send the file, CSV; it is loaded when it has arrived, one import of an account at a time",
          ru:
            "Передать файл CSV; он загружается, когда получен целиком, по одному импорту на учётную запись"
        ),
        access: .signedIn, parameters: [.recordID], request: ["text/csv": ["type": "string"]],
        responses: [200: json(Self.schema)], maximumBody: Self.maximumFile, streams: true,
        answer: load),
      Operation(
        "imports.get", .get, "/imports/{id}",
        Text("How far an import is", ru: "На каком этапе импорт"), access: .signedIn,
        parameters: [.recordID], responses: [200: json(Self.schema)], answer: find),
      Operation(
        "imports.errors", .get, "/imports/{id}/errors",
        Text(
          "The rows that were refused, with the reason: in pages, or as one CSV",
          ru: "Отклонённые строки с причиной: по страницам или одним CSV"), access: .signedIn,
        parameters: [.recordID] + Self.paging,
        responses: [
          200: [
            "application/json": CommonSchema.page(items: ImportRefusals.schema),
            "text/csv": ["type": "string"],
          ]
        ], answer: ImportRefusals(engine: engine).answer),
    ]
  }

  private static let paging = Operation.listParameters.filter {
    ["limit", "cursor"].contains($0.name)
  }

  private static let schema: JSON = ["$ref": "#/components/schemas/Import"]

  private func json(_ schema: JSON) -> [String: JSON] { ["application/json": schema] }

  private func open(_ call: Call) async throws -> Answer {
    let (mapping, dryRun) = try announcement(try call.json())
    let plan = try await plan(mapping, call)
    let (opened, headers) = try await ImportJournal.open(
      engine.door, call, engine.relations, resource: plan.resource.name, mapping: mapping,
      dryRun: dryRun)
    let id = try opened.single.int("id")
    return answer(201, opened, headers: [("Location", "\(API.root)/imports/\(id)")] + headers)
  }

  /// What the body says; the parts of the mapping are checked along with the rest, so that all faults come at once.
  private func announcement(_ json: JSON) throws -> (mapping: JSON, dryRun: Bool) {
    var faults = Faults()
    var fields = Fields(json, known: ["mapping", "dry_run"])
    let dryRun = fields.boolIfPresent("dry_run") ?? false
    try faults.attempt { try fields.finish() }
    try faults.attempt {
      guard let mapping = json["mapping"] else {
        throw ImportMapping.wrong("/mapping", ImportMapping.anObject)
      }
      try Self.below("/mapping") { _ = try ImportMapping(mapping) }
    }
    try faults.finish()
    return (json["mapping"] ?? [:], dryRun)
  }

  /// Puts the place of the mapping before the places of its faults.
  private static func below<Value>(_ place: String, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch var problem as Problem {
      problem.errors = problem.errors.map { .init(place + $0.pointer, $0.code, $0.detail) }
      throw problem
    }
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
    let id = try call.id()
    let journal = ImportJournal(door: engine.door, call: call, relations: engine.relations, id: id)
    guard let receive = call.receive else { throw Problem.internalError }
    let told = try await journal.begin()
    try await journal.alive {
      let run = ImportRun(engine: engine, call: call)
      _ = try await run.plan(told.mapping)
      _ = try await run.run(told, receive(), journal: journal)
    }
    try await journal.end("done", fault: nil)
    return try await find(call)
  }

  private func find(_ call: Call) async throws -> Answer {
    let select = ImportRecord.select(engine.relations, call.language)
    let found = try await rows(call, "\(select) where id = \(call.id())")[0]
    guard found.count == 1 else { throw Problem.notFound }
    return answer(200, found)
  }

  private func answer(
    _ status: Int, _ found: Rows, headers: [(name: String, value: String)] = []
  ) -> Answer {
    var out = ByteBuffer()
    ImportRecord.write(found, 0, into: &out)
    return Answer(
      status, headers: [("Content-Type", "application/json")] + headers, body: .bytes(out))
  }

  private func rows(_ call: Call, _ statements: SQL...) async throws -> [Rows] {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      statements
    }
    if let error = passage.error { throw error }
    return passage.results
  }
}
