import Dispatch
import Foundation
import Synchronization

/// One JSON line per request on standard error: names and times, never data of people (see the runbook).
///
/// Lines are gathered and written by a queue of its own, so that no request waits for the disk.
final class RequestLog: Sendable {
  /// What is told of one request.
  struct Line: Sendable {
    let requestID: String
    /// From `traceparent`.
    let trace: String?
    /// The account's id; nil when it is not known.
    let account: Int?
    /// The operation's id; nil where no route matched.
    let route: String?
    let status: Int
    let duration: Duration
    /// The client went away, or the answer broke off.
    let isCut: Bool
  }

  /// What waits to be written.
  private struct Gathered {
    var lines: [UInt8] = []
    /// Lines that had no room.
    var dropped = 0
  }

  /// More bytes than these are not kept for a disk that does not keep up.
  static let room = 8 << 20

  private let gathered = Mutex(Gathered())
  private let queue = DispatchQueue(label: "request log")
  private let write: @Sendable ([UInt8]) -> Void
  private let clock = LogClock()

  /// - Parameter write: Takes whole lines, on the log's own queue.
  init(write: @escaping @Sendable ([UInt8]) -> Void = LogOutput.standardError.write) {
    self.write = write
  }

  func append(_ line: Line) {
    let text = Self.text(line, at: clock.now)
    let isFirst = gathered.withLock { gathered in
      guard gathered.lines.count + text.utf8.count <= Self.room else {
        gathered.dropped += 1
        return false
      }
      let isFirst = gathered.lines.isEmpty
      gathered.lines.append(contentsOf: text.utf8)
      return isFirst
    }
    if isFirst { queue.asyncAfter(deadline: .now() + .milliseconds(20)) { self.drain() } }
  }

  /// Writes what has been gathered, and waits for it.
  func flush() { queue.sync { drain() } }

  private func drain() {
    let (lines, dropped) = gathered.withLock { gathered in
      defer {
        gathered.lines.removeAll(keepingCapacity: gathered.lines.count < 1 << 20)
        gathered.dropped = 0
      }
      return (gathered.lines, gathered.dropped)
    }
    if !lines.isEmpty { write(lines) }
    if dropped > 0 { write(LogOutput.gap(dropped, at: clock.now)) }
  }

  /// The members need no escaping: ids are plain, and routes are our own.
  private static func text(_ line: Line, at: String) -> String {
    let micros =
      line.duration.components.seconds * 1_000_000
      + line.duration.components.attoseconds / 1_000_000_000_000
    var text = "{\"at\":\"\(at)\",\"message\":\"request\",\"request_id\":\"\(line.requestID)\""
    if let trace = line.trace { text += ",\"trace_id\":\"\(trace)\"" }
    if let account = line.account { text += ",\"account_id\":\(account)" }
    if let route = line.route { text += ",\"route\":\"\(route)\"" }
    if line.isCut { text += ",\"cut\":true" }
    return text + ",\"status\":\(line.status),\"duration_ms\":\(Double(micros) / 1000)}\n"
  }
}

/// The instant of log lines in UTC, to the millisecond; the text of a second is made once.
final class LogClock: Sendable {
  private let last = Mutex((second: -1, text: ""))

  var now: String {
    var moment = timespec()
    clock_gettime(CLOCK_REALTIME, &moment)
    let second = moment.tv_sec
    let milliseconds = moment.tv_nsec / 1_000_000
    let text = last.withLock { last in
      if last.second != second {
        let date = Date(timeIntervalSince1970: Double(second))
        last = (second, String(date.formatted(.iso8601).dropLast()))
      }
      return last.text
    }
    return "\(text).\(milliseconds < 10 ? "00" : milliseconds < 100 ? "0" : "")\(milliseconds)Z"
  }
}
