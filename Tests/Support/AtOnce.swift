/// Does something so often at once, and counts the answers of each status.
///
/// Whoever is told that nothing was done for want of time or connections comes again when he was told to, as any client
/// does, up to thirty times; then that is his answer. Whose outcome is unknown does not.
///
/// - Parameter work: Is told which of them it is, from 0.
public func atOnce(
  _ times: Int, _ work: @escaping @Sendable (Int) async throws -> Reply
) async throws -> [Int: Int] {
  try await withThrowingTaskGroup(of: Int.self) { group in
    for number in 0..<times {
      group.addTask {
        var reply = try await work(number)
        for _ in 0..<30 where ["unavailable", "too_slow"].contains(reply.problem) {
          let pause = reply[header: "retry-after"].flatMap { Int($0) } ?? 1
          try await Task.sleep(for: .seconds(pause))
          reply = try await work(number)
        }
        return reply.status
      }
    }
    return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
