import Postgres

/// `POST /file-links`: a file is put to a record, by who may change the record.
struct FileLinking: Sendable {
  let engine: Engine

  /// What the body asks for.
  private struct Request: Sendable {
    let file: Int
    let resource: Resource
    let record: Int
    let label: String?
  }

  /// The body as OpenAPI describes it.
  static let schema: JSON = [
    "type": "object", "required": ["file_id", "resource", "record_id"],
    "additionalProperties": false,
    "properties": [
      "file_id": ["type": "integer", "format": "int64", "description": "The file."],
      "resource": [
        "type": "string", "maxLength": 100, "description": "The record's resource, parties.",
      ],
      "record_id": ["type": "integer", "format": "int64", "description": "The record."],
      "label": [
        "type": ["string", "null"], "maxLength": 200,
        "description": "What the file is to the record.",
      ],
    ],
  ]

  func answer(_ call: Call) async throws -> Answer {
    let request = try request(call.json())
    let model = engine.model
    let idempotency = try Idempotency(
      call, path: "/file-links", table: engine.relations.idempotency)
    let record = try RecordStatement(.fileLinks, model, id: WriteStatement.created)
    let once = try await engine.door.once(
      call, idempotency, status: 201,
      keeping: RecordSource.keeping(.fileLinks, [], model, id: WriteStatement.created)
    ) { caller, condition in
      try caller.require(Permission("file_links", "create"))
      return [
        """
        insert into system.file_link (file_id, resource, record_id, label)
        select \(request.file), \(request.resource.name), \(request.record), \(request.label)
        where \(condition)\(WriteStatement.returningCreated)
        """
      ] + record.statements
    }
    if let error = once.passage.error { throw try await refusal(error, request, call) }
    if let idempotency, once.isReplayed {
      let (record, results) = try await engine.kept(idempotency, .fileLinks, model, call)
      return try answer(once, record, results)
    }
    return try answer(once, record, Array(once.passage.results.dropFirst()))
  }

  private func request(_ json: JSON) throws -> Request {
    var fields = Fields(json, known: ["file_id", "resource", "record_id", "label"])
    let file = fields.number("file_id")
    let name = fields.string("resource", maximum: 100)
    let record = fields.number("record_id")
    let label = fields.stringIfPresent("label", maximum: 200)
    let resource = name.flatMap { engine.model.resource($0) }
    if let name, resource == nil {
      fields.fault("resource", "unknown_resource", engine.model.unknown(resource: name))
    }
    try fields.finish()
    guard let file, let resource, let record else { throw Problem.internalError }
    return Request(file: file, resource: resource, record: record, label: label)
  }

  private func answer(
    _ once: OncePassage, _ record: RecordStatement, _ results: [Rows]
  ) throws -> Answer {
    guard let (body, etag) = record.read(results), let id = try results.first?.first?.int("id")
    else { throw Problem.notFound }
    let headers = [
      (name: "Content-Type", value: "application/json"), (name: "ETag", value: etag),
      (name: "Location", value: "\(API.root)/file-links/\(id)"),
    ]
    return Answer(201, headers: headers + once.headers, body: .bytes(body))
  }

  /// What the caller does not see is told like what there is not.
  private func refusal(
    _ error: DatabaseError, _ request: Request, _ call: Call
  ) async throws -> any Error {
    switch error.sqlState {
    case "23505":
      return fault("file_id", "taken", rule(error))
    case "23503": return fault("file_id", "unknown_reference", Self.noFile)
    case "23514" where error.constraint == "file_link_table_form":
      return fault("resource", "file_link_table_form", rule(error))
    case "23514" where error.constraint == "file_link_target":
      return fault("file_id", "file_link_target", rule(error))
    case "42501": return try await hidden(request, call)
    default: return Problem.refused(error, .fileLinks, engine.model, pointer: "") ?? error
    }
  }

  private func hidden(_ request: Request, _ call: Call) async throws -> Problem {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      [
        """
        select exists (select from system.file where id = \(request.file)) as file,
          access.sees(\(request.resource.table), \(request.record)) as record,
          system.may_link(\(request.file)) as mine
        """
      ]
    }
    if let error = passage.error { throw error }
    let row = try passage.results.first?.single
    var faults: [Problem.Field] = []
    if try row?.bool("file") != true {
      faults.append(.init("/file_id", "unknown_reference", Self.noFile))
    }
    if try row?.bool("record") != true {
      faults.append(
        .init(
          "/record_id", "unknown_reference",
          Text("There is no such record.", ru: "Такой записи нет.")))
    }
    if faults.isEmpty, try row?.bool("mine") != true {
      faults.append(.init("/file_id", "file_link_own", Self.notHis))
    }
    return faults.isEmpty
      ? .forbidden(Permission(request.resource.key, "update")) : .validation(faults)
  }

  private static let noFile = Text("There is no such file.", ru: "Такого файла нет.")

  private static let notHis = Text(
    "You may read this file, but change no record that it is linked to; send it anew as your own.",
    ru: "Файл вам доступен для чтения, но изменять его записи вы не можете; передайте его заново.")

  private func rule(_ error: DatabaseError) -> Text {
    error.constraint.flatMap {
      engine.model.catalogue.constraint($0, of: Resource.fileLinks.table)?.message
    } ?? Text("A rule of the data is broken.", ru: "Нарушено правило данных.")
  }

  private func fault(_ field: String, _ code: String, _ detail: Text) -> Problem {
    .validation([.init("/\(field)", code, detail)])
  }
}
