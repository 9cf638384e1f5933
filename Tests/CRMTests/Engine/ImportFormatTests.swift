import Testing

@testable import CRM

@Suite struct `The format of a column` {
  /// What becomes of a cell; nil where it is refused.
  private func made(_ format: String, _ cell: String, _ type: ValueType) throws -> String? {
    let json = try JSONParser.parse(Array(#"{"column":"N",\#(format)}"#.utf8))
    let read = try #require(try ImportFormat.read(json, ""))
    #expect(read.suits(type))
    return try? read.value(cell, type)
  }

  @Test(arguments: [
    ("dd.mm.yyyy", "05.11.2026", "2026-11-05"), ("dd.mm.yyyy", "5.1.2026", "2026-01-05"),
    ("dd.mm.yyyy", " 05.11.2026 г.", "2026-11-05"), ("mm/dd/yyyy", "4/6/2013", "2013-04-06"),
    ("dd/mm/yyyy", "4/6/2013", "2013-06-04"), ("yyyy/mm/dd", "2026/11/05", "2026-11-05"),
    ("yyyymmdd", "19081209", "1908-12-09"), ("d.m.yy", "5.1.26", "2026-01-05"),
    ("d.m.yy", "5.1.70", "1970-01-05"), ("d month yyyy", "5 мая 2026", "2026-05-05"),
    ("d month yyyy", "5\u{A0}мая  2026 года", "2026-05-05"),
    ("d month yyyy", "5 сент. 2026", "2026-09-05"), ("month d, yyyy", "May 5, 2026", "2026-05-05"),
    ("dd-month-yyyy", "05-Nov-2026", "2026-11-05"),
    ("yyyy-mm-dd hh:mm:ss", "1962-02-18 00:00:00", "1962-02-18"),
    ("dd.mm.yyyy hh:mm", "29.02.2024 7:05", "2024-02-29"),
  ]) func `reads dates as they are declared`(pattern: String, cell: String, date: String) throws {
    #expect(try made(#""date":"\#(pattern)""#, cell, .date) == date)
  }

  @Test(arguments: [
    ("dd.mm.yyyy", "31.02.2026"), ("dd.mm.yyyy", "11.25.2026"), ("dd.mm.yyyy", "2026-11-05"),
    ("dd.mm.yyyy", "05.11.26"), ("dd.mm.yyyy", "05/11/2026"), ("dd.mm.yyyy", "05.11.2026 10:00"),
    ("dd.mm.yyyy", "a05.11.2026"), ("mm/dd/yyyy", "25/11/2026"), ("yyyymmdd", "2026115"),
    ("d month yyyy", "5 мартобря 2026"), ("dd.mm.yyyy hh:mm", "05.11.2026 24:00"),
    ("yyyy-mm-dd", "0000-01-01"), ("yyyy-mm-dd", ""),
  ]) func `refuses any other date`(pattern: String, cell: String) throws {
    #expect(try made(#""date":"\#(pattern)""#, cell, .date) == nil)
  }

  @Test(arguments: [
    ("UTC", "05.11.2026 10:30", "2026-11-05T10:30:00Z"),
    ("Europe/Moscow", "05.11.2026 10:30", "2026-11-05T07:30:00Z"),
    ("Europe/Berlin", "05.07.2026 10:30", "2026-07-05T08:30:00Z"),
    ("Europe/Berlin", "29.03.2026 02:30", nil), ("Europe/Berlin", "25.10.2026 02:30", nil),
    ("Europe/Berlin", "25.10.2026 03:00", "2026-10-25T02:00:00Z"),
  ]) func `reads instants on the clocks of a zone`(zone: String, cell: String, instant: String?)
    throws
  {
    let format = #""date":"dd.mm.yyyy hh:mm","zone":"\#(zone)""#
    #expect(try made(format, cell, .instant) == instant)
  }

  @Test(arguments: [
    (",", "1234,50", "1234.50"), (",", "1 234,50", "1234.50"), (",", "1\u{A0}234\u{202F}567", nil),
    (",", "1\u{202F}234\u{202F}567,8", "1234567.8"), (",", "1.234,50", "1234.50"),
    (",", "1.234", "1234"), (".", "1.234", "1.234"), (".", "1,234.5", "1234.5"),
    (".", "1'234.5", "1234.5"), (",", "1 234,50 руб.", "1234.50"), (",", "12,00 ₽", "12.00"),
    (".", "$1,200.00", "1200.00"), (".", "-$5", "-5"), (".", "$-5", "-5"), (".", "(5.25)", "-5.25"),
    (",", "5,25-", "-5.25"), (",", "−7", "-7"), (",", "+7", "7"), (",", "EUR 7,1", "7.1"),
    (",", "7,1 RUB", "7.1"), (",", "007,10", "7.10"), (",", ",5", "0.5"), (",", "-0,00", "0.00"),
    (",", "1234.50", nil), (".", "1234,50", nil), (",", "12 34", nil), (",", "1.23,4", nil),
    (",", "1,2,3", nil), (",", "5,", nil), (",", "--5", nil), (",", "(-5)", nil), (",", "", nil),
    (",", "12 %", nil), (",", "1e5", nil), (",", "много", nil), (",", "٣", nil),
  ]) func `reads numbers with the mark that is declared, and no others`(
    mark: String, cell: String, number: String?
  ) throws {
    #expect(try made(#""decimal":"\#(mark)""#, cell, .decimal) == number)
  }

  @Test(arguments: [
    (#""decimal":",","percent":"fraction""#, "12,5 %", "0.125"),
    (#""decimal":",","percent":"fraction""#, "250%", "2.50"),
    (#""decimal":",","percent":"fraction""#, "0,3%", "0.003"),
    (#""decimal":",","percent":"number""#, "12,5%", "12.5"),
    (#""decimal":",","group":" ""#, "1 000,5", "1000.5"),
    (#""decimal":",","group":" ""#, "1.000,5", nil), (#""decimal":",","group":"""#, "1 000", nil),
  ]) func `takes what is said of percents and thousands`(
    format: String, cell: String, number: String?
  )
    throws
  {
    #expect(try made(format, cell, .decimal) == number)
  }

  @Test(arguments: [("5,00", "5"), ("1 000", "1000"), ("5,5", nil), ("-3", "-3")])
  func `makes whole numbers only of whole ones`(cell: String, number: String?) throws {
    #expect(try made(#""decimal":",""#, cell, .integer) == number)
  }

  @Test(arguments: [
    (#""boolean":"common""#, "Да", "true"), (#""boolean":"common""#, " x ", "true"),
    (#""boolean":"common""#, "–", "false"), (#""boolean":"common""#, "0", "false"),
    (#""boolean":"common""#, "2", nil), (#""boolean":"common""#, "может быть", nil),
    (#""boolean":{"true":["Won"],"false":["Lost"]}"#, "won", "true"),
    (#""boolean":{"true":["Won"],"false":["Lost"]}"#, "да", nil),
  ]) func `reads booleans by words`(format: String, cell: String, value: String?) throws {
    #expect(try made(format, cell, .boolean) == value)
  }

  @Test(arguments: [
    (#""date":"dd.mm""#, "/date"), (#""date":"dd.mm.yyyy.mm""#, "/date"), (#""date":5"#, "/date"),
    (#""date":"день""#, "/date"), (#""date":"dd.mm.yyyy","zone":"Moscow""#, "/zone"),
    (#""zone":"UTC""#, "/zone"), (#""decimal":";""#, "/decimal"), (#""group":" ""#, "/group"),
    (#""decimal":",","group":",""#, "/group"), (#""decimal":",","percent":true"#, "/percent"),
    (#""decimal":",","date":"dd.mm.yyyy""#, "/decimal"), (#""boolean":"words""#, "/boolean"),
    (#""boolean":{"true":["x"],"false":["X"]}"#, "/boolean"),
    (#""boolean":{"true":["x"]}"#, "/boolean"),
  ]) func `that is none is told by its place`(format: String, pointer: String) throws {
    let json = try JSONParser.parse(Array(#"{"column":"N",\#(format)}"#.utf8))
    let problem = #expect(throws: Problem.self) { try ImportFormat.read(json, "") }
    #expect(problem?.errors.map(\.pointer) == [pointer])
  }
}
