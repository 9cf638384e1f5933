import NIOCore

extension OpenAPI {
  /// `GET /openapi.json`: the document itself, part of what it describes; made once for each model.
  static func operation(_ model: CurrentModel, _ others: [Operation]) -> Operation {
    let own = describing { _ in Answer(404) }
    return describing { _ in
      let current = model.value
      let document = try current.cache.document {
        try OpenAPI(model: current, operations: others + [own]).document()
      }
      return Answer(
        200, headers: [("Content-Type", "application/json")], body: .bytes(document))
    }
  }

  private static func describing(
    _ answer: @escaping @Sendable (Call) async throws -> Answer
  ) -> Operation {
    Operation(
      "openapi.get", .get, "/openapi.json",
      Text("This description, OpenAPI 3.1", ru: "Это описание, OpenAPI 3.1"), access: .open,
      responses: [200: ["application/json": ["type": "object"]]], answer: answer)
  }
}
