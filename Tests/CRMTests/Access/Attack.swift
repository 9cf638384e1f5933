import CRM
import Postgres
import Support

/// Somebody with the service's log-in and the context of a salesman's session, and what he is after.
struct Attack {
  let crm: TestCRM
  let session: TestSession
  /// The salesman's own party, and a colleague's; one of another department with a channel and an interaction.
  let own: Int
  let colleagues: Int
  let hidden: Int
  let hiddenInteraction: Int
  let away: Int
  let stranger: Int

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    session = try await crm.as(.sales)
    let other = try await crm.as(.purchasing)
    stranger = other.account
    away = try await crm.id(of: .purchasing)
    own = try await session.create(
      "parties",
      ["name": "Own", "channels": [["kind": "email", "value": "own@a.example"]]]
    ).id
    colleagues = try await crm.as(.sales, number: 2).create("parties", ["name": "Near"]).id
    hidden = try await other.create(
      "parties",
      [
        "name": "Secret", "code": "S-1",
        "channels": [["kind": "email", "value": "secret@a.example"]],
      ]
    ).id
    hiddenInteraction = try await other.create(
      "interactions", ["party_id": .id(hidden), "kind": "note", "subject": "Secret talk"]
    ).id
    _ = try await session.create(
      "interactions",
      [
        "party_id": .id(own), "kind": "note", "subject": "Own talk",
        "participants": [["account_id": .id(session.account)]],
      ])
  }

  /// The SQLSTATE that refuses the statements, nil when none does; nothing of them stays.
  func refusal(_ statements: SQL...) async throws -> String? {
    try await attempt(statements).error.flatMap { $0.sqlState == "22012" ? nil : $0.sqlState }
  }

  /// How many rows the last of the statements reached; nothing of them stays.
  func reached(_ statements: SQL...) async throws -> Int {
    let attempt = try await attempt(statements)
    if let error = attempt.error, error.sqlState != "22012" { throw error }
    return attempt.results.last?.affected ?? 0
  }

  private func attempt(_ statements: [SQL]) async throws -> Attempt {
    let entry = session.token.map(TestCRM.entry) ?? []
    return try await withClient(crm.database.service) {
      try await $0.attempt(entry + statements + ["select 1 / 0"])
    }
  }
}

/// Gives the body an attacker beside a service with something to find.
func withAttack(_ body: (Attack) async throws -> Void) async throws {
  try await withCRM { try await body(try await Attack($0)) }
}
