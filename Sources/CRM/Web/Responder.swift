import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// From request to response: finds the operation, runs it, turns every error into a problem, logs one line.
struct Responder: Sendable {
  let routes: CurrentRoutes
  let writing: ResponseWriting
  let origins: Set<String>
  /// Addresses of proxies whose `X-Forwarded-For` is believed.
  let proxies: Set<String>
  let drain: Drain
  /// Nil when requests are not logged.
  let log: RequestLog?
  /// Nil when requests are not counted.
  let metrics: RequestMetrics?
  /// The account behind a token's hash, where it is known without asking.
  let account: @Sendable (String) -> Int?
  /// Judges who asks, before his body is read and before he is told what is wrong with his request.
  let admission: Admission
  let deadlines: BodyDeadlines
  let logger: Logger
  /// Whether the service works on a connection that takes no changes.
  let isReadOnly: Bool

  /// What became of a request.
  private struct Outcome {
    var route: Route?
    var tokenHash: String?
    var answer: Answer
  }

  /// - Throws: when the connection is of no more use; then the server closes it.
  @concurrent func respond(
    _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
  ) async throws {
    let started = ContinuousClock.now
    let reading = RequestReading(
      request: request,
      requestID: RequestName.choose(HTTPField.Name.requestID.flatMap { request.headers[$0] }),
      language: Language(accept: request.headers[.acceptLanguage]),
      address: ClientAddress.find(channel, request.headers, proxies: proxies), origins: origins,
      deadlines: deadlines, isAbandoned: { !channel.isActive })
    let outcome = await outcome(reading, writer)
    var isCut = false
    defer { append(reading, outcome, started, isCut: isCut) }
    do {
      try await send(outcome.answer, reading, writer)
    } catch {
      isCut = true
      throw error
    }
  }

  @concurrent private func outcome(
    _ reading: RequestReading, _ writer: borrowing ResponseWriter
  ) async -> Outcome {
    var outcome = Outcome(answer: Answer(500))
    var entrant: Admission.Entrant?
    do {
      if reading.request.method == .options {
        outcome.answer = try options(reading)
        return outcome
      }
      let (route, path) = try find(reading)
      outcome.route = route
      outcome.tokenHash = try reading.authenticate(route)
      entrant = Admission.Entrant(outcome.tokenHash, route.operation, reading.requestID)
      if let entrant, reading.bringsBody(route) { try await admission.admit(entrant) }
      try reading.check(route)
      if reading.expectsContinue {
        try await writer.writeInformationalHead(HTTPResponse(status: .continue))
      }
      let call = try await reading.call(
        for: route.operation, path: path, tokenHash: outcome.tokenHash)
      outcome.answer = try await route.operation.answer(call)
    } catch {
      let problem = await problem(error, entrant, reading)
      outcome.answer = Answer(problem, reading.language, requestID: reading.requestID)
    }
    return outcome
  }

  /// The problem to tell; nobody whose session has ended learns what is wrong with his request.
  private func problem(
    _ error: any Error, _ entrant: Admission.Entrant?, _ reading: RequestReading
  ) async -> Problem {
    let trouble = Trouble(logger: logger, isReadOnly: isReadOnly)
    let problem = trouble.problem(error, requestID: reading.requestID)
    guard let entrant, problem.isAboutRequest else { return problem }
    do {
      try await admission.confirm(entrant)
      return problem
    } catch { return trouble.problem(error, requestID: reading.requestID) }
  }

  private func find(_ reading: RequestReading) throws -> (Route, [String: String]) {
    let sent = reading.request.method
    let method = sent == .head ? .get : Call.Method(rawValue: sent.rawValue)
    switch routes.value.match(method, try reading.segments()) {
    case .route(let route, let path): return (route, path)
    case .methods(let methods): throw Problem.methodNotAllowed(methods)
    case .none: throw missing
    }
  }

  private var missing: Problem { routes.value.isComplete ? .noRoute : .notReady }

  private func options(_ reading: RequestReading) throws -> Answer {
    guard case .methods(let methods) = routes.value.match(nil, try reading.segments()) else {
      throw missing
    }
    let list = Problem.list(methods)
    let preflight =
      reading.request.headers[.accessControlRequestMethod] == nil
      ? [] : CrossOrigin.preflight(list)
    return Answer(204, headers: [("Allow", list)] + preflight)
  }

  @concurrent private func send(
    _ answer: Answer, _ reading: RequestReading, _ writer: consuming ResponseWriter
  ) async throws {
    let head = writing.head(
      answer, requestID: reading.requestID, origin: reading.request.headers[.origin],
      close: drain.hasBegun)
    let isHead = reading.request.method == .head
    switch answer.body {
    case .bytes(let bytes) where !isHead:
      try await writer.write(response: head, body: ResponseBody(byteBuffer: bytes))
    case .stream(let next) where !isHead:
      try await stream(head, next, reading.requestID, writer)
    default: try await writer.write(response: head, body: ResponseBody())
    }
  }

  /// Asks for a piece when the client has taken the one before; breaks the connection off when none can be had,
  /// since the status has gone out already.
  @concurrent private func stream(
    _ head: HTTPResponse, _ next: @Sendable () async throws -> ByteBuffer?, _ requestID: String,
    _ writer: consuming ResponseWriter
  ) async throws {
    var body = try await writer.writeHead(head)
    while let piece = try await piece(next, requestID) { try await body.write(piece) }
    try await body.finish(nil)
  }

  private func piece(
    _ next: () async throws -> ByteBuffer?, _ requestID: String
  ) async throws -> ByteBuffer? {
    do {
      return try await next()
    } catch {
      logger.error(
        "An answer broke off", metadata: ["request_id": "\(requestID)", "error": "\(error)"])
      throw error
    }
  }

  private func append(
    _ reading: RequestReading, _ outcome: Outcome, _ started: ContinuousClock.Instant, isCut: Bool
  ) {
    let duration = started.duration(to: .now)
    metrics?.observe(
      method: reading.request.method.rawValue, route: outcome.route?.template,
      status: outcome.answer.status, duration: duration)
    log?.append(
      RequestLog.Line(
        requestID: reading.requestID,
        trace: HTTPField.Name.traceparent.flatMap {
          RequestName.trace(reading.request.headers[$0])
        }, account: outcome.tokenHash.flatMap(account), route: outcome.route?.operation.id,
        status: outcome.answer.status, duration: duration, isCut: isCut))
  }
}

extension HTTPField.Name {
  static let traceparent = Self(parsed: "traceparent")
}
