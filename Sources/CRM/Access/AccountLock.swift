import Postgres

/// Locking an account ends its sessions; unlocking lets it sign in again.
struct AccountLock: Sendable {
  let door: Entrance
  private static let permission = Permission("accounts", "lock")

  var operations: [Operation] {
    [
      Operation(
        "accounts.lock", .post, "/accounts/{id}/lock",
        Text("Lock an account", ru: "Заблокировать учётную запись"),
        access: .permission(Self.permission), parameters: [.recordID, .idempotencyKey],
        responses: [204: [:]]
      ) { try await set($0, locked: true) },
      Operation(
        "accounts.unlock", .delete, "/accounts/{id}/lock",
        Text("Unlock an account", ru: "Разблокировать учётную запись"),
        access: .permission(Self.permission), parameters: [.recordID], responses: [204: [:]]
      ) { try await set($0, locked: false) },
    ]
  }

  private func set(_ call: Call, locked: Bool) async throws -> Answer {
    let id = try call.id()
    let idempotency =
      locked
      ? try Idempotency(call, path: "/accounts/\(id)/lock", table: CRM.relations.idempotency) : nil
    let once = try await door.once(call, idempotency, status: 204) {
      caller, condition in
      try caller.require(Self.permission)
      return [
        """
        select done, case when done then set_config('crm.created', \(String(id)), true) end
        from (select access.lock_account(\(id), \(locked)) as done where \(condition)) as locking
        """
      ]
    }
    if let error = once.passage.error { throw Self.problem(error) }
    guard try once.isReplayed || once.passage.results[0].first?.bool("done") == true else {
      throw Problem.notFound
    }
    return Answer(204, headers: once.headers)
  }

  private static func problem(_ error: DatabaseError) -> any Error {
    if error.constraint == "account_within_own" { return Problem.beyondCaller }
    guard error.constraint == "account_last_administrator" else { return error }
    return Problem.conflict(
      "last_administrator",
      Text(
        "The last administrator cannot be locked.",
        ru: "Последнего администратора нельзя заблокировать."
      ))
  }
}
