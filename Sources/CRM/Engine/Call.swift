import NIOCore

/// A request as the engine sees it: what was asked, by whom, free of the transport.
public struct Call: Sendable {
  /// What is to be done with the path.
  public let method: Method
  /// The values of the path's placeholders, decoded.
  public let path: [String: String]
  /// The query, decoded, in its order.
  public let query: [(name: String, value: String)]
  /// Header names are lower case.
  public let headers: [String: String]
  /// The body whole; empty where ``receive`` brings it.
  public let body: ByteBuffer
  /// Receives the body whole, for operations that take more than fits into memory; else nil. To be called once.
  public let receive: (@Sendable () async throws -> Spool)?
  /// SHA-256 of the bearer token in lower-case hexadecimal; nil when none was sent.
  public let tokenHash: String?
  /// The name of this request in its answer, its log line and its changes.
  public let requestID: String
  /// The language of sentences in the answer.
  public let language: Language
  /// The client's address as text, for limits and the log of sign-ins.
  public let address: String
  /// Whether a page in a browser asks, and whose.
  public let page: Page
  /// Whether it came over HTTP, with a token that anybody may have sent; what the service asks itself did not.
  public let isFromOutside: Bool
  /// Whether only the head of the answer is wanted.
  public let isHead: Bool
  /// Whether who asked has gone, so that nobody waits for the answer any more.
  public let isAbandoned: @Sendable () -> Bool

  /// Where a browser says that a request comes from.
  public enum Page: Sendable {
    /// It is no browser, or one that does not tell.
    case none
    /// A page of this service or of an origin that the configuration allows.
    case own
    case foreign
  }

  /// The methods of HTTP that the API uses.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// A request; what is left out was not sent.
  public init(
    method: Method, path: [String: String] = [:], query: [(name: String, value: String)] = [],
    headers: [String: String] = [:], body: ByteBuffer = ByteBuffer(),
    receive: (@Sendable () async throws -> Spool)? = nil, tokenHash: String? = nil,
    requestID: String, language: Language = .en, address: String = "", page: Page = .none,
    isFromOutside: Bool = false, isHead: Bool = false,
    isAbandoned: @escaping @Sendable () -> Bool = { false }
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.receive = receive
    self.tokenHash = tokenHash
    self.requestID = requestID
    self.language = language
    self.address = address
    self.page = page
    self.isFromOutside = isFromOutside
    self.isHead = isHead
    self.isAbandoned = isAbandoned
  }

  /// The same with another query.
  func asking(_ query: [(name: String, value: String)]) -> Call {
    Call(
      method: method, path: path, query: query, headers: headers, body: body, receive: receive,
      tokenHash: tokenHash, requestID: requestID, language: language, address: address, page: page,
      isFromOutside: isFromOutside, isHead: isHead, isAbandoned: isAbandoned)
  }

  /// The record's id in the path.
  ///
  /// - Throws: ``Problem/notFound`` when it is no positive 64-bit integer, since no such record can exist.
  public func id(_ name: String = "id") throws -> Int {
    guard let id = path[name].flatMap({ Int($0) }), id > 0, path[name] == String(id) else {
      throw Problem.notFound
    }
    return id
  }

  /// The body as JSON.
  ///
  /// - Throws: a 400 that says at which byte the text stops being JSON.
  public func json() throws -> JSON {
    do {
      return try JSONParser.parse(body.readableBytesView)
    } catch let failure as JSONParser.Failure {
      throw Problem.malformed(
        "malformed_json",
        Text(
          "Byte \(failure.offset): \(failure.reason.en)",
          ru: "Байт \(failure.offset): \(failure.reason.ru)"))
    }
  }
}
