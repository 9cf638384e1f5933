import CRM
import Foundation
import Postgres
import Support
import Synchronization

/// An operation that the OpenAPI document tells of.
struct MatrixOperation: Sendable {
  let id: String
  let method: String
  /// Below `/api/v1`, ids as `{id}`.
  let path: String
  /// Whether it is refused without an `Idempotency-Key`.
  let demandsKey: Bool
  /// Asked for as the only operation of a bulk request, which is answered and does the same.
  var isBulk = false

  var resource: String { id.split(separator: ".").first.map(String.init) ?? "" }
  var verb: String { id.split(separator: ".").last.map(String.init) ?? "" }
  var isReading: Bool { method == "GET" }
  var isSummary: Bool { verb == "summary" }
  var isList: Bool { verb == "list" || isSummary }

  var name: String { id + (isBulk ? " (bulk)" : "") }

  private static let known = Mutex<Task<[MatrixOperation], any Error>?>(nil)

  /// Every operation that is served; those that a bulk request can do stand here twice. The document is large and the
  /// same for everybody, so whoever asks first reads it for all.
  static func all(_ session: TestSession) async throws -> [MatrixOperation] {
    let reading = known.withLock { known in
      let reading = known ?? Task { try await read(session) }
      known = reading
      return reading
    }
    return try await reading.value
  }

  private static func read(_ session: TestSession) async throws -> [MatrixOperation] {
    let document = try await session.get("openapi.json").json
    let alone = (document["paths"]?.object ?? []).flatMap { path in
      (path.value.object ?? []).compactMap { entry in
        entry.value["operationId"]?.string.map {
          MatrixOperation(
            id: $0, method: entry.name.uppercased(), path: String(path.name.dropFirst()),
            demandsKey: entry.value.demandsKey)
        }
      }
    }
    let bulk = Set(alone.filter { $0.verb == "bulk" }.map(\.resource))
    let verbs = ["create", "update", "delete", "restore"]
    return alone.flatMap { operation -> [MatrixOperation] in
      guard operation.verb != "bulk" else { return [] }
      guard bulk.contains(operation.resource), verbs.contains(operation.verb) else {
        return [operation]
      }
      var twin = operation
      twin.isBulk = true
      return [operation, twin]
    }
  }

  /// The relations in which a record of the subject can be here.
  func relations(_ subject: Subject) -> Set<Relation> {
    var all = subject.relations
    if isList { all.remove(.absent) }
    if verb == "create", !subject.madeInArchived { all.remove(.archived) }
    return all
  }

  func body(
    _ subject: Subject, _ world: World, _ relation: Relation, _ mark: String
  ) async throws -> Subject.Fields {
    switch verb {
    case "create": try await subject.fields(world, relation, "\(isBulk ? "bulk" : "new")_\(mark)")
    case "update": subject.change(world, mark)
    case "replace": ["size": 1]
    case "reset_password": ["password": "a new long password"]
    case "delegate": ["delegate_id": .id(world.spare)]
    case "prefill": ["source": "none"]
    case "file": ["party_id": .id(try await Subject.correspondent(world))]
    default: try await VerbCase.all[id]?.body(world, relation) ?? [:]
    }
  }

  func send(
    _ session: TestSession, _ record: Subject.Record, _ subject: Subject, _ world: World,
    body: Subject.Fields? = nil, version: Int = 1
  ) async throws -> Reply {
    if isBulk { return try await sendBulk(session, record, body, version) }
    let target = path.replacing("{id}", with: String(record.id))
    if verb == "content" {
      return try await session.send(
        method, target, headers: [("Content-Type", "text/csv")],
        body: Array(Loading.file("\(record.id),\(record.mark),,").utf8))
    }
    if verb == "replace" {
      return try await session.send(
        method, target, headers: [("If-Match", "\"v\(version)\"")], body: [0x78])
    }
    let json = body.map { JSON.object($0.map { .init($0.key, $0.value) }) }
    let filtered = isList && !["tokens", "imports"].contains(resource)
    let query = filtered ? "?id=\(record.id)\(isSummary ? "&group=id" : "")" : ""
    let key = demandsKey ? [("Idempotency-Key", UUID().uuidString)] : []
    return try await session.send(
      method, target + query, headers: [("If-Match", "\"v\(version)\"")] + key,
      body: hasBody(body) ? json?.bytes : nil)
  }

