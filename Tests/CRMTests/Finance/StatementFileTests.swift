import Foundation
import Testing

@testable import CRM

@Suite(.enabled(if: SharedData.isHere)) struct `A file of a bank` {
  private func file(_ bytes: [UInt8]) throws -> StatementFile {
    try StatementFile(bytes, told: nil, table: StatementTable())
  }

  @Test func `is known with its answers`() throws {
    let folder = SharedData.folder.appendingPathComponent("bank-statements").path
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.contains(".") && !$0.contains("LICENSE") }
    #expect(Set(found) == Set(StatementAnswer.files + [StatementAnswer.unreadable]))
  }

  @Test(arguments: StatementAnswer.all) func `says what is known of it`(answer: StatementAnswer)
    throws
  {
    let file = try file(StatementAnswer.bytes(answer.file))
    let count = StatementAnswer.all.count { $0.file == answer.file }
    #expect(file.statements.count == count && file.encoding == .utf8)
    let statement = file.statements[answer.place - 1]
    let number = StatementAnswer.number
    #expect(statement.currency == answer.currency)
    #expect(number(statement.opening) == number(answer.opening))
    #expect(number(statement.closing) == number(answer.closing))
    let amounts = statement.lines.compactMap { number($0.amount) }
    #expect(amounts.count == answer.lines)
    #expect(statement.lines.count == answer.lines + answer.unread)
    #expect(amounts.filter { $0 > 0 }.reduce(0, +) == number(answer.credits))
    #expect(amounts.filter { $0 < 0 }.reduce(0, +) == number(answer.debits))
    for line in statement.lines { #expect(line.amount != nil || line.fault != nil) }
  }

  @Test func `of which nothing is a statement is refused with the line and the reason`() throws {
    let bytes = try StatementAnswer.bytes(StatementAnswer.unreadable)
    let failure = #expect(throws: StatementFailure.self) { try file(bytes) }
    #expect(failure?.line == 1)
    #expect(failure?.reason.en.contains(":20:") == true)
  }

  @Test func `keeps what cannot be read, letter by letter`() throws {
    let knab = try file(StatementAnswer.bytes("mt940/jejik_knab.sta")).statements[1].lines[1]
    #expect(knab.amount == nil && knab.line == 17)
    #expect(knab.source.hasPrefix(":61:1407290729C500NTRF29-07-2014 10:05//B4G29PGDCK1QFV3E\n:86:"))
    let february = try file(StatementAnswer.bytes("mt940/self-provided_february_30.sta"))
    let line = february.statements[0].lines[0]
    #expect(line.valued == nil && line.booked == "2016-03-01" && line.amount == "-6.00")
    #expect(line.fault?.en == "There is no day 160230.")
  }

  @Test func `has the amounts of OFX one by one`() throws {
    let amounts = try ["anzcc", "bank_medium", "checking"].map { name in
      try file(StatementAnswer.bytes("ofx/\(name).ofx")).statements[0].lines.map(\.amount)
    }
    #expect(amounts == [["-5.50"], ["-6.60", "-316.67", "-22.00"], ["0.01", "-34.51", "-25.00"]])
  }

  @Test func `has entries of camt.053 with the payments of a batch`() throws {
    let lines = try file(StatementAnswer.bytes("camt/test-camt053.xml")).statements[0].lines
    #expect(lines.map { max($0.parts.count, 1) } == [1, 2, 1])
    #expect(lines[1].parts.map(\.amount) == ["-564.05", "-100.00"])
    #expect(lines[2].party.account == "NL69ABNA0522123643")
    #expect(lines[2].source.hasPrefix("<Ntry>") && lines[2].source.hasSuffix("</Ntry>"))
  }

  @Test(arguments: ["windows-1251", "cp866"]) func `of 1C is the same in the letters of its time`(
    letters: String
  ) throws {
    let bytes = try StatementAnswer.bytes("1c/sample1.txt")
    let text = String(decoding: bytes, as: UTF8.self)
    let old = Self.encoded(
      letters == "cp866" ? text.replacing("=Windows", with: "=DOS") : text, letters)
    #expect(old.count < bytes.count)
    let read = try file(old)
    #expect(read.encoding.rawValue == letters)
    let lines = try file(bytes).statements[0].lines
    #expect(read.statements[0].lines.map(\.purpose) == lines.map(\.purpose))
    #expect(read.statements[0].lines.map(\.party) == lines.map(\.party))
  }

  /// Russian letters as one byte each.
  private static func encoded(_ text: String, _ letters: String) -> [UInt8] {
    text.unicodeScalars.map { letter in
      guard letter.value >= 0x80 else { return UInt8(letter.value) }
      let place = Int(letter.value) - 0x410
      if letters == "windows-1251" { return UInt8(0xC0 + place) }
      return UInt8(place < 0x30 ? 0x80 + place : 0xE0 + place - 0x30)
    }
  }

  static let broken: [(text: String, line: Int)] = [
    ("1CClientBankExchange\nСекцияДокумент=Платежное поручение\nНомер=1\n", 2),
    ("1CClientBankExchange\nРасчСчет=1\n", 3),
    ("1CClientBankExchange\nРасчСчет=1\nКонецДокумента\nКонецФайла\n", 3),
    ("1CClientBankExchange\nРасчСчет=1\nчто-то\nКонецФайла\n", 3),
    (
      "1CClientBankExchange\nРасчСчет=1\nСекцияДокумент=П\nСумма=1\nПлательщикСчет=2\nКонецДокумента\nКонецФайла\n",
      3
    ),
    (":20:A\n:25:1\n:60F:X110522EUR1,00\n", 3), (":25:1\n:20:A\n", 1),
    ("<OFX><STMTRS><CURDEF>EUR", 1), ("<OFX>\n<A>\n</B>\n</OFX>", 3), ("<OFX></OFX>", 1),
    ("<Document><BkToCstmrStmt>\n<Stmt>", 2), ("<!DOCTYPE a []>\n<Document/>", 1),
    ("<Document><BkToCstmrDbtCdtNtfctn/></Document>", 1), ("", 1), ("  \n", 1),
    ("Date,Sum\n2024-01-01,1\n", 1), ("Date,Amount\n2024-01-01,\"1,234\"\n", 2),
    ("Date,Amount\n2024-01-01,\"1", 2), ("a\u{0}b", 1),
  ]

  @Test(arguments: broken) func `that is broken names the line`(text: String, line: Int) throws {
    let failure = #expect(throws: StatementFailure.self) { try file(Array(text.utf8)) }
    #expect(failure?.line == line, "\(String(describing: failure))")
  }

  @Test func `in CSV is read by what its columns are called`() throws {
    let text = """
      Выписка по счёту;;
      Дата;Приход;Расход;Контрагент;Назначение платежа
      01.02.2024;"1 000,50";;ООО Ромашка;Счёт 17
      02.02.2024;;12,00;Банк;Комиссия
      ;;;;Итого
      """
    let statement = try file(Array(text.utf8)).statements[0]
    #expect(statement.lines.map(\.amount) == ["1000.50", "-12.00", nil])
    #expect(statement.lines.map(\.booked) == ["2024-02-01", "2024-02-02", nil])
    #expect(statement.lines[2].fault != nil && statement.lines[2].purpose == "Итого")
    #expect(statement.begins == "2024-02-01" && statement.ends == "2024-02-02")
  }
}
