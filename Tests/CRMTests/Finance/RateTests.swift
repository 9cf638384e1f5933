import Foundation
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A file of rates` {
  @Test func `of the European Central Bank has a column for each currency`() throws {
    let file = try RateFile(Array("Date,USD,CYP,RUB,\n2013-06-28,1.308,N/A,42.845,\n\n".utf8))
    #expect(file.source == "ECB" && file.against == "EUR")
    #expect(
      file.days == [
        .init(
          on: "2013-06-28",
          quotations: [
            .init(currency: "USD", units: "1.308", price: "1"),
            .init(currency: "RUB", units: "42.845", price: "1"),
          ])
      ])
  }

  @Test func `of the European Central Bank comes as XML too`() throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/x">
      <Cube><Cube time='2024-01-03'><Cube currency='USD' rate='1.0919'/></Cube>
      <Cube time='2024-01-02'><Cube currency='USD' rate='1.0956'/><Cube currency='JPY' rate='155.6'/></Cube>
      </Cube></gesmes:Envelope>
      """
    let file = try RateFile(Array(text.utf8))
    #expect(file.days.map(\.on) == ["2024-01-03", "2024-01-02"])
    #expect(file.days[1].quotations.map(\.currency) == ["USD", "JPY"])
  }

  /// As the Bank of Russia writes it, in Windows-1251.
  static let russian = """
    <?xml version="1.0" encoding="windows-1251"?>
    <ValCurs Date="02.03.2024" name="Foreign Currency Market">
    <Valute ID="R01235"><NumCode>840</NumCode><CharCode>USD</CharCode><Nominal>1</Nominal>
    <Name>\u{1}</Name><Value>91,3336</Value><VunitRate>91,3336</VunitRate></Valute>
    <Valute ID="R01335"><NumCode>398</NumCode><CharCode>KZT</CharCode><Nominal>100</Nominal>
    <Name>\u{1}</Name><Value>20,2631</Value><VunitRate>0,202631</VunitRate></Valute></ValCurs>
    """

  /// The letters "Доллар" in place of the marks.
  static let bytes = russian.utf8.flatMap { byte -> [UInt8] in
    byte == 1 ? [0xC4, 0xEE, 0xEB, 0xEB, 0xE0, 0xF0] : [byte]
  }

  @Test func `of the Bank of Russia says what so many units cost`() throws {
    let file = try RateFile(Self.bytes)
    #expect(file.source == "Bank of Russia" && file.against == "RUB")
    #expect(
      file.days == [
        .init(
          on: "2024-03-02",
          quotations: [
            .init(currency: "USD", units: "1", price: "91.3336"),
            .init(currency: "KZT", units: "100", price: "20.2631"),
          ])
      ])
  }

  /// A file that is none, and the line on which it is told.
  static let bad: [(text: String, line: Int)] = [
    ("", 1), ("Date,USD\n", 1), ("Day,USD\n2013-06-28,1\n", 1), ("Date,usd\n2013-06-28,1\n", 1),
    ("Date,USD,USD\n2013-06-28,1,2\n", 1), ("Date,USD\n2013-06-28,0\n", 2),
    ("Date,USD\n\n2013-02-30,1\n", 3), ("Date,USD\n2013-06-28,1e3\n", 2),
    ("Date,USD\n2013-06-28,-1\n", 2), ("Date,USD\n2013-06-28,1,2\n", 2), ("<a>", 1),
    ("<!DOCTYPE a>\n<a/>", 1), ("<a/>", 1), ("<ValCurs Date=\"31.02.2024\"/>", 1),
    ("<ValCurs ID=\"R01235\" DateRange1=\"02.03.2001\"/>", 1),
    ("<ValCurs Date=\"02.03.2024\">\n<Valute><CharCode>USD</CharCode></Valute></ValCurs>", 2),
    ("\u{1F}\u{0}", 1),
  ]

  @Test(arguments: bad)
  func `that is none is refused with its line`(text: String, line: Int) {
    do {
      _ = try RateFile(Array(text.utf8))
      Issue.record("read")
    } catch let failure as RateFile.Failure {
      #expect(failure.line == line)
    } catch { Issue.record("\(error)") }
  }

  @Test func `that is damaged or grows too much is no gzip`() {
    #expect(throws: RateFile.Failure.self) { try RateFile([0x1F, 0x8B, 8, 0, 0]) }
    #expect(throws: RateFile.Failure.self) {
      try RateFile([0x1F, 0x8B] + [UInt8](repeating: 0xFF, count: 100))
    }
  }

  private func send(
    _ session: TestSession, _ bytes: [UInt8], _ type: String, _ query: String = ""
  ) async throws -> Reply {
    try await session.send(
      "POST", "rates/import\(query)", headers: [("Content-Type", type)], body: bytes)
  }

  @Test func `is reckoned into the currency of the books`() async throws {
    try await withCRM { crm in
      let accountant = try await crm.as(.accountant)
      let table = Array(
        "Date,USD,RUB,EEK\n2013-06-27,1.3,N/A,15\n2013-06-28,1.308,42.845,15.6466\n".utf8)
      let taken = try await send(accountant, table, "text/csv")
      #expect(taken.status == 200, "\(taken.text)")
      #expect(
        ["created", "known", "days_passed_over"].map { taken[$0]?.int } == [2, 0, 1],
        "\(taken.text)")
      #expect(taken["unknown"]?.array?.contains("EEK") == true, "\(taken.text)")
      let again = try await send(accountant, table, "text/csv")
      #expect(["created", "known"].map { again[$0]?.int } == [0, 2], "\(again.text)")
      let russian = try await send(accountant, Self.bytes, "application/xml")
      #expect(russian["created"]?.int == 2, "\(russian.text)")
      let rates = try await crm.observed(
        """
        select string_agg(currency || ' ' || trim_scale(rate), ', ' order by rated_on, currency)
          as text from finance.rate
        """)[0].string("text")
      #expect(rates == "EUR 42.845, USD 32.756116207951, KZT 0.202631, USD 91.3336")
      let found = try await crm.arrange(
        "select finance.to_base(100, 'USD', '2024-03-09') as late, finance.rate_on('USD', '2013-06-30') as old"
      )
      #expect(try found[0].string("late") == "9133.36")
      #expect(try found[0].string("old") == "32.756116207951")
    }
  }

  @Test(.enabled(if: SharedData.isHere))
  func `of a quarter of a century comes packed, and twice changes nothing`() async throws {
    try await withCRM { crm in
      let accountant = try await crm.as(.accountant)
      let bytes = try SharedData.bytes("reference/ecb-eurofxref-hist.csv.gz")
      #expect(try RateFile(bytes).days.count == 7126)
      let query = "?from=2012-01-01&currencies=USD,GBP,RUB"
      let taken = try await send(accountant, bytes, "application/gzip", query)
      #expect(taken.status == 200, "\(taken.text)")
      let again = try await send(accountant, bytes, "application/gzip", query)
      #expect(again["created"]?.int == 0 && again["known"] == taken["created"], "\(again.text)")
      // 1 EUR on 2013-06-28 = 1.308 USD, 0.8572 GBP, 42.845 RUB; Sunday the 30th has the 28th's.
      let found = try await crm.arrange(
        """
        select finance.rate_on('EUR', '2013-06-30') as eur,
          round(finance.rate_on('USD', '2013-06-30') * 1.308, 6) as usd,
          round(finance.rate_on('GBP', '2013-06-30') * 0.8572, 6) as gbp
        """)[0]
      for currency in ["eur", "usd", "gbp"] {
        #expect(try found.string(currency).hasPrefix("42.845"), "\(currency)")
      }
    }
  }

  @Test func `is taken by who keeps the books`() async throws {
    try await withCRM { crm in
      let reply = try await send(try await crm.as(.sales), Self.bytes, "application/xml")
      #expect(reply.status == 403)
      let wrong = try await send(
        try await crm.as(.accountant), Array("Date,USD\n2013-06-28,x\n".utf8), "text/csv")
      #expect(wrong.status == 422 && wrong.text.contains("Line 2"), "\(wrong.text)")
    }
  }
}
