import CRM
import Postgres
import Support

/// An operation that has no record to stand in a relation.
struct MatrixSingle: Sendable {
  let world: World
  let operation: MatrixOperation

  /// What differs from the expected answer, in words.
  func faults(expected: String) async throws -> [String] {
    let session = try await world.twin()
    let before = try await watched(session)
    let reply = try await send(session)
    var faults: [String] = []
    if String(reply.status) != expected {
      faults.append("expected \(expected), got \(reply.status) \(reply.problem ?? "")")
    }
    let changes = !operation.isReading && expected.hasPrefix("2")
    if try await watched(session) != before, !changes { faults.append("refused, but changed") }
    if try await watched(session) == before, changes { faults.append("nothing has changed") }
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
    default:
      return try await session.send(
        operation.method, operation.path.replacing("{resource}", with: "parties"))
    }
  }

  private var password: String { TestCRM.password }

  /// What these operations can change of an account.
  private func watched(_ session: TestSession) async throws -> String? {
    try await world.arranger.rows(
      """
      select concat_ws(' ', (select count(*) from system.view where account_id = a.id),
        (select count(*) from system.job where account_id = a.id),
        (select hash from access.password where account_id = a.id),
        (select count(*) from access.session where account_id = a.id),
        (select count(*) from system.import where account_id = a.id))
      from access.account as a where id = \(session.account)
      """
    ).string(0, 0)
  }
}
