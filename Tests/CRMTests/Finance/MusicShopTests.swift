import CRM
import Foundation
import Support
import Testing

/// Five years of a shop for music: who works there, who bought, and what was invoiced, line by line. What is expected
/// stands in section C of ANSWERS.md beside the data.
@Suite(.enabled(if: SharedData.isHere)) struct `A small company that sells music` {
  private static let files = [
    "chinook-departments", "chinook-accounts", "chinook-employees", "chinook-customers",
    "chinook-companies", "chinook-phones", "chinook-invoices", "chinook-lines",
  ]
  private static let figures = "invoice-figures/summary?currency=USD&measure="

  @Test func `is told by its reports as it is known, and is no other when loaded again`()
    async throws
  {
    try await withRealData { data in
      let books = try await RealBooks(data, "USD", 2009...2013)
      for name in Self.files { try await data.load(name) }
      try await expectRecords(books)
      let posted = try await books.each(
        "select id, department_id, row_number() over (order by invoiced_on, id) as n from finance.invoice",
        "finance.post_invoice(k.id, null)")
      #expect(posted == 412)
      try await expectSales(books)
      try await expectEach(books)
      try await expectLedger(books)
      let before = try await books.version()
      for name in Self.files {
        let report = try #require(try await data.load(name)[name])
        #expect(report.created == 0 && report.updated == 0, "\(name): \(report)")
      }
      #expect(try await books.version() == before)
      try await expectSales(books)
    }
  }

  /// How many there are of each; ten customers buy for a company, and one has no telephone.
  private func expectRecords(_ books: RealBooks) async throws {
    for (question, count) in [
      ("parties/summary?external_source=chinook-customer", "59"),
      ("parties/summary?external_source=chinook-company", "10"),
      ("employees/summary?external_source=chinook-employee", "8"),
      ("channels/summary?external_source=chinook-phone&measure=count_distinct(party_id)", "58"),
      ("invoices/summary?external_source=chinook-invoice", "412"),
      ("invoice-lines/summary?external_source=chinook-invoice", "2240"),
    ] { #expect(try await books.summary(question) == [FigureRow("", [count])], "\(question)") }
  }

  /// By year, by who looks after the customer, by customer and by country.
  private func expectSales(_ books: RealBooks) async throws {
    let whole = try await books.summary(Self.figures + "count,count_distinct(party_id),sum(gross)")
    #expect(whole == [FigureRow("", ["412", "59", "2,328.60"])])
    for (question, known) in [
      (
        "sum(gross)&group=invoiced_on:year",
        [
          "2009-01-01 449.46", "2010-01-01 481.45", "2011-01-01 469.58", "2012-01-01 477.53",
          "2013-01-01 450.58",
        ]
      ),
      (
        "count_distinct(party_id),sum(gross)&group=party_owner&sort=-sum(gross)",
        ["Jane Peacock 21 833.04", "Margaret Park 20 775.40", "Steve Johnson 18 720.16"]
      ),
      (
        "sum(gross)&group=party&sort=-sum(gross),-party&limit=5",
        [
          "Helena Holý 49.62", "Richard Cunningham 47.62", "Luis Rojas 46.62",
          "Ladislav Kovács 45.62", "Hugh O'Reilly 45.62",
        ]
      ),
      (
        "sum(gross)&group=country&sort=-sum(gross)&limit=5",
        ["US 523.06", "CA 303.96", "FR 195.10", "BR 190.10", "DE 156.48"]
      ),
    ] {
      let found = try await books.summary(Self.figures + question)
      #expect(found == known.map(Self.row), "\(question)")
    }
  }

  private static func row(_ text: String) -> FigureRow {
    let words = text.split(separator: " ").map(String.init)
    let figures = words.reversed().prefix { $0.first?.isNumber == true && !$0.contains("-") }
    return FigureRow(
      words.dropLast(figures.count).joined(separator: " "), figures.reversed())
  }

  /// Each invoice comes to what the file says of it, which its lines make.
  private func expectEach(_ books: RealBooks) async throws {
    let text = String(decoding: try SharedData.bytes("chinook/Invoice.csv"), as: UTF8.self)
    let known = text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return cells.first.flatMap { first in cells.last.map { FigureRow(first, [$0]) } }
    }
    var found: [FigureRow] = []
    for year in 2009...2013 {
      found += try await books.rows(
        "invoice-totals?posted_on[gte]=\(year)-01-01&posted_on[lte]=\(year)-12-31&limit=200",
        ["number_given", "gross"])
    }
    let order = { (a: FigureRow, b: FigureRow) in (Int(a.name) ?? 0) < (Int(b.name) ?? 0) }
    #expect(known.count == 412 && found.sorted(by: order) == known.sorted(by: order))
  }

  /// The ledger says the same of each year, and the book of sales.
  private func expectLedger(_ books: RealBooks) async throws {
    let years = ["449.46", "481.45", "469.58", "477.53", "450.58"]
    for (year, total) in zip(2009...2013, years) {
      let days = "from=\(year)-01-01&to=\(year)-12-31"
      let income = try await books.rows("profit-and-loss?\(days)", ["code", "amount"])
      #expect(income == [FigureRow("4110", [total])], "\(year)")
      let book = try await books.summary("sales-book/summary?\(days)&measure=sum(net),sum(vat)")
      #expect(book == [FigureRow("", [total, "0"])], "\(year)")
    }
    let owed = try await books.summary(
      "aged-receivables/summary?at=2013-12-31&currency=USD&measure=sum(items),sum(total)")
    #expect(owed == [FigureRow("", ["412", "2,328.60"])])
    #expect(try await books.data.chief.get("tie-out?ok=false").data == [])
  }
}
