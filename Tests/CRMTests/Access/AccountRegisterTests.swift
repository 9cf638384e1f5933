import CRM
import Postgres
import Support
import Testing

@Suite struct `The register of accounts` {
  @Test func `takes an account with its role`() async throws {
    try await withRegister { accounts, _ in
      try await accounts.insert(
        login: "Petrova", name: "Петрова", roles: ["sales"], passwordHash: Self.hash)
      let list = try await accounts.list()
      #expect(
        list.contains { $0.login == "Petrova" && $0.roles == "sales" && $0.state == "active" })
      #expect(try await accounts.contains(login: "petrova"))
    }
  }

  @Test func `refuses a login that is taken, in any case`() async throws {
    try await withRegister { accounts, _ in
      try await accounts.insert(login: "ivan", name: "Ivan", roles: [], passwordHash: Self.hash)
      await #expect(throws: AccountRegister.Failure.taken("IVAN")) {
        try await accounts.insert(login: "IVAN", name: "Ivan", roles: [], passwordHash: Self.hash)
      }
    }
  }

  @Test func `keeps nothing of an account whose role does not exist`() async throws {
    try await withRegister { accounts, _ in
      await #expect(throws: AccountRegister.Failure.self) {
        try await accounts.insert(
          login: "ivan", name: "Ivan", roles: ["emperor"], passwordHash: Self.hash)
      }
      let kept = try await accounts.contains(login: "ivan")
      #expect(!kept)
    }
  }

  @Test func `locks and unlocks`() async throws {
    try await withRegister { accounts, _ in
      try await accounts.insert(
        login: "root", name: "Root", roles: ["administrator"], passwordHash: Self.hash)
      try await accounts.insert(login: "ivan", name: "Ivan", roles: [], passwordHash: Self.hash)
      try await accounts.setLocked(true, login: "ivan")
      let locked = try await accounts.list()
      try await accounts.setLocked(false, login: "ivan")
      let unlocked = try await accounts.list()
      #expect(locked.first { $0.login == "ivan" }?.state == "locked")
      #expect(unlocked.first { $0.login == "ivan" }?.state == "active")
    }
  }

  @Test func `does not lock out the last administrator`() async throws {
    try await withRegister { accounts, _ in
      try await accounts.insert(
        login: "root", name: "Root", roles: ["administrator"], passwordHash: Self.hash)
      await #expect(throws: DatabaseError.self) {
        try await accounts.setLocked(true, login: "root")
      }
    }
  }

  @Test func `knows no account that is not there`() async throws {
    try await withRegister { accounts, _ in
      await #expect(throws: AccountRegister.Failure.unknownLogin("nobody")) {
        try await accounts.setPassword(login: "nobody", passwordHash: Self.hash)
      }
    }
  }

  private static let hash = "scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA==$AAAA"

  private func withRegister(
    _ body: (AccountRegister, TestDatabase) async throws -> Void
  ) async throws {
    try await withDatabase { database in
      try await withClient(database.migrator) { client in
        try await body(AccountRegister(client), database)
      }
    }
  }
}
