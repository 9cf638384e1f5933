import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The HTTP/1.1 server: one responder, bounded connections, and an end that drains.
struct Server: Sendable {
  /// Where it listens and what it allows.
  struct Settings: Sendable {
    var host: String
    var port: Int
    /// Open connections; more wait to be accepted.
    var connections: Int
    /// How long a connection may stay without a request, or a request without its next bytes.
    var idle: Duration
    /// How long the service still accepts after it has said that it is not ready.
    var notice: Duration
    /// How long open requests are awaited.
    var shutdown: Duration
  }

  let responder: Responder
  let settings: Settings
  let logger: Logger
  /// Is called once with the port.
  let ready: @Sendable (Int) -> Void

  /// Serves until the graceful shutdown or the end of the task: first it is no longer ready, then it accepts
  /// nothing new, then it waits for what is open, at last it cancels it.
  ///
  /// - Throws: when it cannot listen.
  func run() async throws {
    var lifecycle = ServiceGroupConfiguration(services: [try server()], logger: logger)
    lifecycle.maximumGracefulShutdownDuration = settings.shutdown
    let group = ServiceGroup(configuration: lifecycle)
    // Detached, so that the shutdown of who runs us reaches the server only when we say so.
    let running = Task.detached { try await group.run() }
    let (drain, notice) = (responder.drain, settings.notice)
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await running.value
      } onGracefulShutdown: {
        drain.begin()
        Task {
          try? await Task.sleep(for: notice)
          await group.triggerGracefulShutdown()
        }
      }
    } onCancel: {
      running.cancel()
    }
    responder.log?.flush()
  }

  private func server() throws -> any Service {
    let (responder, ready, logger) = (responder, ready, logger)
    return try builder.buildServer(
      configuration: ServerConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(connections, logger: logger)),
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
      responder: { request, writer, channel in
        try await responder.respond(request, writer, channel)
      },
      onServerRunning: { channel in
        guard let port = channel.localAddress?.port else {
          return logger.critical("The server does not know the port that it listens on.")
        }
        ready(port)
      })
  }

  private var builder: HTTPServerBuilder {
    let writing = responder.writing
    let refusal: @Sendable (Problem) -> (HTTPResponse, ByteBuffer) = { problem in
      let id = RequestName.choose(nil)
      let answer = Answer(problem, .en, requestID: id)
      guard case .bytes(let body) = answer.body else { return (HTTPResponse(status: .ok), .init()) }
      return (writing.head(answer, requestID: id, origin: nil, close: true), body)
    }
    return .http1(
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [ConnectionGuard(refusal: refusal)],
        idleTimeout: TimeAmount(settings.idle),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: HeadLimits.field, maxHeaderListSize: HeadLimits.fields,
          maxHeaderFieldCount: HeadLimits.count)))
  }

  /// As many as are wished, but never so many that the process runs out of descriptors.
  private var connections: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return settings.connections
    }
    let reserve = 128
    return max(16, min(settings.connections, Int(clamping: limit.rlim_cur) - reserve))
  }
}
