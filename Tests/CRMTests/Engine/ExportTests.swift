import Testing

@testable import CRM

@Suite struct `An export` {
  private func export(
    _ shop: Workshop, _ query: [(name: String, value: String)] = [], accept: String = "text/csv",
    as login: String = "anna"
  ) async throws -> Workshop.Reply {
    try await shop.ask("things.list", query, headers: ["accept": accept], as: login)
  }

  @Test func `is the whole list in the forms of the API`() async throws {
    try await withWorkshop { shop in
      let reply = try await export(
        shop,
        [
          (name: "fields", value: "id,name,price,due_on,seen_at,good,tags,maker.name"),
          (name: "id[in]", value: "4,5,12"), (name: "sort", value: "-id"),
        ])
      #expect(reply.headers["content-type"] == "text/csv; charset=utf-8; header=present")
      #expect(
        reply.text == """
          id,name,price,due_on,seen_at,good,tags,maker.name\r
          12,"Молоток ""Ё""\",,,2026-01-01T12:00:00.5Z,true,"[""a,b"", ""n\\""12""]",\r
          5,Thing 2,7.5000,2026-01-02,2026-01-01T05:00:00.5Z,false,"[""a,b"", ""n\\""5""]",Гамма\r
          4,Thing 2,,2026-01-01,2026-01-01T04:00:00.5Z,true,"[""a,b"", ""n\\""4""]",Beta\r

          """)
    }
  }

  @Test func `speaks to spreadsheets and keeps formulas from them`() async throws {
    let cells = ["=1+1", "+7 495", "-5", "@x", "\u{9}x", "a;b", "", "plain"]
    let inserts = cells.map { "insert into workshop.thing (name, price) values ('\($0)', -1.5);" }
    try await withWorkshop(inserts.joined()) { shop in
      let reply = try await export(
        shop, [(name: "fields", value: "name,price"), (name: "expand", value: "maker")],
        accept: "text/csv;bom=true;delimiter=;")
      #expect(
        reply.text == "\u{FEFF}" + """
          name;price;maker.id;maker.name\r
          "'=1+1";-1.5000;;\r
          "'+7 495";-1.5000;;\r
          "'-5";-1.5000;;\r
          "'@x";-1.5000;;\r
          "'\u{9}x";-1.5000;;\r
          "a;b";-1.5000;;\r
          "";-1.5000;;\r
          plain;-1.5000;;\r

          """)
    }
  }

  @Test func `guards every beginning of a formula, whatever stands between the cells`()
    async throws
  {
    let beginnings = ["=", "+", "-", "@", "\u{9}", "\r", "\n", "＝", "＋", "－", "＠"]
    let inserts = beginnings.map { "insert into workshop.thing (name) values ('\($0)1+1');" }
    let plain = "insert into workshop.thing (name) values ('，1'), ('a,b'), ('a;b'), (E'a\\tb');"
    try await withWorkshop(inserts.joined() + plain) { shop in
      let cells =
        beginnings.map { "\"'\($0)1+1\"" } + ["，1"] + ["a,b", "a;b", "a\tb"].map { "\"\($0)\"" }
      let expected = (["name"] + cells).map { $0 + "\r\n" }.joined()
      for delimiter in [",", ";", "tab"] {
        let reply = try await export(
          shop, [(name: "fields", value: "name")], accept: "text/csv;delimiter=\(delimiter)")
        #expect(reply.text == expected, "\(delimiter)")
      }
    }
  }

  @Test func `streams more than one piece`() async throws {
    let many = "insert into workshop.thing (name) select 'n' || n from generate_series(1, 2300) n;"
    try await withWorkshop(many) { shop in
      let reply = try await export(shop, [(name: "fields", value: "id")])
      let lines = reply.text.split(separator: "\r\n")
      #expect(lines.count == 2301 && lines.last == "2300")
    }
  }

  @Test func `ends at the limit that is asked for, and has no pages`() async throws {
    try await withWorkshop { shop in
      let query = [(name: "fields", value: "id"), (name: "sort", value: "-id")]
      let two = try await export(shop, query + [(name: "limit", value: "2")])
      #expect(two.text == "id\r\n12\r\n11\r\n", "\(two.text)")
      let page = try await shop.ask("things.list", query + [(name: "limit", value: "1")])
      let cursor = try #require(page.next)
      let refused = try await export(
        shop, query + [(name: "cursor", value: cursor), (name: "count", value: "exact")])
      #expect(refused.status == 400 && refused.json["code"] == "not_in_csv", "\(refused.text)")
      let pointers = (refused.json["errors"]?.array ?? []).map { $0["pointer"]?.string }
      #expect(pointers == ["cursor", "count"])
    }
  }

  @Test func `needs its permission and a good question`() async throws {
    try await withWorkshop { shop in
      let refused = try await export(shop, as: "boris")
      #expect(refused.status == 403 && refused.json["permission"] == .string("things.export"))
      let wrong = try await export(shop, [(name: "fields", value: "secret")])
      #expect(wrong.json["code"] == .string("unknown_field"))
    }
  }

  private static let acceptable: [(accept: String, status: Int)] = [
    ("application/xml", 406), ("text/csv;delimiter=x", 406), ("text/html, */*;q=0.1", 200),
    ("text/csv;q=0, application/json", 200), ("", 200), ("application/json;q=0", 406),
  ]

  @Test func `is one of two forms of a list`() async throws {
    try await withWorkshop { shop in
      await each(Self.acceptable) { accept, status in
        let reply = try await export(shop, accept: accept)
        #expect(reply.status == status, "\(accept)")
        if status == 200 {
          #expect(reply.headers["content-type"] == "application/json", "\(accept)")
        }
      }
    }
  }

  @Test func `has no two columns of one name`() async throws {
    try await withWorkshop { workshop in
      let reply = try await workshop.ask(
        "things.list", [("fields", "name,maker.name"), ("expand", "maker")],
        headers: ["accept": "text/csv"])
      let header = reply.text.split(separator: "\r\n").first
      #expect(header == "name,maker.name,maker.id", "\(reply.text)")
    }
  }
}
