import NIOCore
import NIOPosix

/// Bytes over TCP as they are, for requests that no client would send.
public struct RawConnection: Sendable {
  private typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>
  private let port: Int

  init(port: Int) { self.port = port }

  /// Sends the bytes and reads what comes until the service ends the connection.
  ///
  /// - Parameter pause: Between the pieces.
  public func exchange(_ pieces: String..., pause: Duration = .zero) async throws -> String {
    try await open().executeThenClose { inbound, outbound in
      for piece in pieces {
        try? await outbound.write(ByteBuffer(string: piece))
        try await Task.sleep(for: pause)
      }
      var answer = ""
      do {
        for try await buffer in inbound { answer += String(buffer: buffer) }
      } catch is IOError {}
      return answer
    }
  }

  /// Sends the bytes and reads what comes until the service ends the connection; acts once, when the words have come.
  public func watch(
    _ bytes: String, until words: String, then act: () async throws -> Void
  ) async throws -> String {
    try await open().executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: bytes))
      var (answer, acted) = ("", false)
      for try await buffer in inbound {
        answer += String(buffer: buffer)
        if !acted, answer.contains(words) {
          acted = true
          try await act()
        }
      }
      return answer
    }
  }

  /// Sends the bytes, is gone when the body ends, and waits for no answer.
  public func breakOff(_ bytes: String, after body: () async throws -> Void) async throws {
    // So little on its way that the service cannot have sent all before the end.
    try await open(receiving: 4096).executeThenClose { _, outbound in
      try await outbound.write(ByteBuffer(string: bytes))
      try await body()
    }
  }

  /// - Parameter receiving: Bytes that the system takes ahead of whoever reads; its own choice for nil.
  private func open(receiving: Int? = nil) async throws -> Channel {
    let plain = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    let bootstrap =
      receiving.map { plain.channelOption(.socketOption(.so_rcvbuf), value: $0) } ?? plain
    return try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
      channel.eventLoop.makeCompletedFuture { try Channel(wrappingChannelSynchronously: channel) }
    }
  }
}

extension TestCRM {
  /// A connection that says exactly what it is told.
  public var raw: RawConnection { RawConnection(port: port) }
}
