import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A record` {
  @Test func `comes with its owned lists and its ETag`() async throws {
    try await withWorkshop { shop in
      let reply = try await shop.thing("1")
      let etag = try #require(reply.headers["etag"])
      #expect(reply.status == 200 && etag.hasPrefix("\"v1"))
      #expect(
        reply.json["parts"]?.array?.map { $0["name"] } == [.string("handle"), .string("head")])
      #expect(try await shop.thing("3").json["parts"] == .array([]))
      let again = try await shop.thing("1", headers: ["if-none-match": "\"x\", W/\(etag)"])
      #expect(again.status == 304 && again.text.isEmpty && again.headers["etag"] == etag)
    }
  }

  private static let names: [String] = [
    #"said "so""#, #""""#, #"\"#, #"C:\\x\"#, "a,b)", "(,)", " ", "x\ny\t", "{1,2}", "null", "Ёж 🦔",
  ]

  @Test func `keeps every character of its owned lists`() async throws {
    try await withWorkshop { shop in
      await each(Self.names) { name in
        try await withClient(shop.database.migration) {
          _ = try await $0.execute("update workshop.part set name = \(name) where id = 1")
        }
        let parts = try await shop.thing("1").json["parts"]?.array
        #expect(parts?.map { $0["name"] } == [.string(name), .string("head")], "\(name)")
      }
    }
  }

  @Test func `tells an empty text from none in a row that came as one value`() {
    let text = Array(#"(1,,"",a,"b ""c""\\")"#.utf8)
    let cells = text.withUnsafeBufferPointer { RowValue($0) }.withCells { cell in
      (0..<6).map { cell($0).map { String(decoding: $0, as: UTF8.self) } }
    }
    #expect(cells == ["1", nil, "", "a", #"b "c"\"#, nil])
  }

  @Test func `has another ETag when an owned list has changed`() async throws {
    try await withWorkshop { shop in
      let etag = try #require(try await shop.thing("1").headers["etag"])
      try await withClient(shop.database.migration) {
        _ = try await $0.execute("update workshop.part set name = 'knob' where id = 1")
      }
      let again = try await shop.thing("1", headers: ["if-none-match": etag])
      #expect(again.status == 200)
    }
  }

  @Test func `answers chosen fields and what it refers to`() async throws {
    try await withWorkshop { shop in
      let reply = try await shop.thing("1", ("fields", "name,price"), ("expand", "maker.owner"))
      #expect(
        reply.text
          == #"{"name":"Thing 0","price":"1.5000","maker":{"id":2,"name":"Beta","owner":{"id":1,"name":"Anna"}}}"#
      )
      let whole = try await shop.thing("10", ("expand", "maker"))
      #expect(whole.json["maker"] == .null && whole.json["parts"] == .array([]))
    }
  }

  private static let absent: [String] = [
    "0", "99", "-1", "01", "x", "9223372036854775808", "1;select",
  ]

  @Test func `that does not exist is not found`() async throws {
    try await withWorkshop { shop in
      await each(Self.absent) { id in
        let reply = try await shop.thing(id)
        #expect(reply.status == 404 && reply.json["code"] == .string("not_found"), "\(id)")
      }
    }
  }

  @Test func `that the caller may not see is answered like one that does not exist`() async throws {
    try await withWorkshop { shop in
      let invisible = try await shop.thing("2", as: "boris")
      let missing = try await shop.thing("99", as: "boris")
      #expect(invisible.status == 404 && invisible.text == missing.text)
      #expect(try await shop.thing("1", as: "boris").status == 200)
      #expect(try await shop.thing("1", as: "nobody").status == 401)
    }
  }

  private static let unknown: [(name: String, value: String)] = [
    ("sort", "id"), ("fields", "secret"), ("expand", "parts"),
  ]

  @Test func `refuses parameters that it does not know`() async throws {
    try await withWorkshop { shop in
      await each(Self.unknown) { name, value in
        let reply = try await shop.thing("1", (name, value))
        #expect(reply.status == 400, "\(name)")
        #expect(reply.json["errors"]?.array?.first?["pointer"] == .string(name), "\(name)")
      }
    }
  }
}
