import NIOCore

extension OpenAPI {
  /// `GET /openapi.json`: the document itself, part of what it describes; made once for each model.
  static func operation(_ model: Model, _ others: [Operation]) -> Operation {
    let own = describing { _ in Answer(404) }
    return describing { call in
      let current = model
      let document = try current.cache.document {
        try OpenAPI(model: current, operations: others + [own]).document()
      }
      return document.answer(call)
    }
  }

  private static func describing(
    _ answer: @escaping @Sendable (Call) async throws -> Answer
  ) -> Operation {
    Operation(
      "openapi.get", .get, "/openapi.json",
      Text("This description, OpenAPI 3.1", ru: "Это описание, OpenAPI 3.1"), access: .open,
      parameters: [.ifNoneMatch],
      responses: [200: ["application/json": ["type": "object"]], 304: [:]],
      headers: [200: ["ETag"], 304: ["ETag"]], answer: answer)
  }
}

/// A document that changes seldom, with its ETag.
struct PublishedDocument: Sendable {
  private let body: ByteBuffer
  private let etag: String

  init(_ json: JSON) {
    body = ByteBuffer(bytes: json.bytes)
    etag = "\"\(RecordStatement.mark(body))\""
  }

  /// 304 where the client has it already.
  func answer(_ call: Call) -> Answer {
    guard !call.matches(etag) else { return Answer(304, headers: [("ETag", etag)]) }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)], body: .bytes(body))
  }
}
