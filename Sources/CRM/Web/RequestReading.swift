import HTTPTypes
import Hummingbird
import NIOCore

/// Turns what came over HTTP into what the engine understands.
struct RequestReading: Sendable {
  let request: Request
  let requestID: String
  let language: Language
  /// The client's address as text.
  let address: String
  /// Origins that a browser may call from, besides our own.
  let origins: Set<String>
  let deadlines: BodyDeadlines
  /// Whether the connection has been closed.
  let isAbandoned: @Sendable () -> Bool

  /// The path's segments, decoded; an empty one stays, so that `//` is not `/`.
  ///
  /// - Throws: a 400 when the path is not properly encoded.
  func segments() throws -> [String] {
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    let parts = path.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return try parts.map {
      guard let segment = Percent.decode($0, plus: false) else { throw Self.encoding("path") }
      return segment
    }
  }

  /// Path and query, also of a target in absolute form (RFC 9112, 3.2.2).
  private var target: Substring {
    let whole = (request.head.path ?? "/")[...]
    guard !whole.hasPrefix("/"), let scheme = whole.firstRange(of: "://") else { return whole }
    return whole[scheme.upperBound...].drop { $0 != "/" }
  }

  private static func encoding(_ place: String) -> Problem {
    .malformed(
      "malformed_url",
      Text(
        "The \(place) is not properly percent-encoded UTF-8, or holds a NUL.",
        ru: "Адрес закодирован неверно (\(place)): нужен percent-encoding в UTF-8 без NUL."))
  }

  private func query() throws -> [(name: String, value: String)] {
    let target = target.utf8
    guard let mark = target.firstIndex(of: UInt8(ascii: "?")) else { return [] }
    let text = target[target.index(after: mark)...].prefix { $0 != UInt8(ascii: "#") }
    guard text.count <= 8192 else {
      throw Problem.malformed(
        "query_too_long",
        Text("The query is longer than 8 KB.", ru: "Запрос в адресе длиннее 8 КБ."))
    }
    return try text.split(separator: UInt8(ascii: "&")).map { pair in
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let name = Percent.decode(pair[..<equals], plus: true),
        let value = Percent.decode(pair[equals...].dropFirst(), plus: true)
      else { throw Self.encoding("query") }
      return (name, value)
    }
  }

  /// Tells whose token came.
  ///
  /// - Returns: the token's hash; nil when none came and none is needed.
  /// - Throws: a 401 or 403 problem.
  func authenticate(_ route: Route) throws -> String? {
    let hash = try tokenHash()
    if route.operation.access != .open, hash == nil { throw Problem.unauthenticated }
    return hash
  }

  /// Whether there is, or should be, a body to read.
  func bringsBody(_ route: Route) -> Bool {
    hasBody || !route.operation.request.isEmpty
  }

  /// Whether the head announces a body.
  var hasBody: Bool {
    request.headers[.transferEncoding] != nil
      || request.headers[.contentLength].map { $0 != "0" } ?? false
  }

  /// Judges the rest of what can be judged before the body is read.
  ///
  /// - Throws: a 400, 406, 413 or 415 problem.
  func check(_ route: Route) throws {
    if route.operation.method == .post, !route.takesKey,
      HTTPField.Name.idempotencyKey.flatMap({ request.headers[$0] }) != nil
    {
      throw Problem.idempotencyNotSupported
    }
    try Negotiation.check(accept: request.headers[.accept], route)
    try Negotiation.check(body: request.headers, route.operation)
    let limit = route.operation.maximumBody
    let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    if !route.operation.streams, declared > limit { throw Problem.tooLarge(limit) }
  }

  /// Whether the client waits for a word before it sends the body (RFC 9110, 10.1.1).
  var expectsContinue: Bool {
    HTTPField.Name.expect.flatMap { request.headers[$0] }?.lowercased() == "100-continue"
  }

  /// - Throws: a 400, 408 or 413 problem.
  func call(
    for operation: Operation, path: [String: String], tokenHash: String?
  ) async throws -> Call {
    let query = try query()
    let body = operation.streams ? ByteBuffer() : try await body(operation)
    let receive: @Sendable () async throws -> Spool = { try await file(operation) }
    return Call(
      method: operation.method, path: path, query: query, headers: headers, body: body,
      receive: operation.streams ? receive : nil, tokenHash: tokenHash,
      requestID: requestID, language: language, address: address, page: page,
      isFromOutside: true, isHead: request.method == .head, isAbandoned: isAbandoned)
  }

  private var headers: [String: String] {
    var all: [String: String] = [:]
    all.reserveCapacity(request.headers.count)
    for field in request.headers {
      let name = field.name.canonicalName
      all[name] = all[name].map { "\($0), \(field.value)" } ?? field.value
    }
    return all
  }
}

extension HTTPField.Name {
  static let expect = Self(parsed: "expect")
  static let idempotencyKey = Self(Operation.Parameter.idempotencyKey.name)
}
