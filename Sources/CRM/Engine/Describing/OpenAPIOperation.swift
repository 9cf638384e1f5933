import NIOCore

extension OpenAPI {
  /// `GET /openapi.json`: the document itself, part of what it describes; made once for each model.
  static func operation(_ model: CurrentModel, _ others: [Operation]) -> Operation {
    let own = describing { _ in Answer(404) }
    return describing { call in
      let current = model.value
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

/// A document that changes seldom: plain and compressed, each with its ETag.
struct PublishedDocument: Sendable {
  private struct Form: Sendable {
    let body: ByteBuffer
    let headers: [(name: String, value: String)]
    let etag: String
  }

  private let plain: Form
  /// Nil where it could not be compressed.
  private let gzip: Form?

  init(_ json: JSON) {
    let bytes = json.bytes
    let hash = RecordStatement.mark(ByteBuffer(bytes: bytes))
    plain = Form(body: ByteBuffer(bytes: bytes), headers: [], etag: "\"\(hash)\"")
    gzip = Gzip.compress(bytes).map {
      Form(
        body: ByteBuffer(bytes: $0), headers: [("Content-Encoding", "gzip")],
        etag: "\"\(hash)-gzip\"")
    }
  }

  /// 304 where the client has it already.
  func answer(_ call: Call) -> Answer {
    let form = Gzip.isAccepted(call.headers["accept-encoding"]) ? gzip ?? plain : plain
    let headers = [(name: "ETag", value: form.etag), (name: "Vary", value: "Accept-Encoding")]
    if call.matches(form.etag) { return Answer(304, headers: headers) }
    return Answer(
      200, headers: [("Content-Type", "application/json")] + form.headers + headers,
      body: .bytes(form.body))
  }
}
