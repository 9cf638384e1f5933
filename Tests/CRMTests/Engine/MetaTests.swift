import Support
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

  @Test func `says of a field only what may be done with it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      var read = 0
      for resource in try await chief.get("meta").data {
        let name = resource["name"]?.string ?? ""
        for field in resource["fields"]?.array ?? [] {
          guard let column = field["name"]?.string, ["archived_at", "locked_at"].contains(column)
          else { continue }
          read += 1
          #expect(field["creatable"] == false && field["updatable"] == false, "\(name).\(column)")
          if resource["may"]?["create"] == nil { continue }
          let reply = try await chief.post(
            name, .object([.init(column, "2026-01-01T00:00:00Z")]))
          let error = reply["errors"]?.array?.first { $0["pointer"]?.string == "/\(column)" }
          #expect(error?["code"] == "read_only", "\(name): \(reply.text)")
        }
      }
      #expect(read > 6)
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
