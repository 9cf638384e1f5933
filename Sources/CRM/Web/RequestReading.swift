import HTTPTypes
import Hummingbird
import NIOCore

/// Turns what came over HTTP into what the engine understands.
struct RequestReading: Sendable {
  let request: Request
  let requestID: String
  let language: Language
  let address: String
  let origins: [String]

  /// The path's segments, decoded.
  ///
  /// - Throws: a 400 when the path is not properly encoded.
  func segments() throws -> [String] {
    let path = request.head.path ?? "/"
    let bare = path.prefix { $0 != "?" && $0 != "#" }
    return try bare.split(separator: "/").map {
      guard let segment = Percent.decode($0, plus: false) else { throw Self.encoding("path") }
      return segment
    }
  }

  private static func encoding(_ place: String) -> Problem {
    .malformed(
      "malformed_url",
      Text(
        "The \(place) is not properly percent-encoded UTF-8, or holds a NUL.",
        ru: "Адрес закодирован неверно (\(place)): нужен percent-encoding в UTF-8 без NUL."))
  }

  private func query() throws -> [(name: String, value: String)] {
    let text = request.uri.query ?? ""
    guard text.utf8.count <= 8192 else {
      throw Problem.malformed(
        "query_too_long",
        Text("The query is longer than 8 KB.", ru: "Запрос в адресе длиннее 8 КБ."))
    }
    return try text.split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Percent.decode(sides[0], plus: true),
        let value = Percent.decode(sides.count > 1 ? sides[1] : "", plus: true)
      else { throw Self.encoding("query") }
      return (name, value)
    }
  }

  /// - Throws: a 400, 403, 413 or 415 problem.
  func call(for operation: Operation, path: [String: String]) async throws -> Call {
    try checkType(operation)
    try checkLength(operation)
    let body = operation.streams ? ByteBuffer() : try await body(operation)
    return Call(
      method: operation.method, path: path, query: try query(), headers: headers, body: body,
      stream: operation.streams ? request.body : nil, tokenHash: try tokenHash(),
      requestID: requestID, language: language, address: address)
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

  private func checkType(_ operation: Operation) throws {
    guard !operation.request.isEmpty, let type = request.headers[.contentType] else { return }
    let media = type.prefix { $0 != ";" }.lowercased().trimmed
    guard operation.request[media] == nil else { return }
    let known = operation.request.keys.sorted().joined(separator: ", ")
    throw Problem(
      415, "unsupported_media_type",
      Text("This media type is not understood", ru: "Такой тип данных не поддерживается"),
      detail: Text("Send the body as \(known).", ru: "Передайте тело как \(known)."),
      headers: [("Accept", known)])
  }

  private func checkLength(_ operation: Operation) throws {
    let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard declared <= operation.maximumBody else { throw Self.tooLarge(operation.maximumBody) }
  }

  private func body(_ operation: Operation) async throws -> ByteBuffer {
    do {
      return try await request.body.collect(upTo: operation.maximumBody)
    } catch is NIOTooManyBytesError {
      throw Self.tooLarge(operation.maximumBody)
    }
  }

  static func tooLarge(_ limit: Int) -> Problem {
    Problem(
      413, "body_too_large", Text("The body is too large", ru: "Тело запроса слишком велико"),
      detail: Text("At most \(limit) bytes are taken.", ru: "Принимается не более \(limit) байт."),
      headers: [("Connection", "close")])
  }
}
