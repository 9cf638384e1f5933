import NIOCore

extension OpenAPI {
  /// `GET /openapi.json`: the document itself, part of what it describes.
  static func operation(_ model: CurrentModel, _ others: [Operation]) -> Operation {
    let schema = ["application/json": JSON.object([.init("type", "object")])]
    return Operation(
      "openapi.get", .get, "/openapi.json",
      Text("This description, OpenAPI 3.1", ru: "Это описание, OpenAPI 3.1"), access: .open,
      responses: [200: schema]
    ) { _ in
      let own = Operation(
        "openapi.get", .get, "/openapi.json",
        Text("This description, OpenAPI 3.1", ru: "Это описание, OpenAPI 3.1"), access: .open,
        responses: [200: schema]
      ) { _ in Answer(404) }
      let document = try OpenAPI(model: model.value, operations: others + [own]).document()
      return .json(200, document)
    }
  }
}
