import Testing

@testable import CRM

@Suite struct `A list` {
  @Test func `answers records with their values in the forms of the API`() async throws {
    try await withWorkshop { shop in
      let page = try await shop.things(("id", "5"))
      let record = try #require(page.json["data"]?.array?.first)
      #expect(record["price"] == .string("7.5000"))
      #expect(record["weight"] == .null)
      #expect(record["due_on"] == .string("2026-01-02"))
      #expect(record["seen_at"] == .string("2026-01-01T05:00:00.5Z"))
      #expect(record["good"] == .bool(false))
      #expect(record["tags"] == .array([.string("a,b"), .string("n\"5")]))
      #expect(record["data"]?["n"] == .number("5"))
      #expect(record["secret"] == nil)
      #expect(record["name_key"] == nil)
      #expect(page.json["page"]?["next"] == .null)
    }
  }

  static let filters: [(name: String, value: String, expected: String)] = [
    ("name[starts]", "thing 4", "8,9"), ("name", "THING 4", "8,9"),
    ("name[contains]", "ТОК", "12"), ("price[gte]", "13.5", "9,10,11"),
    ("price[between]", "1,3.00", "1,2"), ("weight[in]", "2", "2,8,11"),
    ("weight[nin]", "0,1,2", "5,10"), ("weight[empty]", "true", "5,10"),
    ("weight[ne]", "1", "2,3,5,6,8,9,10,11,12"), ("kind", "toy", "3,6,9,12"),
    ("good", "true", "2,4,6,8,10,12"), ("tags[contains]", "n\"7", "7"),
    ("maker.city", "Казань", "2,3,5,6,8,9"), ("maker.owner.name", "Boris", "2,5,8"),
    ("owner_id", "me", "2,4,6,8,10,12"), ("department_id[eq]", "my_department", "2,4,6,8,10,12"),
    ("q", "thing 3", "6,7"), ("address", "10.0.0.1/32", "1,2,3,4,5,6,7,8,9,10,11,12"),
    ("seen_at[during]", "last_30_days", ""), ("due_on[lt]", "2026-01-02", "4,8"),
    (
      "filter",
      #"{"or":[{"field":"id","op":"eq","value":1},{"not":{"field":"id","op":"gt","value":2}}]}"#,
      "1,2"
    ),
    (
      "filter",
      #"{"and":[{"field":"name","op":"in","value":["Thing 1","thing 2"]},{"field":"maker.city","op":"empty","value":false}]}"#,
      "2,3,5"
    ),
  ]

  @Test func `answers the records that fit its filter`() async throws {
    try await withWorkshop { shop in
      for (name, value, expected) in Self.filters {
        let page = try await shop.things((name, value), ("sort", "id"))
        #expect(page.status == 200, "\(page.text)")
        #expect(page.column("id").joined(separator: ",") == expected, "\(name)=\(value)")
      }
    }
  }

