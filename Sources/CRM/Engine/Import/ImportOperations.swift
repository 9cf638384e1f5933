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
        access: .signedIn, parameters: [.idempotencyKey, .prefer],
        request: json(ImportSchema.announcement),
        responses: [
          200: json(Self.schema), 201: json(Self.schema), 202: json(Self.schema),
        ],
        headers: [
          200: ["Preference-Applied"], 201: ["Location"], 202: ["Location", "Preference-Applied"],
        ], problems: [409], answer: open),
      ImportPreview(engine: engine).operation,
      Operation(
        "imports.content", .put, "/imports/{id}/content",
        Text(
          "Send the file, CSV or XLSX; a job loads it when it has arrived, one import of an account at a time",
          ru:
            "Передать файл CSV или XLSX; задание загружает его, когда он получен целиком, по одному импорту на учётную запись"
        ),
        access: .signedIn, parameters: [.recordID, .prefer],
        request: [
          "text/csv": ["type": "string"],
          Self.workbook: ["type": "string", "contentEncoding": "binary"],
        ],
        responses: [200: json(Self.schema), 202: json(Self.schema)],
        headers: [200: ["Preference-Applied"], 202: ["Location", "Preference-Applied"]],
        problems: [409], maximumBody: Self.maximumFile, streams: true, answer: load),
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

  static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  private func open(_ call: Call) async throws -> Answer {
    let told = try await announcement(try call.json(), call)
    let plan = try await plan(told.mapping, call)
    if let file = told.file { try await check(file, call) }
    let (opened, headers) = try await ImportJournal.open(
      engine.door, call, engine.relations, resource: plan.resource.name, mapping: told.mapping,
      dryRun: told.dryRun, file: told.file)
    let id = try opened.single.int("id")
    guard told.file == nil else {
      return try await ImportWait(engine: engine, call: call, id: id)
        .answer(standard: .zero, headers: headers)
    }
    return ImportRecord.answer(
      201, opened, headers: [("Location", "\(API.root)/imports/\(id)")] + headers)
  }

  /// What is to be loaded, and how.
  private struct Announcement {
    let mapping: JSON
    let dryRun: Bool
    let file: Int?
  }

  /// What the body says; the parts of the mapping are checked along with the rest, so that all faults come at once.
  private func announcement(_ json: JSON, _ call: Call) async throws -> Announcement {
    var faults = Faults()
    var fields = Fields(json, known: ["mapping", "mapping_id", "dry_run", "file_id"])
    let saved = fields.numberIfPresent("mapping_id")
    let dryRun = fields.boolIfPresent("dry_run") ?? false
    let file = fields.numberIfPresent("file_id")
    try faults.attempt { try fields.finish() }
    let mapping = try await engine.mapping(json["mapping"], saved: saved, call)
    try faults.attempt {
      guard let mapping else {
        throw ImportMapping.wrong("/mapping", ImportMapping.anObject)
      }
      try ImportMapping.below("/mapping") { _ = try ImportMapping(mapping) }
    }
    try faults.finish()
    return Announcement(mapping: mapping ?? [:], dryRun: dryRun, file: file)
  }

  /// - Throws: a 422 for a file that the caller may not see.
  private func check(_ file: Int, _ call: Call) async throws {
    do {
      _ = try await engine.contents?.open(file, from: 0, for: call)
    } catch let problem as Problem where problem.status == 404 {
      throw Problem.validation([.init("/file_id", "unknown_reference", problem.detail)])
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
    guard let receive = call.receive, let contents = engine.contents else {
      throw Problem.internalError
    }
    let told = try await journal.begin()
    try await journal.alive {
      _ = try await ImportRun(engine: engine, call: call).plan(told.mapping)
      let type = call.headers["content-type"]?.hasPrefix(Self.workbook) == true
      let file = try await contents.keep(
        receive(), name: type ? "import-\(id).xlsx" : "import-\(id).csv",
        type: type ? Self.workbook : "text/csv", for: call)
      try await journal.enqueue(file)
    }
    return try await ImportWait(engine: engine, call: call, id: id).answer(standard: .seconds(30))
  }

  private func find(_ call: Call) async throws -> Answer {
    let select = ImportRecord.select(engine.relations, call.language)
    let found = try await rows(call, "\(select) where id = \(call.id())")[0]
    guard found.count == 1 else { throw Problem.notFound }
    return ImportRecord.answer(200, found)
  }

  private func rows(_ call: Call, _ statements: SQL...) async throws -> [Rows] {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      statements
    }
    if let error = passage.error { throw error }
    return passage.results
  }
}

extension Operation.Parameter {
  /// How long the client likes to wait.
  static let prefer = Self(
    "Prefer", in: "header", ["type": "string", "examples": ["wait=5", "respond-async"]],
    Text(
      "wait=N: answer behind N seconds at the latest, though the work goes on; respond-async: at once.",
      ru: "wait=N: ответить не позднее чем через N секунд, хотя работа идёт; respond-async: сразу.")
  )
}
