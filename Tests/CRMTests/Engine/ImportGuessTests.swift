import Support
import Testing

@testable import CRM

@Suite struct `What a preview guesses` {
  private func keep(
    _ bytes: [UInt8], _ session: TestSession, name: String = "file.csv", type: String = "text/csv"
  ) async throws -> JSON {
    let file = try await session.send(
      "PUT", "files?name=\(name)", headers: [("Content-Type", type)], body: bytes)
    return file.json["id"] ?? .null
  }

  private func preview(
    _ text: String, _ session: TestSession, _ more: JSON = [:], name: String = "file.csv"
  ) async throws -> Reply {
    let file = try await keep(Array(text.utf8), session, name: name)
    return try await session.post("imports/preview", more.with(["file_id": file]))
  }

  private func column(_ name: String, _ reply: Reply) -> JSON? {
    reply["columns"]?.array?.first { $0["name"]?.string == name }
  }

  @Test func `of local times is the zone of who asks, and never certain`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      try await crm.arrange(
        "update access.account set time_zone = 'Asia/Tokyo' where id = \(chief.account)")
      let text = "party_id,kind,subject,at\n1,note,x,05.11.2026 10:30\n1,note,y,25.11.2026 11:30\n"
      let reply = try await preview(text, chief, ["resource": "interactions"])
      let at = reply["mapping"]?["columns"]?["at"] ?? .null
      #expect(at["zone"] == "Asia/Tokyo" && at["date"] == "dd.mm.yyyy hh:mm", "\(reply.text)")
      #expect(column("at", reply)?["ambiguous"] == true, "\(reply.text)")
      #expect(column("at", reply)?["format"]?["zone"] == "Asia/Tokyo", "\(reply.text)")
    }
  }

  @Test func `shows the faults that the import would find`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let text = "ID,Name,Country,Rating\n1,One,RU,5\n2,Two,QQ,\n3,Three,,9\n4,,,\n1,Again,,\n"
      let reply = try await preview(text, chief, ["mapping": Loading.mapping])
      let results = reply["results"]?.array ?? []
      #expect(results.count == 5, "\(reply.text)")
      #expect(results.first?["fault"] == nil && results.last?["fault"] == nil, "\(results)")
      for (place, field) in [(1, "country: "), (2, "rating: "), (3, "name: ")] {
        #expect(results[place]["fault"]?.string?.hasPrefix(field) == true, "\(results[place])")
      }
      #expect(try await crm.observed("select from clients.party").isEmpty)
      let twice = try await preview(
        "ID,Name,Country,Rating,Name\n1,One,RU,5,x\n", chief, ["mapping": Loading.mapping])
      #expect(twice["problem"]?["code"] == "unreadable_file", "\(twice.text)")
      let guessed = try await preview(
        "Name,Name,INN\nOne,Two,7707083893\n", chief, ["resource": "parties"])
      #expect(guessed["mapping"]?["columns"]?["name"] == nil, "\(guessed.text)")
    }
  }

  @Test func `takes a number in a column of ids for one`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let text = "name,parent_id,Owner\nOne,20260101,Анна\nTwo,20260102,Борис\n"
      let reply = try await preview(text, chief, ["resource": "parties"])
      let columns = reply["mapping"]?["columns"]
      #expect(columns?["parent_id"] == ["column": "parent_id"], "\(reply.text)")
      #expect(columns?["owner_id"]?["find"]?["resource"] == "accounts", "\(reply.text)")
    }
  }

  @Test func `heeds the line by which spreadsheets tell the delimiter`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let text = "sep=;\r\nName;INN\r\nA, B;7707083893\r\n"
      let reply = try await preview(text, chief, ["resource": "parties"])
      #expect(reply["form"]?["delimiter"] == ";" && reply["row_count"] == 1, "\(reply.text)")
      #expect(reply["rows"]?.array?.first?["line"] == 3, "\(reply.text)")
      let mapping = reply["mapping"] ?? .null
      let loading = Loading(session: chief)
      #expect(try await loading.load(text, mapping).counts == [1, 1, 0, 0, 0, 0])
      #expect(
        try await loading.load("sep=\t\nName\tINN\nC\t9998492002\n", mapping).counts
          == [1, 1, 0, 0, 0, 0])
    }
  }

  @Test func `knows the tilde, and takes the delimiter that it is told`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let text = "Name~INN~Notes\nA~7707083893~x;y;z\nB~9998492002~x;y\n"
      let reply = try await preview(text, chief, ["resource": "parties"])
      #expect(reply["form"]?["delimiter"] == "~", "\(reply.text)")
      let odd = try await preview(
        text.replacing("~", with: "^"), chief,
        ["resource": "parties", "csv": ["delimiter": "^"]])
      #expect(odd["form"]?["delimiter"] == "^", "\(odd.text)")
      #expect(odd["mapping"]?["csv"]?["delimiter"] == "^", "\(odd.text)")
      #expect(odd["columns"]?.array?.count == 3, "\(odd.text)")
      let wrong = try await preview(text, chief, ["csv": ["delimiter": "~~"]])
      #expect(wrong.status == 422 && wrong.pointers == ["/csv/delimiter"], "\(wrong.text)")
    }
  }

  /// Dates and numbers of a spreadsheet beside the same written as text.
  private static let mixed = SheetFixture(
    """
    <row r="1"><c r="A1" t="str"><v>ID</v></c><c r="B1" t="str"><v>Name</v></c>\
    <c r="C1" t="str"><v>Since</v></c><c r="D1" t="str"><v>Limit</v></c></row>
    <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>One</v></c>\
    <c r="C2" s="1"><v>46000</v></c><c r="D2"><v>1.234</v></c></row>
    <row r="3"><c r="A3"><v>2</v></c><c r="B3" t="str"><v>Two</v></c>\
    <c r="C3" t="str"><v>25.12.2025</v></c><c r="D3" t="str"><v>1.234,50</v></c></row>
    """,
    styles: "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>")

  @Test func `of a spreadsheet has typed cells beside texts`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await chief.create(
        "custom-fields",
        [
          "resource": "parties", "name": "x_since", "type": "date", "label_en": "Since",
          "label_ru": "С какого",
        ])
      try await chief.create(
        "custom-fields",
        [
          "resource": "parties", "name": "x_limit", "type": "decimal", "label_en": "Limit",
          "label_ru": "Лимит",
        ])
      let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      let file = try await keep(Self.mixed.bytes(), chief, name: "a.xlsx", type: type)
      let reply = try await chief.post(
        "imports/preview", ["file_id": file, "resource": "parties"])
      #expect(column("Since", reply)?["kind"] == "date", "\(reply.text)")
      #expect(column("Limit", reply)?["kind"] == "decimal", "\(reply.text)")
      let mapping = reply["mapping"] ?? .null
      #expect(mapping["columns"]?["x_since"]?["date"] == "dd.mm.yyyy", "\(mapping)")
      #expect(mapping["columns"]?["x_limit"]?["decimal"] == ",", "\(mapping)")
      let told = try await chief.post(
        "imports", ["file_id": file, "mapping": mapping], headers: [("Prefer", "wait=30")])
      #expect(told.counts == [2, 2, 0, 0, 0, 0], "\(told.text)")
      let rows = try await crm.observed(
        "select x_since || ' ' || trim_scale(x_limit) as text from clients.party order by id")
      #expect(try rows.map { try $0.string("text") } == ["2025-12-09 1.234", "2025-12-25 1234.5"])
    }
  }

  @Test func `of dates in several forms is no phone`() async throws {
    let values = ["2026-01-02", "02.01.2026", "2026-03-04"]
    #expect(ValueForms.judge(values).kind == .text)
    #expect(ValueForms.judge(["+7 495 123-45-67", "8 (495) 777-66-55"]).kind == .phone)
  }
}