  private func hasBody(_ body: Subject.Fields?) -> Bool {
    Self.withBody.contains(verb) || VerbCase.all[id] != nil && body?.isEmpty == false
  }

  private static let withBody: Set = ["create", "update", "reset_password", "delegate", "file"]

  /// - Returns: what the operation is told.
  private func sendBulk(
    _ session: TestSession, _ record: Subject.Record, _ body: Subject.Fields?, _ version: Int
  ) async throws -> Reply {
    var members: [JSON.Member] = [.init("op", .string(verb))]
    if verb != "create" { members.append(.init("id", .id(record.id))) }
    if ["update", "delete"].contains(verb) { members.append(.init("version", .id(version))) }
    if ["create", "update"].contains(verb) {
      members.append(.init("data", .object((body ?? [:]).map { .init($0.key, $0.value) })))
    }
    let path = String(path.prefix { $0 != "/" }) + "/bulk"
    let reply = try await session.post(
      path, ["mode": "each", "operations": [.object(members)]])
    guard let told = reply["results"]?.array?.first, let status = told["status"]?.int else {
      return reply
    }
    let problem = told["problem"]
    return Reply(
      status: status,
      headers: problem == nil ? [] : [("content-type", "application/problem+json")],
      body: (problem ?? told).bytes)
  }

  /// What does the same without the service; nil where nothing does.
  func statement(_ subject: Subject, _ record: Subject.Record, _ body: Subject.Fields?) -> SQL? {
    let table = subject.table
    if let verb = VerbCase.all[id] { return verb.statement?(record.id, body ?? [:]) }
    switch verb {
    case "get" where resource != "imports":
      return "select from \(identifier: table) where id = \(record.id)"
    case "get", "errors": return "select from system.import where id = \(record.id)"
    case "history" where subject.audited:
      return
        "select from audit.change where table_name = \(table) and record_id = \(record.id) limit 1"
    case "create" where body != nil: return World.insertion(table, body ?? [:])
    case "update":
      let set = (body ?? [:]).keys.map { SQL.quoted($0) }.map { "\($0) = n.\($0)" }
      return """
        update \(identifier: table) as t set \(raw: set.joined(separator: ", "))
        from jsonb_populate_record(null::\(identifier: table), \(World.json(body ?? [:]))) as n
        where t.id = \(record.id)
        """
    case "restore":
      return "update \(identifier: table) set archived_at = null where id = \(record.id)"
    case "delete" where table == "access.session":
      return resource == "tokens"
        ? nil : "select from access.close_sessions(\(record.id)) as n where n > 0"
    case "delete": return "delete from \(identifier: table) where id = \(record.id)"
    case "lock", "unlock":
      return """
        select from access.lock_account(\(record.id), \(verb == "lock")) as done where done
        """
    case "file":
      return """
        select from clients.file_mail(\(record.id), \(body?["party_id"]?.int ?? 0)) as was
        where was = 'open'
        """
    case "approve" where table == "staff.timesheet", "submit":
      return """
        select from staff.move_timesheet(
          \(record.id), \(verb == "submit" ? "submitted" : "approved")) as was
        where was = \(verb == "submit" ? "draft" : "submitted")
        """
    case "approve", "reject":
      return """
        select from staff.decide_absence(
          \(record.id), \(verb == "approve" ? "approved" : "rejected"), null) as was
        where was = 'requested'
        """
    case "reset_password":
      return "select from access.reset_password(\(record.id), \(Staff.hash)) as done where done"
    default: return nil
    }
  }
}