  @Test func `chooses fields and sees through references two steps deep`() async throws {
    try await withWorkshop { shop in
      let page = try await shop.things(
        ("id[lte]", "1"), ("fields", "id,name"), ("expand", "maker(name,city),maker.owner,owner"))
      #expect(
        page.text.contains(
          #"{"id":1,"name":"Thing 0","maker":{"id":2,"name":"Beta","city":null,"owner":{"id":1,"name":"Anna"}},"owner":{"id":2,"name":"Boris"}}"#
        ), "\(page.text)")
    }
  }

  @Test func `shows only what the caller may see, references included`() async throws {
    try await withWorkshop { shop in
      let page = try await shop.things(("sort", "id"), ("expand", "maker"), as: "boris")
      #expect(page.column("id") == ["1", "3", "5", "7", "9", "11"])
      #expect(page.column("maker").prefix(3) == ["null", "null", #"{"id":3,"name":"Гамма"}"#])
      let other = try await shop.things(("id", "2"), as: "boris")
      #expect(other.column("id") == [])
    }
  }

  private static let counts: [(kind: String, expected: Int?)] = [("exact", 6), ("estimate", nil)]

  @Test func `counts when asked to`() async throws {
    try await withWorkshop { shop in
      await each(Self.counts) { kind, expected in
        let page = try await shop.things(("good", "true"), ("count", kind), ("limit", "2"))
        let count = page.json["page"]?["count"]?.int
        #expect(count != nil && (expected == nil || count == expected), "\(kind): \(page.text)")
        #expect(page.json["page"]?["count_kind"] == .string(kind), "\(kind)")
      }
    }
  }

  /// Boris sees six things of twelve; the planner knows of all, and of thousands more.
  @Test(arguments: [("", 6, "exact"), ("ten thousand", 10_000, "at_least")])
  func `never tells by an estimate what is hidden`(
    more: String, expected: Int, kind: String
  ) async throws {
    let quick = "alter table workshop.thing disable trigger user;"
    let mine = """
      insert into workshop.thing (name, owner_id, department_id)
      select 'Mine', 2, 2 from generate_series(1, 10100);
      """
    let hidden = """
      insert into workshop.thing (name, owner_id, department_id)
      select 'Hidden', 1, 1 from generate_series(1, 5000); analyze workshop.thing;
      """
    let script =
      WorkshopSchema.things + quick + (more.isEmpty ? "" : mine) + hidden
    try await withWorkshop(script) { shop in
      let page = try await shop.things(("count", "estimate"), as: "boris")
      #expect(page.json["page"]?["count"]?.int == expected, "\(page.text.suffix(100))")
      #expect(page.json["page"]?["count_kind"]?.string == kind)
      let none = try await shop.things(
        ("count", "estimate"), ("name[starts]", "Hidden"), as: "boris")
      #expect(none.json["page"]?["count"]?.int == 0)
      let master = try await shop.things(("count", "estimate"))
      #expect((master.json["page"]?["count"]?.int ?? 0) > 3000, "\(master.text.suffix(100))")
      #expect(master.json["page"]?["count_kind"]?.string == "estimate")
    }
  }

  @Test func `is not estimated for whom its references are hidden`() async throws {
    let narrowed = """
      update access.session set may_read = replace(may_read, ' makers=5', ' makers=1');
      """
    try await withWorkshop(WorkshopSchema.things + narrowed) { shop in
      let page = try await shop.things(("maker.city", "Казань"), ("count", "estimate"))
      #expect(page.json["page"]?["count_kind"]?.string == "exact", "\(page.text.suffix(100))")
    }
  }

  @Test func `leaves the archive out unless it is asked for`() async throws {
    try await withWorkshop(
      WorkshopSchema.things + "update workshop.thing set archived_at = now() where id = 3;"
    ) { shop in
      let page = try await shop.things(("id[in]", "2,3,4"), ("sort", "id"))
      #expect(page.column("id") == ["2", "4"])
      let archive = try await shop.things(("archived_at[empty]", "false"))
      #expect(archive.column("id") == ["3"])
    }
  }

  @Test func `sees nothing through a reference to what may not be read`() async throws {
    let hidden = WorkshopSchema.things + WorkshopSchema.hide("accounts")
    try await withWorkshop(hidden) { shop in
      let page = try await shop.things(
        ("id", "1"), ("fields", "owner_id"), ("expand", "owner(name,email),maker.owner"))
      #expect(
        page.text.contains(
          #"[{"owner_id":2,"owner":null,"maker":{"id":2,"name":"Beta","owner":null}}]"#),
        "\(page.text)")
      for name in ["Anna", "Boris"] {
        let found = try await shop.things(("owner.name", name), ("count", "exact"))
        #expect(found.json["page"]?["count"] == 0, "\(found.text)")
      }
      let sorted = try await shop.things(("sort", "-owner.name,id"), ("limit", "3"))
      #expect(sorted.column("id") == ["1", "2", "3"])
      let one = try await shop.thing("1", ("expand", "owner"))
      #expect(one.json["owner"] == .null && one.json["owner_id"] == 2, "\(one.text)")
      let file = try await shop.ask(
        "things.list", [(name: "id", value: "1"), (name: "fields", value: "owner.name,name")],
        headers: ["accept": "text/csv"])
      #expect(file.text == "owner.name,name\r\n,Thing 0\r\n", "\(file.text)")
    }
  }

  @Test func `needs the permission to read`() async throws {
    try await withWorkshop(WorkshopSchema.hide("accounts")) { shop in
      let reply = try await shop.ask("accounts.list")
      #expect(reply.status == 403 && reply.json["permission"] == .string("accounts.read"))
    }
  }
}
