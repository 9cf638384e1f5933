import Foundation

/// What a person who waits is told, line by line on standard output.
enum Progress {
  /// Prints the line at once, also into a pipe.
  static func say(_ line: String) {
    // Who reads no more, or has no room, is not told; the work goes on.
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }

  /// A number with its noun: `1 fault`, `2 faults`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Does the work and says how long it took when it took longer than two seconds.
  static func step<Answer>(
    _ name: String, _ work: () async throws -> Answer
  ) async throws -> Answer {
    let start = ContinuousClock.now
    let slow = Task {
      try await Task.sleep(for: .seconds(2))
      say("\(name) …")
    }
    defer { slow.cancel() }
    let answer = try await work()
    let spent = start.duration(to: .now)
    if spent > .seconds(2) { say("\(name): \(spent.components.seconds) s") }
    return answer
  }
}
