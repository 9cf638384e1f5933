import Testing

@testable import CRM

@Suite struct `A value in a workbook` {
  /// Writes the values as one row and reads it back.
  private func read(_ values: [(String?, ValueType)]) throws -> [String] {
    let columns = values.enumerated().map { (name: "c\($0.offset)", type: $0.element.1) }
    let writer = try SheetWriter("things", columns: columns)
    try writer.append { values[$0].0 }
    let reader = try Workbook(writer.close()).rows(of: "things")
    #expect(try reader.next()?.cells == columns.map(\.name))
    return try reader.next()?.cells ?? []
  }

  @Test(arguments: [
    "=1+1", "+7 495", "-5", "@x", "\tx", "'x", "''", "＝1", "a\r\nb", " a ", "_x0041_", "_x005F_",
    "__x000D__", "_x", "\u{1}\u{1F}", "\u{FFFE}\u{FFFF}", "Ё & <b>\"", "0123", "1E5", "TRUE",
    "#N/A",
    "{\"a\": [1, \"=2\"]}", "https://example.org", String(repeating: "ё", count: 32_767),
  ]) func `is the same text again, and never a formula`(text: String) throws {
    #expect(try read([(text, .text), ("x", .text)]) == [text, "x"])
  }

  @Test(arguments: [
    ("0", "0"), ("-5", "-5"), ("999999999999999", "999999999999999"),
    ("1000000000000001", "1000000000000001"), ("9223372036854775807", "9223372036854775807"),
  ]) func `is the same integer again`(text: String, shown: String) throws {
    #expect(try read([(text, .integer)]) == [shown])
  }

  @Test(arguments: [
    ("9.9500", "9.95"), ("0.0001", "0.0001"), ("-1234567890.1234", "-1234567890.1234"),
    ("99999999999.9999", "99999999999.9999"), ("100000000000.0001", "100000000000.0001"),
    ("123456789012345.6789", "123456789012345.6789"), ("0.0000001", "0.0000001"),
    ("100.0000", "100"), ("NaN", "NaN"), ("Infinity", "Infinity"), ("-Infinity", "-Infinity"),
  ]) func `is the same decimal again`(text: String, shown: String) throws {
    #expect(try read([(text, .decimal)]) == [shown])
  }

  @Test(arguments: [
    "2024-02-29", "1900-03-01", "1900-02-28", "1899-12-31", "0001-01-01", "9999-12-31",
    "10000-01-01", "0044-03-15 BC", "infinity", "-infinity",
  ]) func `is the same date again`(text: String) throws {
    #expect(try read([(text, .date)]) == [text])
  }

  @Test(arguments: [
    ("2024-02-29 12:30:00+00", "2024-02-29T12:30:00Z"),
    ("2024-02-29 23:59:59.999999+00", "2024-02-29T23:59:59.999999Z"),
    ("2024-02-29 00:00:00.000001+00", "2024-02-29T00:00:00.000001Z"),
    ("2079-06-04 01:02:03.5+00", "2079-06-04T01:02:03.500Z"),
    ("2079-06-05 01:02:03.5+00", "2079-06-05T01:02:03.5Z"),
    ("1950-01-01 03:04:05.678901+00", "1950-01-01T03:04:05.678901Z"),
    ("1900-02-28 12:00:00+00", "1900-02-28T12:00:00Z"), ("infinity", "infinity"),
    ("9999-12-31 23:59:59+00", "9999-12-31T23:59:59Z"),
  ]) func `is the same instant again`(text: String, shown: String) throws {
    #expect(try read([(text, .instant)]) == [shown])
  }

  /// Sixteen digits hold every one, wherever in the day it is.
  @Test func `is every microsecond again`() throws {
    let writer = try SheetWriter("x", columns: [(name: "c", type: .instant)])
    let micros = (0..<20_000).map { $0 * 4_319_999 % 86_400_000_000 }
    let texts = micros.map { micros in
      let (seconds, rest) = micros.quotientAndRemainder(dividingBy: 1_000_000)
      let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { CivilDay.pad($0, 2) }
      let fraction =
        rest == 0
        ? "" : rest % 1000 == 0 ? ".\(CivilDay.pad(rest / 1000, 3))" : ".\(CivilDay.pad(rest, 6))"
      return clock.joined(separator: ":") + fraction
    }
    for text in texts { try writer.append { _ in "2026-11-28 \(text)+00" } }
    let reader = try Workbook(writer.close()).rows()
    _ = try reader.next()
    for text in texts { #expect(try reader.next()?.cells == ["2026-11-28T\(text)Z"]) }
  }

  @Test func `is nothing where there is none, and a boolean by its word`() throws {
    #expect(
      try read([(nil, .text), ("t", .boolean), ("", .text), ("f", .boolean), (nil, .integer)])
        == ["", "true", "", "false"])
  }

  @Test func `is refused when it is longer than a cell`() throws {
    let long = String(repeating: "x", count: 32_768)
    let writer = try SheetWriter("x", columns: [(name: "notes", type: .text)])
    let problem = #expect(throws: Problem.self) { try writer.append { _ in long } }
    #expect(problem?.status == 422 && problem?.code == "text_too_long")
    #expect(problem?.errors.map(\.pointer) == ["notes"])
  }

  @Test func `stands in one row of those that a sheet holds`() throws {
    let writer = try SheetWriter("x", columns: [(name: "id", type: .integer)])
    for row in 1...1_048_575 { try writer.append { _ in row == 1_048_575 ? "7" : nil } }
    let problem = #expect(throws: Problem.self) { try writer.append { _ in nil } }
    #expect(problem?.status == 422 && problem?.code == "too_many_rows")
    let reader = try Workbook(writer.close()).rows()
    #expect(try reader.next()?.cells == ["id"])
    #expect(
      try reader.next() == SheetRow(line: 1_048_576, cells: ["7"], errors: [], typed: [0], size: 2))
  }
}
