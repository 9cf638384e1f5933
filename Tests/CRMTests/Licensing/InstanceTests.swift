import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `An instance` {
  private func judge(_ database: TestDatabase, host: String = "here") async throws -> String {
    try await withClient(database.service) { client in
      let row = try await client.rows(
        "select mode || ' ' || reasons::text as answer from licensing.judge(md5(\(host)), true)")
      return try row.single.string("answer")
    }
  }

  @Test func `is known by its database, whatever machine serves on it`() async throws {
    try await withDatabase { database in
      #expect(try await judge(database).hasPrefix("FULL"))
      #expect(try await judge(database, host: "elsewhere").hasPrefix("FULL"))
      let row = try await database.observed(
        "select cardinality(hosts) as n from licensing.instance")
      #expect(try row.single.int("n") == 2)
    }
  }

  /// createdb --template, for real: the same cluster, another database.
  @Test func `copied within its cluster is a copy, and the original is none`() async throws {
    try await withDatabase { database in
      #expect(try await judge(database).hasPrefix("FULL"))
      try await withCopy(of: database) { copy in
        #expect(try await judge(copy).contains("\"copy\""))
        #expect(try await judge(copy).hasPrefix("WARN"))
        #expect(try await judge(database).hasPrefix("FULL"))
        // After two weeks without a word it only reads.
        try await withClient(copy.migration) { client in
          _ = try await client.execute(
            "update licensing.instance set copy_since = now() - interval '15 days'")
        }
        #expect(try await judge(copy).hasPrefix("READ_ONLY"))
        let before = try await copy.observed(
          "select instance_id::text as id from licensing.instance")
        try await withClient(copy.migrator) { try await LicenseRegister($0).claim("test") }
        #expect(try await judge(copy).hasPrefix("FULL"))
        let after = try await copy.observed(
          "select instance_id::text as id from licensing.instance")
        #expect(try before.single.string("id") != after.single.string("id"))
      }
    }
  }

  @Test func `that has moved says so three times a year`() async throws {
    try await withDatabase { database in
      #expect(try await judge(database).hasPrefix("FULL"))
      for move in 1...4 {
        try await withClient(database.migration) { client in
          _ = try await client.execute("update licensing.instance set database_oid = 1")
        }
        #expect(try await judge(database).contains("\"copy\""))
        do {
          try await withClient(database.migrator) { try await LicenseRegister($0).claim("moved") }
          #expect(move < 4)
          #expect(try await judge(database).hasPrefix("FULL"))
        } catch let problem as Problem {
          #expect(move == 4 && problem.code == "license_moves_spent", "\(problem)")
        }
      }
    }
  }

  /// What pg_upgrade, and a restore on the same machine, look like: another cluster, the same name and machine.
  @Test func `in another cluster is known by machine and name`() async throws {
    try await withDatabase { database in
      #expect(try await judge(database).hasPrefix("FULL"))
      let other: SQL = "update licensing.instance set system_identifier = 42"
      try await withClient(database.migration) { _ = try await $0.execute(other) }
      #expect(try await judge(database).hasPrefix("FULL"))
      try await withClient(database.migration) { _ = try await $0.execute(other) }
      #expect(try await judge(database, host: "elsewhere").contains("\"copy\""))
      #expect(try await judge(database).hasPrefix("FULL"))
    }
  }

  @Test func `that is no copy cannot be claimed`() async throws {
    try await withDatabase { database in
      #expect(try await judge(database).hasPrefix("FULL"))
      do {
        try await withClient(database.migrator) { try await LicenseRegister($0).claim("moved") }
        Issue.record("claimed")
      } catch let problem as Problem {
        #expect(problem.code == "license_no_copy")
      }
    }
  }

  /// Judging holds what everybody waits for who signs in, until the transaction ends.
  @Test func `is told as it is, and held by none who only reads`() async throws {
    try await withDatabase { database in
      try await withClient(database.conninfo(as: "crm_license")) { client in
        let tried = try await client.attempt(["select mode from licensing.judge(null, true)"])
        #expect(tried.error?.sqlState == "42501")
      }
      let writable = database.reader + " options='-c default_transaction_read_only=off'"
      try await withClient(writable) { reader in
        try await reader.transaction { transaction in
          let told = try await transaction.rows(
            "select mode from licensing.judge(md5('elsewhere'), true)")
          #expect(try told.single.string("mode") == "FULL")
          try await withClient(database.migration) { client in
            let held = try await client.attempt(["select from licensing.state for update nowait"])
            #expect(held.error == nil)
          }
        }
      }
      let hosts = try await database.observed(
        "select from licensing.instance where md5('elsewhere') = any (hosts)")
      #expect(hosts.isEmpty)
    }
  }

  private static let hosts: [String] = [
    "here", "", String(repeating: "f", count: 65), String(repeating: "F", count: 32),
    String(repeating: "f", count: 32) + " " + String(repeating: "f", count: 32),
  ]

  /// Else whoever may judge could keep whatever he likes there, and push the digests of machines out.
  @Test func `remembers nothing of a machine but its digest`() async throws {
    try await withDatabase { database in
      await each(Self.hosts) { host in
        try await withClient(database.service) { client in
          let tried = try await client.attempt([
            "select mode from licensing.judge(\(host), true)"
          ])
          #expect(tried.error?.constraint == "instance_hosts_form", "\(host)")
        }
        let hosts = try await database.observed(
          "select cardinality(hosts) as n from licensing.instance")
        #expect(try hosts.single.int("n") == 0, "\(host)")
      }
    }
  }
}
