import Testing

@testable import CRM

@Suite struct `The metadata` {
  @Test func `names fields, choices, references, operators and what the caller may do`()
    async throws
  {
    try await withWorkshop { shop in
      let meta = try await shop.ask("meta.get", path: ["resource": "things"]).json
      #expect(meta["label"]?["ru"] == .string("Вещь"))
      #expect(meta["may"] == ["export": "all", "read": "all"])
      #expect(meta["children"] == .array([["member": "parts", "resource": "parts"]]))
      let fields = try #require(meta["fields"]?.array)
      let kind = try #require(fields.first { $0["name"] == .string("kind") })
      #expect(kind["choices"]?.array?.first?["label"] == ["en": "Tool", "ru": "Инструмент"])
      let maker = try #require(fields.first { $0["name"] == .string("maker_id") })
      #expect(maker["reference"] == .string("makers"))
      #expect(!fields.contains { $0["name"] == .string("secret") })
    }
  }

  @Test func `lists all resources, and is for those who have signed in`() async throws {
    try await withWorkshop { shop in
      let all = try await shop.ask("meta.list", as: "boris")
      #expect(all.column("name") == ["things", "makers", "parts", "accounts"])
      #expect(try await shop.ask("meta.get", path: ["resource": "x"]).status == 404)
      #expect(try await shop.ask("meta.list", as: "nobody").status == 401)
    }
  }
}
