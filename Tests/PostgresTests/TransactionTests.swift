import Postgres
import Synchronization
import Testing

struct TransactionTests {
  @Test func `a transaction keeps its work, or nothing when its body throws`() async throws {
    struct Refusal: Error {}
    try await withClient { client in
      let table = uniqueName("kept")
      try await client.execute("create table \(identifier: table) (a int)")
      let insert: SQL = "insert into \(identifier: table) values (1)"
      let count = try await client.transaction { transaction in
        try await transaction.execute(insert)
        return try await transaction.first("select count(*) as n from \(identifier: table)")?
          .int("n")
      }
      #expect(count == 1)
      await #expect(throws: Refusal.self) {
        try await client.transaction { transaction in
          try await transaction.execute(insert)
          throw Refusal()
        }
      }
      #expect(try await client.rows("select a from \(identifier: table)").count == 1)
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `a body that hides an error learns that nothing was committed`() async throws {
    try await withClient { client in
      let error = try await #require(throws: DatabaseError.self) {
        try await client.transaction { transaction in _ = try? await transaction.rows("select 1/0")
        }
      }
      #expect(error.sqlState == "25P02")
    }
  }

  @Test func `a conflict is tried again as often as the caller says`() async throws {
    try await withClient { client in
      let table = uniqueName("counter")
      try await client.execute("create table \(identifier: table) (n int)")
      try await client.execute("insert into \(identifier: table) values (0)")
      let runs = Runs()
      try await withThrowingTaskGroup { group in
        for _ in 0..<12 {
          group.addTask {
            try await client.transaction(retries: 100) { transaction in
              runs.count.add(1, ordering: .relaxed)
              try await transaction.execute("set transaction isolation level serializable")
              let n = try await transaction.first("select n from \(identifier: table)")?.int("n")
              try await transaction.execute("update \(identifier: table) set n = \((n ?? 0) + 1)")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await client.first("select n from \(identifier: table)")?.int("n") == 12)
      #expect(runs.count.load(ordering: .relaxed) > 12)
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `a transaction that has ended takes no more statements`() async throws {
    try await withClient { client in
      let leaked = try await client.transaction { transaction in
        try await transaction.execute("select 1")
        return transaction
      }
      let error = try await #require(throws: DatabaseError.self) {
        try await leaked.execute("select 1")
      }
      #expect(error.sqlState == "25P01")
    }
  }

  @Test func `other requests go on while a transaction holds its connection`() async throws {
    try await withClient(.test(general: 2)) { client in
      try await client.transaction { transaction in
        let own = try await transaction.first("select pg_backend_pid() as pid")?.int("pid")
        for _ in 0..<20 {
          let other = try await client.first("select pg_backend_pid() as pid")?.int("pid")
          #expect(own != other)
        }
      }
    }
  }
}

/// How often something ran.
private final class Runs: Sendable {
  let count = Atomic<Int>(0)
}
