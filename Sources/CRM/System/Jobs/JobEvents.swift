import NIOCore
import Postgres

/// One reader of a job's progress: an event with the whole job whenever its version changes (WHATWG HTML, 9.2).
actor JobEvents {
  private let door: any Door
  private let call: Call
  private let record: RecordStatement
  private let isEnding: @Sendable () -> Bool
  private var ready: ByteBuffer?
  private var etag: String?
  private var hasEnded = false
  private var silence = Duration.zero

  /// How often the job is looked at.
  private static let pause = Duration.milliseconds(300)
  /// A comment is sent after so long, so that nobody in between takes the connection for dead.
  private static let patience = Duration.seconds(15)

  /// - Parameter isEnding: Whether the service ends; the client comes back by itself and finds another.
  init(
    door: any Door, call: Call, record: RecordStatement, isEnding: @escaping @Sendable () -> Bool
  ) {
    self.door = door
    self.call = call
    self.record = record
    self.isEnding = isEnding
  }

  /// Makes the first event ready, while there can still be another status than 200.
  ///
  /// - Throws: a 404 where there is no such job.
  func begin() async throws {
    ready = try await event()
  }

  /// The next event; nil when the job has ended.
  func next() async throws -> ByteBuffer? {
    if let first = ready {
      ready = nil
      return first
    }
    while !hasEnded, !isEnding() {
      try await Task.sleep(for: Self.pause)
      if let event = try await event() { return event }
      silence += Self.pause
      if silence >= Self.patience {
        silence = .zero
        return ByteBuffer(string: ": waiting\n\n")
      }
    }
    return nil
  }

  /// Nil when nothing has changed.
  private func event() async throws -> ByteBuffer? {
    let statements = record.statements
    let passage = try await door.pass(call, lane: .fast, deadline: nil) { _ in statements }
    if let error = passage.error { throw error }
    guard let (body, tag) = record.read(passage.results) else { throw Problem.notFound }
    guard tag != etag else { return nil }
    etag = tag
    silence = .zero
    let json = try JSONParser.parse(body.readableBytesView)
    hasEnded = json["ended_at"].map { $0 != .null } ?? false
    var out = ByteBuffer(string: "id: \(tag.filter(\.isNumber))\nevent: job\ndata: ")
    out.writeImmutableBuffer(body)
    out.writeStaticString("\n\n")
    return out
  }
}
