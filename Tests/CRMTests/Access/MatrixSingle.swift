import CRM
import Postgres
import Support

/// An operation that has no record to stand in a relation.
struct MatrixSingle: Sendable {
  let world: World
  let operation: MatrixOperation

  /// What differs from the expected answer, in words.
  func faults(expected: String) async throws -> [String] {
    let session = operation.isReading ? world.caller : try await world.twin()
    if operation.id == "notifications.read_all" { try await notify(session) }
    let before = try await watched(session)
    let reply = try await send(session)
    var faults: [String] = []
    if String(reply.status) != expected {
      faults.append("expected \(expected), got \(reply.status) \(reply.start)")
    }
    let changes = !operation.isReading && expected.hasPrefix("2")
    let hasChanged = try await watched(session) != before
    if hasChanged, !changes { faults.append("refused, but changed") }
    if !hasChanged, changes { faults.append("nothing has changed") }
    if let word = Self.words[operation.id], reply.text.contains(word) == false {
      faults.append("the answer does not say \(word)")
    }
    return faults
  }

  /// What must stand in an answer.
  private static let words = [
    "me.get": "\"permissions\"", "meta.list": "\"parties\"", "meta.get": "\"legal_name\"",
    "openapi.get": "\"openapi\"",
  ]

  private func send(_ session: TestSession) async throws -> Reply {
    switch operation.id {
    case "sessions.create":
      let login = try await world.arranger.rows(
        "select login from access.account where id = \(session.account)")
      return try await world.crm.anyone.post(
        "sessions",
        ["login": .string(try login[0].string("login")), "password": .string(password)])
    case "tokens.create": return try await session.post("me/tokens", ["name": "mine"])
    case "views.create":
      return try await session.post("views", ["resource": "parties", "name": "mine"])
    case "import_mappings.create":
      return try await session.post(
        "import-mappings", ["name": "mine", "mapping": Loading.mapping])
    case "follows.create":
      let party = try await world.insert(
        "clients.party", ["name": "mine", "owner_id": .id(session.account)])
      return try await session.post("follows", ["resource": "parties", "record_id": .id(party)])
    case "notification_mutes.create":
      return try await session.post("notification-mutes", ["kind": "changed"])
    case "notifications.read_all":
      return try await session.post("notifications/reading", ["up_to": .id(World.nowhere)])
    case "jobs.create":
      return try await session.post(
        "jobs",
        [
          "kind": "bulk",
          "input": [
            "resource": "parties", "op": "update", "data": ["rating": 1], "ids": [999_999_999],
            "expected_count": 1,
          ],
        ])
    case "imports.create":
      return try await session.post("imports", ["mapping": Loading.mapping])
    case "me.password":
      return try await session.put(
        "me/password", ["current": .string(password), "new": "another long password"])
    case "employees.transfer": return try await transfer(session)
    case "employees.dismiss":
      let employee = try await Subject.employee(world)
      return try await session.post("employees/\(employee)/departure", ["last_day": "2025-01-01"])
    case "arrivals.create": return try await arrive(session)
    case "calendar.feed": return try await session.get("calendar-feeds/none")
    case "license.release":
      return try await session.delete("license/holders/\(session.account)", ifMatch: nil)
    default:
      return try await session.send(
        operation.method, operation.path.replacing("{resource}", with: "parties"))
    }
  }

  private func transfer(_ session: TestSession) async throws -> Reply {
    let post = try await Subject.post(world)
    let employee = try await Subject.employee(world)
    _ = try await world.insert(
      "staff.employment",
      ["employee_id": .id(employee), "position_id": .id(post), "valid_from": "2020-01-01"])
    return try await session.post(
      "employees/\(employee)/transfer",
      ["position_id": .id(try await Subject.post(world)), "valid_from": "2024-01-01"])
  }

  private func arrive(_ session: TestSession) async throws -> Reply {
    let number = "A\(World.number())"
    return try await session.post(
      "arrivals",
      [
        "employee": [
          "personnel_number": .string(number), "last_name": "A", "first_name": "A",
          "hired_on": "2020-01-01",
        ],
        "employment": [
          "position_id": .id(try await Subject.post(world)), "valid_from": "2020-01-01",
        ],
        "account": ["login": .string(number)],
      ])
  }

  private func notify(_ session: TestSession) async throws {
    let party = try await world.insert(
      "clients.party", ["name": "mine", "owner_id": .id(session.account)])
    _ = try await world.insert(
      "system.notification",
      [
        "account_id": .id(session.account), "event_id": .id(-World.number()),
        "at": "2020-01-01T00:00:00Z", "kind": "changed", "action": "update",
        "resource": "parties", "table_name": "clients.party", "record_id": .id(party),
      ])
  }

  private var password: String { TestCRM.password }

  /// What these operations can change of an account.
  private func watched(_ session: TestSession) async throws -> String? {
    try await world.arranger.rows(
      """
      select concat_ws(' ', (select count(*) from system.view where account_id = a.id),
         (select count(*) from system.import_mapping where account_id = a.id),
        (select count(*) from system.job where account_id = a.id),
        (select hash from access.password where account_id = a.id),
        (select count(*) from access.session where account_id = a.id),
        (select count(*) from system.import where account_id = a.id),
        (select count(*) from system.follow where account_id = a.id),
        (select count(*) from system.notification_mute where account_id = a.id),
        (select count(read_at) from system.notification where account_id = a.id),
        (select count(*) from staff.employment where created_by = a.id),
        (select count(*) from staff.departure where created_by = a.id),
        (select secret_hash from work.calendar_feed where account_id = a.id),
        (select count(*) from clients.duplicate_pair where created_by = a.id),
        (select noticed_at from licensing.seat where account_id = a.id))
      from access.account as a where id = \(session.account)
      """
    ).string(0, 0)
  }
}
