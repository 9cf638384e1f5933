import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  /// An answer over HTTP; `head` leaves its body out.
  init(_ answer: Answer, requestID: String, head: Bool) {
    var fields = HTTPFields()
    for (name, value) in answer.headers {
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    if let name = HTTPField.Name.requestID { fields[name] = requestID }
    fields[.xContentTypeOptions] = "nosniff"
    if fields[.cacheControl] == nil { fields[.cacheControl] = "private, no-cache" }
    self.init(
      status: HTTPResponse.Status(code: answer.status), headers: fields,
      body: Self.body(answer.body, head: head))
  }

  private static func body(_ body: Answer.Body, head: Bool) -> ResponseBody {
    switch body {
    case .none: return ResponseBody()
    case .bytes(let bytes): return head ? ResponseBody() : ResponseBody(byteBuffer: bytes)
    case .stream(let next):
      guard !head else { return ResponseBody() }
      return ResponseBody(asyncSequence: AsyncThrowingStream(unfolding: next))
    }
  }
}

extension HTTPField.Name {
  static let requestID = Self(parsed: "x-request-id")
}
