import HTTPTypes
import Hummingbird
import NIOCore

/// Puts an answer into the form of HTTP.
struct ResponseWriting: Sendable {
  let crossOrigin: CrossOrigin
  private let date = HTTPDate()

  init(crossOrigin: CrossOrigin) { self.crossOrigin = crossOrigin }

  /// Status line and headers of an answer.
  func head(_ answer: Answer, requestID: String, origin: String?, close: Bool) -> HTTPResponse {
    var fields = HTTPFields()
    fields.reserveCapacity(answer.headers.count + 6)
    for (name, value) in answer.headers {
      if let name = Self.name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    if let name = HTTPField.Name.requestID {
      fields.append(HTTPField(name: name, value: requestID))
    }
    fields.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
    if fields[.cacheControl] == nil {
      fields.append(HTTPField(name: .cacheControl, value: "private, no-cache"))
    }
    fields.append(HTTPField(name: .date, value: date.now))
    for (name, value) in crossOrigin.fields(origin) { fields[name] = value }
    if close { fields[.connection] = "close" }
    if let length = Self.length(answer) { fields[.contentLength] = String(length) }
    return HTTPResponse(status: .init(integerLiteral: answer.status), headerFields: fields)
  }

  /// Nil where the body comes in pieces, and where there must be none (RFC 9110, 8.6).
  private static func length(_ answer: Answer) -> Int? {
    switch answer.body {
    case .bytes(let bytes): bytes.readableBytes
    case .none: answer.status == 204 || answer.status == 304 ? nil : 0
    case .stream: nil
    }
  }

  private static func name(_ text: String) -> HTTPField.Name? {
    known[text] ?? HTTPField.Name(text)
  }

  /// Names that need no parsing.
  private static let known: [String: HTTPField.Name] = [
    "Content-Type": .contentType, "ETag": .eTag, "Location": .location, "Allow": .allow,
    "Cache-Control": .cacheControl, "Content-Language": .contentLanguage,
    "Vary": .vary,
  ]
}

extension HTTPField.Name {
  static let requestID = Self(parsed: "x-request-id")
}
