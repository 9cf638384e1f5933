import Testing

@testable import CRM

@Suite struct `A sheet` {
  @Test func `is read by places, with rows and cells that are left out`() throws {
    let rows = try SheetFixture(
      """
      <row r="2"><c r="A2"><v>1</v></c><c r="C2" t="str"><f>A2&amp;"x"</f><v>1x</v></c></row>
      <row r="3"><c r="B3" s="0"/></row><row><c><v>7</v></c><c t="b"><v>0</v></c></row>
      <row r="1048576"><c r="B1048576" t="b"><v>1</v></c></row>
      """
    ).rows()
    #expect(rows.map(\.line) == [2, 4, 1_048_576])
    #expect(rows.map(\.cells) == [["1", "", "1x"], ["7", "false"], ["", "true"]])
    #expect(rows.map(\.size) == [5, 8, 5])
  }

  @Test func `has texts of its own, shared ones in runs, and none of their pronunciation`() throws {
    let rows = try SheetFixture(
      """
      <row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>a</t><r><t xml:space="preserve"> b</t></r></is></c></row>
      <row><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>
      """,
      texts: """
        <si><t>Ромашка &amp; Ко</t></si>
        <si><r><rPr><b/></rPr><t>東</t></r><r><t>京</t></r><rPh sb="0" eb="2"><t>とうきょう</t></rPh><phoneticPr/></si>
        <si><t>a_x000D_b _x005F_x0041_ _x00zz_ _x</t></si><si/>
        """
    ).rows()
    #expect(rows.map(\.cells) == [["Ромашка & Ко", "東京", "a b"], ["a\rb _x0041_ _x00zz_ _x"]])
  }

  @Test func `tells errors of formulas from texts`() throws {
    let rows = try SheetFixture(
      """
      <row><c t="str"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
      """
    ).rows()
    #expect(rows.map(\.cells) == [["#N/A", "#DIV/0!"]])
    #expect(rows.map(\.errors) == [[1]])
  }

  @Test(arguments: [
    ("1234.5000000000001", "1234.5"), ("0.30000000000000004", "0.3"), ("9.949999999999999", "9.95"),
    ("1E3", "1000"), ("1.5E-3", "0.0015"), ("-0.10", "-0.1"), ("007", "7"), ("0", "0"),
    ("-0", "0"), (".5", "0.5"), ("5.", "5"), ("9.9999999999999999", "10"),
    ("12345678901234567", "12345678901234567"), ("1.2345678901234567E+17", "123456789012346000"),
    ("1E999999", "1E999999"), ("1e", "1e"), ("1,5", "1,5"), ("", ""), ("nan", "nan"),
  ]) func `shows numbers as they are meant`(raw: String, text: String) throws {
    #expect(SheetCalendar(from1904: false).text(raw, .number) == text)
  }

  @Test(arguments: [
    (14, "45296", "2024-01-05"), (14, "45296.99", "2024-01-05"), (14, "1", "1900-01-01"),
    (14, "59", "1900-02-28"), (14, "60", "1900-02-29"), (14, "61", "1900-03-01"),
    (14, "2958465", "9999-12-31"), (14, "2958466", "2958466"), (14, "-1", "-1"), (14, "0", "0"),
    (22, "45296.416666666664", "2024-01-05T10:00:00"),
    (22, "45296.4166666667", "2024-01-05T10:00:00"),
    (22, "45296.999999999999", "2024-01-06T00:00:00"),
    (22, "45296.00001157407", "2024-01-05T00:00:01"),
    (20, "0.75", "18:00:00"), (46, "1.25", "30:00:00"), (0, "45296", "45296"),
  ]) func `shows dates by their format`(format: Int, raw: String, text: String) throws {
    let format = try #require(NumberFormat(number: format))
    #expect(SheetCalendar(from1904: false).text(raw, format) == text)
  }

