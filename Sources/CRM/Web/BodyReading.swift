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
        throw Problem.tooLarge(limit)
      }
    }
  }

  /// The body of an operation that takes a file, received whole.
  ///
  /// - Throws: a 400, 408 or 413 problem.
  func file(_ operation: Operation) async throws -> Spool {
    let (deadlines, announced) = (deadlines, request.headers[.contentLength].flatMap { Int($0) })
    if let announced, announced > operation.maximumBody {
      throw Problem.tooLarge(operation.maximumBody)
    }
    let spool = try Spool()
    let last = Box<ContinuousClock.Instant>()
    last.value = .now
    let size = try await withThrowingTaskGroup(of: Int?.self) { group in
      group.addTask { try await fill(spool, limit: operation.maximumBody, last) }
      group.addTask {
        try await Self.watch(last, deadlines)
        return nil
      }
      defer { group.cancelAll() }
      guard let size = try await group.next() ?? nil else {
        throw Problem.bodyTooSlow(deadlines.pause)
      }
      return size
    }
    // Whose connection breaks off has not sent a shorter file.
    if let announced, size < announced { throw Problem.bodyCut }
    return spool
  }

  /// - Returns: how many bytes came.
  private func fill(
    _ spool: Spool, limit: Int, _ last: Box<ContinuousClock.Instant>
  ) async throws -> Int {
    var size = 0
    for try await piece in request.body {
      guard size + piece.readableBytes <= limit else { throw Problem.tooLarge(limit) }
      try await spool.write(piece, at: size)
      size += piece.readableBytes
      last.value = .now
    }
    return size
  }

  /// Returns when the file has stood still, or been on its way, for too long.
  private static func watch(
    _ last: Box<ContinuousClock.Instant>, _ deadlines: BodyDeadlines
  ) async throws {
    let end = ContinuousClock.now + deadlines.file
    while true {
      let next = min(end, (last.value ?? end) + deadlines.pause)
      guard next > .now else { return }
      try await Task.sleep(until: next, clock: .continuous)
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
}

extension Problem {
  /// 400: the connection ended before the body did.
  static var bodyCut: Problem {
    malformed(
      "body_cut",
      Text("The body is shorter than announced.", ru: "Тело запроса короче, чем объявлено."))
  }

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
