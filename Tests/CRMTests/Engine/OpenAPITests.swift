import Testing

@testable import CRM

@Suite struct `The OpenAPI document` {
  private func document(_ shop: Workshop) throws -> JSON {
    try OpenAPI(model: shop.engine.model, operations: shop.operations).document()
  }

  @Test func `is the same each time and resolves all its references`() async throws {
    try await withWorkshop { shop in
      let document = try document(shop)
      #expect(try document.bytes == self.document(shop).bytes)
      for reference in document.references {
        let path = reference.dropFirst(2).split(separator: "/")
        let target = path.reduce(document as JSON?) { $0?[String($1)] }
        #expect(target != nil, "\(reference)")
      }
      let again = try JSONParser.parse(document.bytes)
      #expect(again == document)
    }
  }

  @Test func `lists every operation once, with its permission and its problems`() async throws {
    try await withWorkshop { shop in
      let paths = try #require(try document(shop)["paths"])
      for operation in shop.operations {
        let entry = paths[operation.path]?[operation.method.rawValue.lowercased()]
        #expect(entry?["operationId"] == .string(operation.id))
        #expect(entry?["responses"]?["default"] != nil)
      }
      let get = paths["/things/{id}"]?["get"]
      #expect(get?["x-permission"] == .string("things.read"))
      #expect(get?["responses"]?["404"] != nil && get?["responses"]?["304"] != nil)
    }
  }

  @Test func `shows no hidden column, and tells what may be read and written`() async throws {
    try await withWorkshop { shop in
      let schemas = try #require(try document(shop)["components"]?["schemas"])
      let text = String(decoding: schemas.bytes, as: UTF8.self)
      #expect(!text.contains("secret") && !text.contains("name_key"))
      let (read, draft) = (schemas["Things"]?["properties"], schemas["ThingsDraft"])
      #expect(read?["price"]?["type"] == .array([.string("string"), .string("null")]))
      #expect(read?["kind"]?["enum"] == .array([.string("tool"), .string("toy")]))
      #expect(read?["maker"] != nil && read?["parts"] != nil)
      #expect(draft?["required"] == .array([.string("name")]))
      #expect(draft?["properties"]?["version"] == nil)
      let part = draft?["properties"]?["parts"]?["items"]
      #expect(part?["properties"]?["name"] != nil && part?["properties"]?["thing_id"] == nil)
    }
  }
}

extension JSON {
  /// Every `$ref` within.
  fileprivate var references: [String] {
    if let members = object {
      return members.flatMap { member -> [String] in
        if member.name == "$ref", let text = member.value.string { return [text] }
        return member.value.references
      }
    }
    return (array ?? []).flatMap(\.references)
  }
}