  @Test(arguments: [
    ("dd.mm.yyyy", NumberFormat.date), ("[$-419]d mmmm yyyy;@", .date), ("mmm", .date),
    ("yyyy-mm-dd hh:mm:ss", .instant(utc: false)),
    (#"yyyy-mm-dd hh:mm:ss.000"Z""#, .instant(utc: true)),
    (#"yyyy-mm-dd hh:mm:ss\Z"#, .instant(utc: true)), ("h:mm AM/PM", .time), ("mm:ss", .time),
    ("[h]:mm:ss", .duration), ("General", .number), ("0.00E+00", .number), ("#,##0.00", .number),
    (#"0.00" days""#, .number), (#"#,##0\ "руб.""#, .number), ("[Red]0.00;[Blue]-0.00", .number),
    (#"0" d";yyyy"#, .number), ("", .number), ("\"", .number), ("[", .number), ("\\", .number),
  ]) func `tells what a format means`(code: String, format: NumberFormat) {
    #expect(NumberFormat(code: code) == format)
  }

  @Test func `has the dates of its workbook, by the styles of its cells`() throws {
    let fixture = SheetFixture(
      """
      <row><c s="1"><v>0</v></c><c s="2"><v>1.5</v></c><c s="0"><v>1.5</v></c><c s="9"><v>2</v></c><c t="d"><v>2024-01-05</v></c></row>
      """,
      styles: """
        <numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yy\\ hh:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>
        """, calendar: "<workbookPr date1904=\"1\"/>")
    #expect(
      try fixture.rows().map(\.cells) == [
        ["1904-01-01", "1904-01-02T12:00:00", "1.5", "2", "2024-01-05"]
      ])
  }

  @Test func `is the one that is named, or the first that is not hidden`() throws {
    var fixture = SheetFixture(
      "<row><c><v>1</v></c></row>",
      sheets: [
        ("Лист «2»", "hidden", "<row><c><v>2</v></c></row>"),
        ("Third", "visible", "<row><c><v>3</v></c></row>"),
      ])
    #expect(try fixture.rows().map(\.cells) == [["1"]])
    #expect(try fixture.rows("Лист «2»").map(\.cells) == [["2"]])
    #expect(throws: SheetFailure.self) { try fixture.rows("Fourth") }
    fixture.parts["xl/workbook.xml"]?.replace(
      "state=\"visible\" r:id=\"s0\"", with: "state=\"veryHidden\" r:id=\"s0\"")
    #expect(try fixture.rows().map(\.cells) == [["3"]])
  }

  @Test func `may be written with prefixes, in another encoding and case`() throws {
    var fixture = SheetFixture("")
    fixture.parts["xl/worksheets/sheet0.xml"] = nil
    fixture.parts["XL/Worksheets/Sheet0.xml"] =
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><x:worksheet xmlns:x=\"x\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>&#1025;</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    #expect(try fixture.rows().map(\.cells) == [["Ё"]])
  }

  @Test func `has the same texts when they do not fit into memory`() throws {
    let count = 20_000
    let texts = (0..<count).map { "<si><t>text \($0 * 7919) ё</t></si>" }.joined()
    let order = (0..<count).map { $0 * 7919 % count }
    let rows = order.map { "<row><c t=\"s\"><v>\($0)</v></c></row>" }.joined()
    var limits = SheetLimits()
    limits.held = 1 << 10
    let fixture = SheetFixture(rows, texts: texts)
    #expect(try fixture.rows(nil, limits).map(\.cells) == order.map { ["text \($0 * 7919) ё"] })
  }

  @Test func `is read by those who must not block, in pieces`() async throws {
    let rows = (1...1200).map { "<row><c><v>\($0)</v></c></row>" }.joined()
    let bytes = try SheetFixture(rows + "<row r=\"5\"></row>").bytes()
    let spool = try Spool()
    try bytes.withUnsafeBytes { try spool.put($0, at: 0) }
    #expect(try await SheetRows.sheets(of: spool) == [.init(name: "Data", isVisible: true)])
    let sheet = try await SheetRows.open(spool)
    #expect(try await sheet.next().rows.count == 500)
    #expect(try await sheet.next(600).rows.last?.cells == ["1100"])
    let last = try await sheet.next()
    #expect(last.rows.count == 100 && last.size == 500)
    #expect((last.failure as? SheetFailure)?.code == "bad_cell_reference")
  }
}
