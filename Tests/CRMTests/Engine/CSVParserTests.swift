import Testing

@testable import CRM

@Suite struct `CSV` {
  private func parse(_ text: String, delimiter: Character = ",", piece: Int = .max) throws
    -> [FileRecord]
  {
    var parser = CSVParser(delimiter: delimiter.asciiValue ?? 0)
    var records: [FileRecord] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      try parser.take(rest.prefix(piece)) { records.append($0) }
      rest = rest.dropFirst(piece)
    }
    try parser.finish { records.append($0) }
    return records
  }

  static let texts: [(text: String, cells: [[String]])] = [
    ("", []), ("a", [["a"]]), ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]), ("a\r1\r", [["a"], ["1"]]),
    ("a,", [["a", ""]]), (",\n,", [["", ""], ["", ""]]), ("\n\na\n\n\nb\n", [["a"], ["b"]]),
    ("\"\"", [[""]]), ("\"\",\"\"\"\"\n", [["", "\""]]), ("\"a,b\",\"c\nd\"\n", [["a,b", "c\nd"]]),
    ("\"a\r\nb\"\r\nc\r\n", [["a\r\nb"], ["c"]]), ("a \"b\" c,d", [["a \"b\" c", "d"]]),
    ("\u{FEFF}a,b\n", [["a", "b"]]), ("\u{FEFF}\"a\"\n", [["a"]]), ("\u{FEFF}", []),
    ("\u{FEFF}\u{FEFF}a", [["\u{FEFF}a"]]), ("a\n\u{FEFF}b", [["a"], ["\u{FEFF}b"]]),
    // Their first bytes are those of a BOM, but they are none.
    ("ﻁ,b\n", [["ﻁ", "b"]]), ("Ａ,b\n", [["Ａ", "b"]]),
    ("Имя,ё\nИван,☂️\n", [["Имя", "ё"], ["Иван", "☂️"]]),
  ]

  @Test(arguments: texts) func `is read the same in one piece and byte by byte`(
    text: String, cells: [[String]]
  ) throws {
    for piece in [1, 2, 3, .max] {
      #expect(try parse(text, piece: piece).map(\.cells) == cells, "in pieces of \(piece)")
    }
  }

  @Test(arguments: [";", "\t", "|"] as [Character])
  func `has the delimiter that is told`(delimiter: Character) throws {
    let records = try parse("a,b\(delimiter)\"c\(delimiter)d\"\n", delimiter: delimiter)
    #expect(records.map(\.cells) == [["a,b", "c\(delimiter)d"]])
  }

  @Test func `knows the line on which a record begins`() throws {
    let records = try parse("a\r\n\r\n\"b\r\nb\"\r\n\n\"c\n\nc\"\nd")
    #expect(records.map(\.line) == [1, 3, 6, 9])
  }

  @Test(arguments: [
    ("a\n1,\"2\n3,4\n", 2), ("\"", 1), ("a\n\u{0}\n", 2), ("a,b\n1,2\n\"x\u{0}\"", 3),
  ]) func `that is broken names the line`(text: String, line: Int) throws {
    let failure = #expect(throws: CSVParser.Failure.self) { try parse(text) }
    #expect(failure?.line == line)
    #expect(failure?.detail.en.contains("ine \(line)") == true, "\(String(describing: failure))")
    #expect(failure?.detail.ru.contains("\(line)") == true)
  }

  @Test func `has to be UTF-8, and its cells not endless`() throws {
    var parser = CSVParser(delimiter: 0x2C)
    #expect(throws: CSVParser.Failure.self) {
      try parser.take([0xCF, 0xF0, 0xE8, 0x0A]) { _ in }
    }
    #expect(throws: CSVParser.Failure.self) {
      _ = try parse("\"" + String(repeating: "x", count: CSVParser.maximumCell + 1))
    }
  }

  @Test func `has records of a thousand cells and 4 MiB, and none beyond`() throws {
    let cells = String(repeating: "a,", count: CSVParser.maximumCells - 1)
    #expect(try parse("\(cells)a\n\(cells)a").map(\.cells.count) == [1000, 1000])
    let cell = String(repeating: "x", count: CSVParser.maximumRecord / 8 - 1)
    let large = String(repeating: "\(cell),", count: 7) + cell
    #expect(try parse("\(large)\n\(large)\n").map(\.cells.count) == [8, 8])
    for (record, reason) in [
      ("\(cells),", "1000 cells"), ("\(large)xx", "4 MB"),
      (String(repeating: "\"\"", count: CSVParser.maximumRecord), "1 MB"),
      (String(repeating: "a,", count: 50 << 20), "1000 cells"),
    ] {
      let failure = #expect(throws: CSVParser.Failure.self) { try parse("a\n\n\(record)") }
      #expect(failure?.line == 3)
      #expect(failure?.detail.en.contains(reason) == true, "\(String(describing: failure))")
      #expect(failure?.detail.ru.contains("3 ") == true, "\(String(describing: failure))")
    }
  }

  @Test func `tells how many bytes each record takes`() throws {
    #expect(try parse("a,b\r\n\n\"c\nd\",\"\"\"\"\ne").map(\.size) == [4, 11, 1])
  }
}
