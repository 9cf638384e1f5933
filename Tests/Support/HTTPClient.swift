import CRM
import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP/1.1 client: a connection per request, nothing kept, nothing followed; on a busy machine it waits.
struct HTTPClient: Sendable {
  let port: Int

  private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  /// The connection ended before the answer did.
  struct Cut: Error {}

  func send(
    _ method: String, _ target: String, headers: [(String, String)], body: [UInt8]?
  ) async throws -> Reply {
    let connection = try await connect()
    var fields = HTTPHeaders([("Host", "127.0.0.1:\(port)"), ("Connection", "close")] + headers)
    if let body { fields.replaceOrAdd(name: "Content-Length", value: String(body.count)) }
    let head = HTTPRequestHead(
      version: .http1_1, method: HTTPMethod(rawValue: method), uri: target, headers: fields)
    return try await connection.executeThenClose { inbound, outbound in
      // An answer may come, and the connection end, before the body is through.
      try? await outbound.write(.head(head))
      if let body { try? await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
      try? await outbound.write(.end(nil))
      return try await Self.read(inbound)
    }
  }

  private func connect() async throws -> Connection {
    try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(120))
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
  }

  private static func read(
    _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>
  ) async throws -> Reply {
    var head: HTTPResponseHead?
    var body: [UInt8] = []
    for try await part in inbound {
      switch part {
      case .head(let received): head = received
      case .body(let buffer): body += buffer.readableBytesView
      case .end:
        guard let head else { throw Cut() }
        return Reply(
          status: Int(head.status.code),
          headers: head.headers.map { ($0.name.lowercased(), $0.value) }, body: body)
      }
    }
    throw Cut()
  }
}
