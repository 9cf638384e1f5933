import HTTPTypes

/// Whether client and operation agree on the form of body and answer (RFC 9110, 12.5.1 and 8.3).
enum Negotiation {
  /// - Throws: a 406 that names what there is.
  static func check(accept header: String?, _ route: Route) throws {
    guard let header, header != any, !header.isEmpty, !route.offers.isEmpty else { return }
    // What was kept comes as it was sent.
    guard !route.offers.contains(any) else { return }
    let ranges = MediaRange.accepted(header)
    let agreed = route.offers.contains { offer in ranges.contains { $0.covers(offer) } }
    guard !agreed else { return }
    let list = route.offers.joined(separator: ", ")
    throw Problem(
      406, "not_acceptable", Text("No such form", ru: "Такой формы нет"),
      detail: Text("This can be had as \(list).", ru: "Это можно получить как \(list)."))
  }

  /// - Throws: a 415 that names what is taken.
  static func check(body headers: HTTPFields, _ operation: Operation) throws {
    guard !operation.request.isEmpty else { return }
    if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
      throw unsupported(
        Text("Send the body without Content-Encoding.", ru: "Передайте тело без Content-Encoding."),
        headers: [("Accept-Encoding", "identity")])
    }
    guard let type = headers[.contentType], !isKnown(type, operation) else { return }
    let known = operation.request.keys.sorted().joined(separator: ", ")
    throw unsupported(
      Text("Send the body as \(known), in UTF-8.", ru: "Передайте тело как \(known), в UTF-8."),
      headers: [("Accept", known)])
  }

  /// Every media type.
  private static let any = "*/*"

  private static func isKnown(_ type: String, _ operation: Operation) -> Bool {
    if operation.request[type] != nil || operation.request[any] != nil { return true }
    let pieces = type.lowercased().split(separator: ";").map { String($0).trimmed }
    let charset = pieces.dropFirst().first { $0.hasPrefix("charset=") }
    let foreign = charset.map { !["utf-8", "\"utf-8\"", "us-ascii"].contains($0.dropFirst(8)) }
    return operation.request[pieces.first ?? ""] != nil && foreign != true
  }

  private static func unsupported(
    _ detail: Text, headers: [(name: String, value: String)]
  ) -> Problem {
    Problem(
      415, "unsupported_media_type",
      Text("This media type is not understood", ru: "Такой тип данных не поддерживается"),
      detail: detail, headers: headers)
  }
}
