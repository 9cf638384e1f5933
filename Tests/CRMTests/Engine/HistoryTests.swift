import Testing

@testable import CRM

@Suite struct `The history of a record` {
  static let changes =
    WorkshopSchema.things + """
      update workshop.thing set price = 2.25, secret = 'more', seen_at = '2026-03-01 10:00+00' where id = 1;
      update workshop.thing set name = 'Saw' where id = 1;
      update workshop.thing set name = 'Other' where id = 2;
      """

  @Test func `tells old and new of every visible field, newest first`() async throws {
    try await withWorkshop(Self.changes) { shop in
      let reply = try await shop.ask("things.history", path: ["id": "1"])
      #expect(reply.column("resource") == ["things", "things", "parts", "parts", "things"])
      try #require(reply.column("action") == ["update", "update", "insert", "insert", "insert"])
      let entries = try #require(reply.json["data"]?.array)
      #expect(
        entries[0]["changes"]
          == .array([
            ["field": .string("name"), "old": .string("Thing 0"), "new": .string("Saw")]
          ]))
      #expect(
        entries[1]["changes"]
          == .array([
            ["field": .string("price"), "old": .string("1.5000"), "new": .string("2.2500")],
            [
              "field": .string("seen_at"), "old": .null, "new": .string("2026-03-01T10:00:00Z"),
            ],
          ]))
      #expect(!reply.text.contains("secret") && !reply.text.contains("hidden"))
    }
  }

  @Test func `comes in pages`() async throws {
    try await withWorkshop(Self.changes) { shop in
      let first = try await shop.ask(
        "things.history", [(name: "limit", value: "2")], path: ["id": "1"])
      let cursor = try #require(first.next)
      #expect(first.headers["link"]?.contains("cursor=\(cursor)") == true)
      let rest = try await shop.ask(
        "things.history", [(name: "cursor", value: cursor)], path: ["id": "1"])
      #expect(rest.column("resource") == ["parts", "parts", "things"] && rest.next == nil)
      let other = try await shop.ask(
        "things.history", [(name: "cursor", value: cursor)], path: ["id": "2"])
      #expect(other.json["code"] == .string("cursor_mismatch"))
    }
  }

  @Test func `is not found where the record is not seen`() async throws {
    try await withWorkshop(Self.changes) { shop in
      let reply = try await shop.ask("things.history", path: ["id": "2"], as: "boris")
      #expect(reply.status == 404)
      let own = try await shop.ask("things.history", path: ["id": "1"], as: "boris")
      #expect(own.column("action").count == 5)
      #expect(Set(own.column("account")) == ["null"])
    }
  }
}
