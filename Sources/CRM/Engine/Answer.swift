import NIOCore

/// What goes back to the client.
public struct Answer: Sendable {
  public enum Body: Sendable {
    case none
    case bytes(ByteBuffer)
    /// Asked for piece by piece as the client takes them, until it answers nil.
    case stream(@Sendable () async throws -> ByteBuffer?)
  }

  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: Body

  public init(_ status: Int, headers: [(name: String, value: String)] = [], body: Body = .none) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A JSON body.
  public static func json(
    _ status: Int = 200, _ value: JSON, headers: [(name: String, value: String)] = []
  ) -> Answer {
    Answer(
      status, headers: [("Content-Type", "application/json")] + headers,
      body: .bytes(ByteBuffer(bytes: value.bytes)))
  }
}
