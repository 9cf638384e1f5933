import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Keeps one connection in order: what is no HTTP gets a problem before the connection ends, and a
/// client that sends on when nobody reads any more is let go without losing its answer.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// How much of a body may come after its answer, in bytes.
  private static let surplus = 256 << 10
  /// How long the end of a connection waits for the client to have read its answer.
  private static let farewell = TimeAmount.seconds(2)

  private let refusal: @Sendable (Problem) -> (HTTPResponse, ByteBuffer)
  /// Requests whose answers are not through.
  private var pending = 0
  /// A request has begun and its end has not come.
  private var isReading = false
  /// The answer on its way is the last one.
  private var isLast = false
  /// Nothing is passed on any more.
  private var isLeaving = false
  private var late = 0
  private var fault: Problem?

  /// - Parameter refusal: Head and body of the answer to what is no HTTP.
  init(refusal: @escaping @Sendable (Problem) -> (HTTPResponse, ByteBuffer)) {
    self.refusal = refusal
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isLeaving else { return }
    switch unwrapInboundIn(data) {
    case .head:
      pending += 1
      isReading = true
      late = 0
    case .body(let bytes):
      if pending == 0 { late += bytes.readableBytes }
    case .end: isReading = false
    }
    context.fireChannelRead(data)
    if late > Self.surplus { leave(context) }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.fireChannelReadComplete()
    if isLeaving { context.read() }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !isLeaving else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    context.write(data, promise: promise)
    switch unwrapOutboundIn(data) {
    case .head(let head): if head.headerFields[.connection] == "close" { isLast = true }
    case .body: break
    case .end:
      pending -= 1
      if isLast {
        leave(context)
      } else if let fault, pending == 0 {
        refuse(context, fault)
      }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isLeaving else { return }
    guard let problem = Self.problem(error), !isReading else {
      context.fireErrorCaught(error)
      return
    }
    if pending == 0 { refuse(context, problem) } else { fault = problem }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if isLeaving, let event = event as? ChannelEvent, event == .inputClosed {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  /// What is told to a client that does not speak HTTP/1; nil for troubles of the network.
  static func problem(_ error: any Error) -> Problem? {
    switch error {
    case HTTPParserError.headerOverflow: .headersTooLarge
    case HTTPParserError.invalidVersion: .httpVersion
    case is HTTPParserError, is HTTP1TypeConversionError: .malformedHTTP
    default: nil
    }
  }

  private func refuse(_ context: ChannelHandlerContext, _ problem: Problem) {
    let (head, body) = refusal(problem)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(body)), promise: nil)
    context.write(wrapOutboundOut(.end(nil)), promise: nil)
    leave(context)
  }

  /// Ends our side, and theirs when they have ended it or some time has passed: closing at once
  /// with unread bytes would take the answer from the client (RFC 9112, 9.6).
  private func leave(_ context: ChannelHandlerContext) {
    isLeaving = true
    context.flush()
    context.close(mode: .output, promise: nil)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.farewell) { bound.value.close(promise: nil) }
    context.read()
  }
}

extension Problem {
  /// 400: the bytes are no HTTP/1.1 request.
  static var malformedHTTP: Problem {
    Problem(
      400, "malformed_http", Text("This is not HTTP", ru: "Это не HTTP"),
      detail: Text(
        "The request is not formed as RFC 9112 demands.",
        ru: "Запрос составлен не по RFC 9112."), headers: [("Connection", "close")])
  }

  /// 431: the headers, or one of them, are too large.
  static var headersTooLarge: Problem {
    Problem(
      431, "headers_too_large", Text("The headers are too large", ru: "Заголовки слишком велики"),
      detail: Text(
        "At most \(HeadLimits.field) bytes in a header or address, \(HeadLimits.fields) in all.",
        ru: "Не более \(HeadLimits.field) байт в заголовке или адресе и \(HeadLimits.fields) всего."
      ),
      headers: [("Connection", "close")])
  }

  /// 505: a version other than HTTP/1.
  static var httpVersion: Problem {
    Problem(
      505, "http_version", Text("Another HTTP version", ru: "Другая версия HTTP"),
      detail: Text("Here is HTTP/1.1.", ru: "Здесь HTTP/1.1."), headers: [("Connection", "close")])
  }
}

/// Bounds of a request's head.
enum HeadLimits {
  /// The largest header or address, in bytes.
  static let field = 16 << 10
  /// All headers together, in bytes.
  static let fields = 64 << 10
  /// How many headers.
  static let count = 128
}
