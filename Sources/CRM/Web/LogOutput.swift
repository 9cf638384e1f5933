import Glibc
import Synchronization

/// Where log lines go. A full disk or a reader that has gone costs lines, never the service: what is not taken is
/// dropped, counted, and told of before the next line that is taken.
public final class LogOutput: Sendable {
  /// The standard error of the process.
  public static let standardError = LogOutput(descriptor: STDERR_FILENO)

  /// What an append of whole lines leaves for the next one.
  private struct State {
    var dropped = 0
    /// The last line that was taken is cut off.
    var isCut = false
  }

  private let descriptor: Int32
  private let clock = LogClock()
  private let state = Mutex(State())

  /// - Parameter descriptor: An open file, which stays the caller's.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes whole lines, or drops them.
  public func write(_ lines: [UInt8]) {
    state.withLock { state in
      guard state.dropped == 0 || tell(&state) else {
        state.dropped += Self.count(lines)
        return
      }
      put(lines, &state)
    }
  }

  /// Says how many lines are missing; `false` when that line is not taken either.
  private func tell(_ state: inout State) -> Bool {
    let line = (state.isCut ? [0x0A] : []) + Self.gap(state.dropped, at: clock.now)
    guard put(line, &state, counting: false) else {
      return false
    }
    state = State()
    return true
  }

  /// The line that stands where others are missing.
  static func gap(_ dropped: Int, at instant: String) -> [UInt8] {
    let line: JSON = [
      "at": .string(instant), "level": "warning",
      "message": "Log lines were dropped, because they could not be written.",
      "dropped": .number(String(dropped)),
    ]
    return line.bytes + [0x0A]
  }

  @discardableResult
  private func put(_ lines: [UInt8], _ state: inout State, counting: Bool = true) -> Bool {
    let rest = lines.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let taken = Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if taken > 0 { rest = rest.dropFirst(taken) } else if errno != EINTR { break }
      }
      return rest.count
    }
    guard rest > 0 else { return true }
    if counting { state.dropped += Self.count(lines.suffix(rest)) }
    if rest < lines.count { state.isCut = lines[lines.count - rest - 1] != 0x0A }
    return false
  }

  private static func count(_ lines: some Sequence<UInt8>) -> Int {
    lines.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
  }
}
