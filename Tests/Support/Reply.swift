import CRM

/// What the service answered.
public struct Reply: Sendable {
  /// The status code.
  public let status: Int
  /// Every header in its order; names in lower case.
  public let headers: [(name: String, value: String)]
  /// The body as it came.
  public let body: [UInt8]

  /// An answer that came to this.
  public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of that name; nil when there is none.
  public subscript(header name: String) -> String? {
    headers.first { $0.name == name.lowercased() }?.value
  }

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }

  /// The body as JSON; null where it is none.
  public var json: JSON { (try? JSONParser.parse(body)) ?? .null }

  /// A member of the JSON body.
  public subscript(_ member: String) -> JSON? { json[member] }

  /// The `code` of a problem; nil when the answer is none.
  public var problem: String? {
    guard self[header: "content-type"] == "application/problem+json" else { return nil }
    return json["code"]?.string
  }

  /// The pointers of a problem's bad fields.
  public var pointers: [String] {
    (json["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
  }

  /// The id of the record in the body; 0 when there is none, which no record has.
  public var id: Int { json["id"]?.int ?? 0 }

  /// The version of the record, to send back as `If-Match`.
  public var etag: String { self[header: "etag"] ?? "" }

  /// The records of a list.
  public var data: [JSON] { json["data"]?.array ?? [] }
}
