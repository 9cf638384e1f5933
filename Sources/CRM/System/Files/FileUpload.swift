import NIOCore
import Postgres

/// `PUT /files` and `PUT /files/{id}/content`: a file, or the next version of one, as the raw body.
struct FileUpload: Sendable {
  let engine: Engine
  let store: FileStore
  let rules: FileRules

  /// What the head of the request says of the file; judged before the body is read.
  private struct Announcement {
    var name: FileName?
    let type: String
    let digests: [(field: String, sha256: [UInt8])]
  }

  private func announcement(_ call: Call, named: Bool) throws -> Announcement {
    for (name, _) in call.query where name != "name" {
      throw Problem.malformed(
        "unknown_parameter",
        Text(
          "There is no parameter '\(name)'; there is name.",
          ru: "Параметра «\(name)» нет; есть name."),
        field: name)
    }
    let asked = call.query.first { $0.name == "name" }?.value
    let name = asked ?? ContentDisposition.name(call.headers["content-disposition"])
    return Announcement(
      name: named || name != nil ? try FileName(name ?? "") : nil,
      type: try rules.type(call.headers["content-type"]), digests: try DigestField.expected(call))
  }

  private func receive(_ call: Call, _ announcement: Announcement) async throws -> ReceivedContent {
    guard let receive = call.receive else { throw Problem.internalError }
    let received = try await ReceivedContent(receive())
    try DigestField.judge(announcement.digests, received.sha256)
    try rules.judge(announcement.type, received.head)
    return received
  }

  /// A new file.
  func create(_ call: Call) async throws -> Answer {
    let announcement = try announcement(call, named: true)
    let name = announcement.name?.text
    let received = try await receive(call, announcement)
    let record = try RecordStatement(.files, engine.model, id: WriteStatement.created)
    let results = try await store.keep(received, type: announcement.type, for: call) { content in
      [
        """
        insert into system.file (name, content_id)
        values (\(name), \(content))\(WriteStatement.returningCreated)
        """
      ] + record.statements
    }
    guard let id = try results[0].first?.int("id"),
      let (body, etag) = record.read(Array(results.dropFirst()))
    else { throw Problem.internalError }
    let headers = [
      (name: "Content-Type", value: "application/json"), (name: "ETag", value: etag),
      (name: "Location", value: "\(API.root)/files/\(id)"),
    ]
    return Answer(201, headers: headers, body: .bytes(body))
  }

  /// Another content of the file that the client has read.
  func replace(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let announcement = try announcement(call, named: false)
    let version = try await expected(id, call)
    let received = try await receive(call, announcement)
    let record = try RecordStatement(.files, engine.model, id: "\(id)")
    let name = announcement.name?.text
    let results: [Rows]
    do {
      results = try await store.keep(received, type: announcement.type, for: call) { content in
        [
          """
          update system.file set content_id = \(content), name = coalesce(\(name), name)
          where id = \(id) and version = \(version) returning id
          """
        ] + record.statements
      }
    } catch let error as DatabaseError {
      throw Problem.refused(error, .files, engine.model, pointer: "") ?? error
    }
    return try PatchOperation.answer(
      updated: results[0].count == 1, record, Array(results.dropFirst()), version, Self.permission)
  }

  private static let permission = Permission("files", "update")

  /// The version of the record that `If-Match` means: its own ETag, or that of its content.
  ///
  /// - Throws: a 404, 403, 412 or 428 before anything is sent.
  private func expected(_ id: Int, _ call: Call) async throws -> Int {
    let tag = call.headers["if-match"]?.trimmed.wholeMatch(of: /"([0-9a-f]{64})"/)
    let asked = tag == nil ? try call.expectedVersion() : nil
    let sha256 = tag.map { String($0.output.1) }
    let record = try RecordStatement(.files, engine.model, id: "\(id)")
    let same: SQL = """
      (\(asked)::bigint is null or version = \(asked)) and (\(sha256)::text is null or sha256 = \(sha256))
      """
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.permission)
      return [
        "select version, \(same) as same from system.file where id = \(id) for update"
      ] + record.statements
    }
    if let error = passage.error { throw error }
    guard let (body, etag) = record.read(Array(passage.results.dropFirst())) else {
      throw Problem.notFound
    }
    guard let row = passage.results[0].first else { throw Problem.forbidden(Self.permission) }
    guard try row.bool("same") else {
      throw Problem.stale(current: try JSONParser.parse(body.readableBytesView), etag: etag)
    }
    return try row.int("version")
  }
}
