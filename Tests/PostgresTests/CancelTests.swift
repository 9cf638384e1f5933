import Postgres
import Testing

struct CancelTests {
  @Test func `a cancelled task stops waiting and its statement ends`() async throws {
    try await withClient(.test(general: 1)) { client in
      let task = Task { try await client.batch(["select pg_sleep(300)"], readOnly: true) }
      try await Task.sleep(for: .milliseconds(200))
      let start = ContinuousClock.now
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(start.duration(to: .now) < .seconds(100))
      #expect(try await client.first("select 1 as n")?.int("n") == 1)
      #expect(start.duration(to: .now) < .seconds(150))
    }
  }

  @Test(arguments: [(1, 1), (3, 1), (1, 16)])
  func `a cancel never hits a neighbour`(connections: Int, depth: Int) async throws {
    var configuration = try Client.Configuration.test(general: connections, fast: 1)
    configuration.fastDepth = depth
    let lane = depth == 1 ? Client.Lane.general : .fast
    try await withClient(configuration) { client in
      for _ in 0..<150 {
        let victims = (0..<4).map { _ in
          Task { try await client.batch(["select pg_sleep(0.004)"], lane: lane, readOnly: true) }
        }
        let neighbours = (0..<4).map { number in
          Task {
            try await client.batch(
              ["select \(number) as n from pg_sleep(0.001)"], lane: lane, readOnly: true)
          }
        }
        try await Task.sleep(for: .microseconds(Int.random(in: 0...6000)))
        for victim in victims { victim.cancel() }
        for (number, neighbour) in neighbours.enumerated() {
          #expect(try await neighbour.value[0][0].int("n") == number)
        }
      }
    }
  }

  @Test func `a task cancelled while it waits is never sent`() async throws {
    try await withClient(.test(general: 1)) { client in
      let table = uniqueName("unsent")
      try await client.execute("create table \(identifier: table) (a int)")
      let slow = Task { try await client.batch(["select pg_sleep(14)"], readOnly: true) }
      try await eventually { client.statistics.busy == 1 }
      let waiting = Task { try await client.execute("insert into \(identifier: table) values (1)") }
      try await eventually { client.statistics.waiting == 1 }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
      slow.cancel()
      #expect(try await client.rows("select a from \(identifier: table)").isEmpty)
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `a cancelled transaction is rolled back and gives its connection back`() async throws {
    try await withClient(.test(general: 1)) { client in
      let table = uniqueName("stopped")
      try await client.execute("create table \(identifier: table) (a int)")
      let task = Task {
        try await client.transaction { transaction in
          try await transaction.execute("insert into \(identifier: table) values (1)")
          try await transaction.execute("select pg_sleep(300)")
        }
      }
      try await Task.sleep(for: .milliseconds(300))
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(try await client.rows("select a from \(identifier: table)").isEmpty)
      try await client.execute("drop table \(identifier: table)")
    }
  }
}
