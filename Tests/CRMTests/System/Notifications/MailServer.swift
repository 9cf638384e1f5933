import NIOCore
import NIOPosix
import Synchronization

/// A mail server that keeps what it is given (RFC 5321), for tests of what is sent.
final class MailServer: Sendable {
  private struct State {
    var letters: [Letter] = []
    var refusals: [String]
  }

  /// What came in one transaction of SMTP.
  struct Letter: Sendable {
    var sender = ""
    var recipient = ""
    var text = ""

    /// The value of a field of its header.
    func field(_ name: String) -> String? {
      text.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
        .map { String($0.dropFirst(name.count + 2)) }
    }
  }

  private let state: Mutex<State>

  /// - Parameter refusals: Replies to the ends of the first letters, such as `451 later`.
  init(refusing refusals: [String]) { state = Mutex(State(refusals: refusals)) }

  /// Every letter that came whole, those that were refused too.
  var letters: [Letter] { state.withLock { $0.letters } }

  private func keep(_ letter: Letter) -> String {
    state.withLock { state in
      state.letters.append(letter)
      return state.refusals.isEmpty ? "250 taken" : state.refusals.removeFirst()
    }
  }

  /// Listens on a free port of 127.0.0.1 while the body runs.
  static func run<Value: Sendable>(
    refusing refusals: [String] = [], _ body: (MailServer, Int) async throws -> Value
  ) async throws -> Value {
    let server = MailServer(refusing: refusals)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Dialogue(server: server))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    do {
      let value = try await body(server, channel.localAddress?.port ?? 0)
      try await channel.close()
      return value
    } catch {
      try? await channel.close()
      throw error
    }
  }

  /// One connection.
  private final class Dialogue: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: MailServer
    private var rest = ""
    private var letter = Letter()
    private var isText = false

    init(server: MailServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) { say("220 test", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      rest += String(buffer: unwrapInboundIn(data))
      while let end = rest.firstRange(of: "\r\n") {
        let line = String(rest[..<end.lowerBound])
        rest = String(rest[end.upperBound...])
        if let reply = reply(line) { say(reply, context) }
      }
    }

    private func reply(_ line: String) -> String? {
      if isText {
        guard line == "." else {
          letter.text += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
          return nil
        }
        isText = false
        defer { letter = Letter() }
        return server.keep(letter)
      }
      let word = line.prefix { $0 != " " && $0 != ":" }.uppercased()
      switch word {
      case "MAIL": letter.sender = String(line.dropFirst(10))
      case "RCPT": letter.recipient = String(line.dropFirst(8))
      case "DATA":
        isText = true
        return "354 go on"
      case "QUIT": return "221 bye"
      default: break
      }
      return "250 fine"
    }

    private func say(_ line: String, _ context: ChannelHandlerContext) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: line + "\r\n")), promise: nil)
    }
  }
}
