import Postgres
import Testing

struct DeadlineTests {
  @Test(arguments: [Client.Lane.general, .fast], [true, false])
  func `a statement ends at its deadline and its connection goes on`(
    lane: Client.Lane, readOnly: Bool
  ) async throws {
    try await withClient(.test(general: 1, fast: 1)) { client in
      let pid: SQL = "select pg_backend_pid() as pid"
      let before = try await client.batch([pid], lane: lane)[0][0].int("pid")
      let start = ContinuousClock.now
      await #expect(throws: ClientError.deadline) {
        try await client.batch(
          ["select pg_sleep(300)"], lane: lane, deadline: .milliseconds(300), readOnly: readOnly)
      }
      #expect(start.duration(to: .now) < .seconds(100))
      let after = try await client.batch([pid], lane: lane)[0][0].int("pid")
      #expect(before == after)
    }
  }

  @Test func `a deadline inside a transaction leaves nothing behind`() async throws {
    let table = uniqueName("late")
    try await withClient { client in
      try await client.execute("create table \(identifier: table) (a int)")
    }
    try await withClient(.test(general: 1, deadline: .seconds(5))) { client in
      // The deadline bounds the wait for a connection too: the first one may be slow to come.
      _ = try await client.batch(["select 1"], deadline: .seconds(60), readOnly: true)
      await #expect(throws: ClientError.deadline) {
        try await client.transaction { transaction in
          try await transaction.execute("insert into \(identifier: table) values (1)")
          try await transaction.execute("select pg_sleep(300)")
        }
      }
    }
    try await withClient { client in
      #expect(try await client.rows("select a from \(identifier: table)").isEmpty)
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `who waits too long is told to come back`() async throws {
    try await withClient(.test(general: 1, wait: .seconds(3))) { client in
      let slow = Task { try await client.batch(["select pg_sleep(14)"], readOnly: true) }
      try await eventually { client.statistics.busy == 1 }
      await #expect(throws: ClientError.overloaded(retryAfter: .seconds(1))) {
        try await client.rows("select 1")
      }
      slow.cancel()
    }
  }

  @Test func `more than may wait are refused at once`() async throws {
    var configuration = try Client.Configuration.test(general: 1)
    configuration.waiting = 5
    try await withClient(configuration) { client in
      let outcomes = await withTaskGroup { group in
        for _ in 0..<50 {
          group.addTask { (try? await client.rows("select pg_sleep(0.1)")) != nil }
        }
        return await group.reduce(into: [false: 0, true: 0]) { $0[$1, default: 0] += 1 }
      }
      #expect(outcomes[true] ?? 0 >= 5)
      #expect(outcomes[false] ?? 0 >= 30)
    }
  }

  @Test func `without a server requests fail soon`() async throws {
    var configuration = Client.Configuration(conninfo: "host=/nonexistent port=1", general: 2)
    configuration.wait = .seconds(600)
    configuration.outage = .milliseconds(300)
    try await withClient(configuration) { client in
      let start = ContinuousClock.now
      await #expect(throws: ClientError.unavailable) { try await client.rows("select 1") }
      #expect(start.duration(to: .now) < .seconds(100))
    }
  }
}
