import Foundation
import Postgres
import Testing

struct ValueTests {
  @Test func `values come back from the server as they were bound`() async throws {
    try await withClient { client in
      let bytes = (0...255).map { UInt8($0) }
      let number = try #require(Decimal(string: "-123456789012345.6789"))
      let date = Date(timeIntervalSince1970: 1_709_209_800.123456)
      let text = "Съешь ещё этих мягких французских булок, 'да' \\ \"чаю\" 🫖"
      let id = UUID()
      let row = try #require(
        try await client.first(
          """
          select \(bytes) as bytes, \(number) as number, \(date) as date, \(text) as text,
            \(id) as id, \(true) as yes, \(Int.min) as least, \(0.1) as fraction,
            \(nil as String?) as nothing, pg_typeof(\(nil as Date?))::text as type
          """))
      #expect(try row.bytes("bytes") == bytes)
      #expect(try row.decimal("number") == number)
      #expect(abs(try row.date("date").timeIntervalSince(date)) < 0.000_001)
      #expect(try row.string("date") == "2024-02-29 12:30:00.123456+00")
      #expect(try row.string("text") == text)
      #expect(try row.decode("id", as: UUID.self) == id)
      #expect(try row.bool("yes"))
      #expect(try row.int("least") == Int.min)
      #expect(try row.double("fraction") == 0.1)
      #expect(try row.stringIfPresent("nothing") == nil)
      #expect(try row.string("type") == "timestamp with time zone")
    }
  }

  @Test func `lists are bound as arrays`() async throws {
    try await withClient { client in
      let words = ["a,b", "", "\"q\"", "\\", "NULL", "ё"]
      let rows = try await client.rows(
        "select word, word is null as missing from unnest(\(words)) as word")
      #expect(try rows.map { try $0.string("word") } == words)
      #expect(try rows.allSatisfy { try !$0.bool("missing") })
      let row = try await client.first("select 3 = any (\([1, 2, 3])) as found")
      #expect(try row?.bool("found") == true)
    }
  }

  @Test(arguments: [
    "0001-01-01 00:00:00+00", "1582-10-14 23:59:59.5+00", "1969-12-31 23:59:59.000001+00",
    "2000-02-29 00:00:00+00", "2024-12-31 23:59:59+00", "0044-03-15 12:00:00+00 BC",
  ])
  func `instants of all ages round trip`(text: String) async throws {
    try await withClient(.test(general: 1)) { client in
      let row = try #require(try await client.first("select \(Bind(text: text, type: 1184)) as t"))
      let date = try row.date("t")
      let epoch = try #require(
        try await client.first(
          "select \(date) as t, extract(epoch from \(Bind(text: text, type: 1184))) as s"))
      #expect(try epoch.string("t") == text)
      #expect(abs(date.timeIntervalSince1970 - (try epoch.double("s"))) < 0.000_02)
    }
  }

  @Test func `a wrong reading names its column`() async throws {
    try await withClient { client in
      let row = try #require(try await client.first("select 'x' as name, null::int as age"))
      #expect(throws: RowError.mismatch(column: "name", expected: "Int")) { try row.int("name") }
      #expect(throws: RowError.null(column: "age")) { try row.int("age") }
      #expect(throws: RowError.noColumn("size")) { try row.int("size") }
    }
  }

  @Test func `spliced texts are numbered on`() {
    let (a, b, c) = (1, "two", true)
    let part: SQL = "x = \(b) and '$1' <> \(c)"
    let whole: SQL = "select \(a) where \(sql: part) or \(part)"
    #expect(whole.text == "select $1 where x = $2 and '$1' <> $3 or x = $4 and '$1' <> $5")
    #expect(whole.binds.map(\.text) == ["1", "two", "t", "two", "t"])
    let list = [1, 2].map { "\($0)" as SQL }.joined(", ")
    #expect(list.text == "$1, $2")
    let raw = SQL(raw: "a = $1 and b = '$2' and c = $2", binds: [a.bind, b.bind])
    #expect(("\(c) and \(raw)" as SQL).text == "$1 and a = $2 and b = '$2' and c = $3")
    #expect(("\(identifier: "a.b\"c")" as SQL).text == "\"a\".\"b\"\"c\"")
  }
}
