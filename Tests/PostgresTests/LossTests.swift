import Postgres
import Synchronization
import Testing

struct LossTests {
  private let pid: SQL = "select pg_backend_pid() as pid"

  @Test func `a connection lost while idle is replaced before it is used`() async throws {
    try await withClient(.test(general: 1)) { client in
      try await withClient(.test(general: 1)) { killer in
        for _ in 0..<5 {
          let victim = try #require(try await client.first(pid)).int("pid")
          // Waits until it is gone.
          _ = try await killer.rows("select pg_terminate_backend(\(victim)::int, 10000)")
          try await Task.sleep(for: .milliseconds(100))
          let next = try #require(try await client.first(pid)).int("pid")
          #expect(victim != next)
        }
      }
    }
  }

  @Test(arguments: [(true, ClientError.unavailable), (false, .outcomeUnknown)])
  func `a connection lost in the middle says what is known`(readOnly: Bool, expected: ClientError)
    async throws
  {
    try await withClient(.test(general: 1)) { client in
      try await withClient(.test(general: 1)) { killer in
        let victim = try #require(try await client.first(pid)).int("pid")
        let slow = Task {
          try await client.batch(
            ["select 1", "select pg_sleep(20)", "select 2"], readOnly: readOnly)
        }
        try await Task.sleep(for: .milliseconds(200))
        _ = try await killer.rows("select pg_terminate_backend(\(victim)::int)")
        await #expect(throws: expected) { try await slow.value }
        #expect(try await client.rows(pid).count == 1)
      }
    }
  }

  @Test func `a transaction whose connection is lost is undone and says unavailable`() async throws
  {
    try await withClient(.test(general: 1)) { client in
      try await withClient(.test(general: 1)) { killer in
        let table = uniqueName("lost")
        try await client.execute("create table \(identifier: table) (a int)")
        await #expect(throws: ClientError.unavailable) {
          try await client.transaction { transaction in
            try await transaction.execute("insert into \(identifier: table) values (1)")
            let victim = try await transaction.first(pid)?.int("pid")
            _ = try await killer.rows("select pg_terminate_backend(\(victim)::int)")
            try await transaction.execute("insert into \(identifier: table) values (2)")
          }
        }
        #expect(try await client.rows("select a from \(identifier: table)").isEmpty)
        try await client.execute("drop table \(identifier: table)")
      }
    }
  }

  @Test func `a frozen server holds nobody longer than the deadline, and is left`() async throws {
    try await PrivateServer.with { server in
      var configuration = Client.Configuration(conninfo: server.conninfo, general: 1, fast: 1)
      configuration.outage = .zero
      configuration.wait = .milliseconds(500)
      configuration.deadline = .milliseconds(500)
      try await withClient(configuration) { client in
        for lane in [Client.Lane.general, .fast] { _ = try await client.batch([pid], lane: lane) }
        try await server.signalAll("STOP")
        await #expect(throws: ClientError.deadline) {
          try await client.batch([pid], readOnly: true)
        }
        await #expect(throws: ClientError.deadline) { try await client.batch([pid], lane: .fast) }
        try await Task.sleep(for: .seconds(9))
        await #expect(throws: ClientError.unavailable) { try await client.rows(pid) }
        try await server.signalAll("CONT")
        try await eventually { (try? await client.rows(pid)) != nil }
        try await eventually { (try? await client.batch([pid], lane: .fast)) != nil }
      }
    }
  }

  @Test func `a server that restarts under load makes requests unavailable, then all is well`()
    async throws
  {
    try await PrivateServer.with { server in
      var configuration = Client.Configuration(conninfo: server.conninfo, general: 3, fast: 1)
      configuration.outage = .milliseconds(200)
      try await withClient(configuration) { client in
        let load = Task { await Load().run(client) }
        try await Task.sleep(for: .milliseconds(300))
        try await server.restart()
        try await Task.sleep(for: .milliseconds(300))
        try await server.stop()
        try await Task.sleep(for: .milliseconds(800))
        try await server.start()
        try await Task.sleep(for: .seconds(3))
        load.cancel()
        let seen = await load.value
        #expect(seen.unavailable > 0)
        #expect(seen.other == [])
        #expect(seen.answeredAfterTrouble > 0)
      }
    }
  }
}

/// Sixteen tasks that ask without a pause, and what they saw.
private struct Load {
  struct Seen {
    var answered = 0
    var unavailable = 0
    var answeredAfterTrouble = 0
    var other: [String] = []
  }

  func run(_ client: Client) async -> Seen {
    await withTaskGroup { group in
      for number in 0..<16 {
        group.addTask { await ask(client, number.isMultiple(of: 2) ? .general : .fast) }
      }
      return await group.reduce(into: Seen()) { sum, part in
        sum.answered += part.answered
        sum.unavailable += part.unavailable
        sum.answeredAfterTrouble += part.answeredAfterTrouble
        sum.other += part.other
      }
    }
  }

  private func ask(_ client: Client, _ lane: Client.Lane) async -> Seen {
    var seen = Seen()
    while !Task.isCancelled {
      do {
        _ = try await client.batch(["select 1 from pg_class limit 5"], lane: lane, readOnly: true)
        seen.answered += 1
        if seen.unavailable > 0 { seen.answeredAfterTrouble += 1 }
      } catch ClientError.unavailable {
        seen.unavailable += 1
        try? await Task.sleep(for: .milliseconds(10))
      } catch is CancellationError {
        break
      } catch {
        seen.other.append("\(error)")
      }
    }
    return seen
  }
}
