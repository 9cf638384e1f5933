import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What the server knows of a connection beside the request.
struct Connection: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The client's address as text.
  let address: String

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? ""
  }
}

/// From request to response: finds the operation, runs it, turns every error into a problem, logs one line.
struct Responder: HTTPResponder {
  typealias Context = Connection

  let routes: RouteTable
  let origins: [String]
  let logger: Logger

  func respond(to request: Request, context: Connection) async throws -> Response {
    let started = ContinuousClock.now
    let id = RequestName.choose(HTTPField.Name.requestID.flatMap { request.headers[$0] })
    let reading = RequestReading(
      request: request, requestID: id,
      language: Language(accept: request.headers[.acceptLanguage]), address: context.address,
      origins: origins)
    let (answer, route) = await answer(reading)
    log(request, id: id, route: route, status: answer.status, started)
    return Response(answer, requestID: id, head: request.method == .head)
  }

  private func answer(_ reading: RequestReading) async -> (Answer, route: String) {
    var route = "none"
    do {
      let (operation, path) = try find(reading)
      route = operation.id
      let call = try await reading.call(for: operation, path: path)
      return (try await operation.answer(call), route)
    } catch {
      let problem = Trouble(logger: logger).problem(error, requestID: reading.requestID)
      return (Answer(problem, reading.language, requestID: reading.requestID), route)
    }
  }

  private func find(_ reading: RequestReading) throws -> (Operation, [String: String]) {
    let sent = reading.request.method
    let method = sent == .head ? .get : Call.Method(rawValue: sent.rawValue)
    switch routes.match(method, try reading.segments()) {
    case .operation(let operation, let path): return (operation, path)
    case .methods(let methods): throw Problem.methodNotAllowed(methods)
    case .none: throw Problem.noRoute
    }
  }

  private func log(
    _ request: Request, id: String, route: String, status: Int, _ started: ContinuousClock.Instant
  ) {
    guard logger.logLevel <= .info else { return }
    let spent = started.duration(to: .now)
    let milliseconds = Double(spent.components.attoseconds / 1_000_000_000_000) / 1000
    logger.info(
      "request",
      metadata: [
        "request_id": "\(id)", "route": "\(route)", "status": "\(status)",
        "duration_ms": "\(Double(spent.components.seconds) * 1000 + milliseconds)",
      ])
  }
}

extension Answer {
  /// A problem as its answer (RFC 9457).
  init(_ problem: Problem, _ language: Language, requestID: String) {
    let body = problem.body(language, requestID: requestID)
    self.init(
      problem.status,
      headers: [
        ("Content-Type", "application/problem+json"), ("Content-Language", language.rawValue),
      ] + problem.headers, body: .bytes(ByteBuffer(bytes: body.bytes)))
  }
}

extension Problem {
  /// 404: no operation has this path.
  static var noRoute: Problem {
    Problem(
      404, "no_route", Text("No such address", ru: "Нет такого адреса"),
      detail: Text(
        "Nothing is served here; GET /api/v1/openapi.json lists all there is.",
        ru: "Здесь ничего нет; всё, что есть, перечисляет GET /api/v1/openapi.json."))
  }

  /// 405: the path exists with other methods.
  static func methodNotAllowed(_ methods: [Call.Method]) -> Problem {
    let allowed = methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : [])
    let list = allowed.joined(separator: ", ")
    return Problem(
      405, "method_not_allowed", Text("Not with this method", ru: "Метод не поддерживается"),
      detail: Text("Here there are: \(list).", ru: "Здесь есть: \(list)."),
      headers: [("Allow", list)])
  }
}
