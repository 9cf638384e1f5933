import Hummingbird
import NIOCore

/// How long a client may take to send a body.
struct BodyDeadlines: Sendable {
  /// For a body that is kept in memory, from its first byte to its last.
  var body: Duration
  /// For a file, from its first byte to its last.
  var file: Duration
  /// Between two pieces of a file.
  var pause: Duration
}

extension RequestReading {
  /// The body of an operation that takes it whole.
  ///
  /// - Throws: a 408 or 413 problem.
  func body(_ operation: Operation) async throws -> ByteBuffer {
    guard hasBody else { return ByteBuffer() }
    let (body, limit) = (request.body, operation.maximumBody)
    return try await Self.within(deadlines.body) {
      do {
        return try await body.collect(upTo: limit)
      } catch is NIOTooManyBytesError {
        throw Self.tooLarge(limit)
      }
    }
  }

  /// Gives up when the time is over; what came until then is thrown away.
  static func within<Value: Sendable>(
    _ time: Duration, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(for: time)
        return nil
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() ?? nil else { throw Problem.bodyTooSlow(time) }
      return value
    }
  }

  /// 413: the body has more bytes than the operation takes.
  static func tooLarge(_ limit: Int) -> Problem {
    Problem(
      413, "body_too_large", Text("The body is too large", ru: "Тело запроса слишком велико"),
      detail: Text("At most \(limit) bytes are taken.", ru: "Принимается не более \(limit) байт."),
      headers: [("Connection", "close")])
  }
}

extension Problem {
  /// 408: the client has not sent its body in time (RFC 9110, 15.5.9).
  static func bodyTooSlow(_ time: Duration) -> Problem {
    let seconds = time.components.seconds
    return Problem(
      408, "body_too_slow", Text("The body came too slowly", ru: "Тело запроса шло слишком долго"),
      detail: Text(
        "It was awaited for \(seconds) s; nothing was done.",
        ru: "Его ждали \(seconds) с; ничего не сделано."), headers: [("Connection", "close")])
  }
}
