import Testing

@testable import CRM

@Suite struct `The SQL of a list` {
  static let caller = Caller(
    session: 1, account: 7, login: "anna", department: 3, language: .en,
    timeZone: "Asia/Kamchatka", version: 1, permissions: [:])

  /// Two columns and a generated key, without a database.
  static func model() throws -> Model {
    let columns = [
      column("id", .integer, 20), column("name", .text, 25), column("rank", .integer, 23),
    ]
    let table = Table(
      name: "a.b", label: Text("B", ru: "Б"), description: Text("", ru: ""),
      columns: columns + [column("name_key", .text, 25)], constraints: [])
    return try Model(
      catalogue: Catalogue(tables: ["a.b": table]),
      resources: [Resource("bs", table: "a.b", label: "name").key("name_key", for: "name")])
  }

  static func column(_ name: String, _ type: ValueType, _ oid: UInt32) -> Column {
    Column(
      name: name, type: type, sqlType: "", oid: oid, notNull: name != "rank", hasDefault: false,
      readable: true, insertable: true, updatable: true, label: Text(name, ru: name),
      description: Text("", ru: ""))
  }

  static func statement(_ query: [(name: String, value: String)]) throws -> ListStatement {
    let model = try model()
    return try ListStatement(
      try ListRequest(query: query), model.resources[0], model, caller,
      CursorSeal(secret: Array("x".utf8)))
  }

  static let head =
    "select t.\"id\", t.\"name\", t.\"rank\", "

  @Test func `names columns, binds values and reads one row more`() throws {
    let page = try Self.statement([
      (name: "name[starts]", value: "Ro"), (name: "sort", value: "name"),
    ]).page
    #expect(
      page.text == Self.head + """
        t."name_key", t."id" from "a"."b" as t where (t."name_key" >= lower($1) and t."name_key" < \
        lower($2)) order by t."name_key", t."id" limit 51
        """)
    #expect(page.binds.map(\.text) == ["Ro", "Ro\u{10FFFF}"])
  }

  @Test func `is the same text for other values`() throws {
    let texts = try ["1", "22"].map {
      try Self.statement([(name: "rank", value: $0), (name: "id[in]", value: "\($0),3")]).page.text
    }
    #expect(texts[0] == texts[1])
  }

  @Test(arguments: ["me", "my_department"])
  func `knows the caller only where a reference is asked for`(value: String) {
    #expect(throws: Problem.self) { try Self.statement([(name: "rank", value: value)]) }
  }

  @Test(arguments: [
    "today", "yesterday", "tomorrow", "this_week", "last_month", "next_quarter", "this_year",
    "last_30_days", "next_7_days",
  ])
  func `knows periods`(word: String) throws {
    _ = try Period(word)
  }

  @Test(arguments: ["", "now", "last_days", "last_0_days", "last_99999_days", "this_day", "week"])
  func `refuses other periods`(word: String) {
    #expect(throws: FieldValue.Mismatch.self) { try Period(word) }
  }
}
