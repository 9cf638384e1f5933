import Postgres
import Testing

struct LoadTests {
  @Test func `ten thousand tasks share four connections`() async throws {
    try await withClient(.test(general: 2, fast: 2)) { client in
      let wrong = try await withThrowingTaskGroup { group in
        for number in 0..<10_000 {
          group.addTask {
            let lane = number.isMultiple(of: 2) ? Client.Lane.general : .fast
            let results = try await client.batch(
              ["select \(number) as n", "select \("t\(number)") as t"], lane: lane)
            let (n, t) = (try results[0][0].int("n"), try results[1][0].string("t"))
            return n == number && t == "t\(number)" ? 0 : 1
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(wrong == 0)
      #expect(client.statistics.opened <= 4)
      #expect(client.statistics.busy == 0)
      #expect(client.statistics.waiting == 0)
    }
  }

  @Test func `errors among thousands of pipelined requests stay with their own`() async throws {
    try await withClient(.test(general: 1, fast: 1)) { client in
      let faults = await withTaskGroup { group in
        for number in 0..<4000 {
          group.addTask {
            let isBad = number % 3 == 0
            let divisor = isBad ? 0 : 1
            let attempt = try? await client.attempt(
              ["select \(number) as n", "select \(number) / \(divisor) as q"], lane: .fast)
            guard let attempt, (try? attempt.results[0][0].int("n")) == number else { return 1 }
            return (attempt.error?.sqlState == "22012") == isBad ? 0 : 1
          }
        }
        return await group.reduce(0, +)
      }
      #expect(faults == 0)
    }
  }

  @Test func `no request blocks the threads of Swift`() async throws {
    try await withClient(.test(general: 8)) { client in
      async let slow: Void = withThrowingTaskGroup { group in
        for _ in 0..<8 { group.addTask { try await client.rows("select pg_sleep(4)") } }
        try await group.waitForAll()
      }
      try await eventually { client.statistics.busy == 8 }
      for _ in 0..<1000 { await Task.yield() }
      #expect(client.statistics.busy == 8)
      try await slow
    }
  }
}
