import NIOCore

/// What goes back to the client.
public struct Answer: Sendable {
  /// What follows the head.
  public enum Body: Sendable {
    case none
    case bytes(ByteBuffer)
    /// Asked for piece by piece as the client takes them, until it answers nil.
    case stream(@Sendable () async throws -> ByteBuffer?)
  }

  /// Of HTTP.
  public var status: Int
  /// In the order in which they are sent; a name may stand more than once.
  public var headers: [(name: String, value: String)]
  /// What follows the head.
  public var body: Body

  /// An answer without a body unless one is given.
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
