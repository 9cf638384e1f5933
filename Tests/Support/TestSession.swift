import CRM
import Foundation
import Postgres

/// Somebody who asks the service: a signed-in account, a token, or nobody.
public struct TestSession: Sendable {
  /// The account's id; 0 for nobody.
  public let account: Int
  /// What is sent as the bearer token; nil for nobody.
  public let token: String?
  let client: HTTPClient

  /// The same account with another token, or none.
  public func with(token: String?) -> TestSession {
    TestSession(account: account, token: token, client: client)
  }

  /// Sends a request below `/api/v1`, or wherever a path that begins with `/` says.
  ///
  /// The body is sent as JSON unless the headers say otherwise.
  public func send(
    _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil
  ) async throws -> Reply {
    var all = headers
    if let token { all.append(("Authorization", "Bearer \(token)")) }
    if body != nil, !all.contains(where: { $0.0.lowercased() == "content-type" }) {
      all.append(("Content-Type", "application/json"))
    }
    let target = path.hasPrefix("/") ? path : "/api/v1/\(path)"
    return try await client.send(method, target, headers: all, body: body)
  }

  public func get(_ path: String, headers: [(String, String)] = []) async throws -> Reply {
    try await send("GET", path, headers: headers)
  }

  /// Where money moves, a key that nobody has used goes along unless the headers bring one.
  public func post(
    _ path: String, _ body: JSON? = nil, headers: [(String, String)] = []
  ) async throws -> Reply {
    try await send("POST", path, headers: headers + key(path, headers), body: body?.bytes)
  }

  private static let movesMoney: Set = [
    "allocations reversal", "bank-statement-lines matching", "entries reversal",
    "invoices allocations", "invoices payments", "invoices write-offs", "journals entries",
    "opening-balances", "opening-balances bulk", "payments allocations", "payments posting",
    "payments refunds", "payments reversal", "payments write-offs",
  ]

  private func key(_ path: String, _ headers: [(String, String)]) -> [(String, String)] {
    let nouns = path.split(separator: "/").filter { Int($0) == nil }.joined(separator: " ")
    guard Self.movesMoney.contains(nouns),
      !headers.contains(where: { $0.0.lowercased() == "idempotency-key" })
    else { return [] }
    return [("Idempotency-Key", UUID().uuidString)]
  }

  public func put(
    _ path: String, _ body: JSON, headers: [(String, String)] = []
  ) async throws -> Reply {
    try await send("PUT", path, headers: headers, body: body.bytes)
  }

  /// Without `ifMatch` the record is read first and its version sent; nil sends none.
  public func patch(
    _ path: String, _ body: JSON, ifMatch: String?? = .none, headers: [(String, String)] = []
  ) async throws -> Reply {
    let version = try await version(path, ifMatch)
    return try await send("PATCH", path, headers: headers + version, body: body.bytes)
  }

  /// Without `ifMatch` the record is read first and its version sent; nil sends none.
  public func delete(
    _ path: String, ifMatch: String?? = .none, headers: [(String, String)] = []
  ) async throws -> Reply {
    try await send("DELETE", path, headers: headers + version(path, ifMatch) + key(path, headers))
  }

  private func version(_ path: String, _ ifMatch: String??) async throws -> [(String, String)] {
    let etag = if let ifMatch { ifMatch } else { try await get(path)[header: "etag"] }
    return etag.map { [("If-Match", $0)] } ?? []
  }

  /// Makes a record.
  ///
  /// - Throws: ``Refused`` unless it was made.
  @discardableResult
  public func create(_ resource: String, _ body: JSON) async throws -> Reply {
    let reply = try await post(resource, body)
    guard reply.status == 201 else { throw Refused(reply: reply) }
    return reply
  }

  /// A record was not made.
  public struct Refused: Error, CustomStringConvertible {
    public let reply: Reply
    public var description: String { "\(reply.status) \(reply.text)" }

    /// For tests that expect an answer of their own.
    public init(reply: Reply) { self.reply = reply }
  }
}
