import CRM
import Foundation
import Support
import Testing

/// Two months of what a city's suppliers asked to be paid, posted: what the books say of it, with the VAT. All twelve
/// months, before they are posted, are held against section F of the known answers in `A year of a city's invoices`.
@Suite(.enabled(if: SharedData.isHere)) struct `The suppliers of a city` {
  private static let months = ["2011-08", "2011-09"]
  private static let days = "from=2011-08-01&to=2011-09-30"

  @Test func `stand in the books with the amounts and the VAT that are known`() async throws {
    try await withRealData { data in
      let books = try await RealBooks(data, "GBP", 2011...2011)
      let year = SpendYear(data)
      for month in Self.months {
        try await year.suppliers(month)
        _ = try await year.load(month)
      }
      _ = try await year.load(asStated: year.refused())
      let known = try await Self.known(year)
      try await year.correct()
      let posted = try await books.each(
        "select id, department_id, row_number() over (order by paid_on, id) as n from finance.invoice",
        "finance.post_invoice(k.id, null)")
      #expect(posted == 1934 + 2007)
      try await Self.expectBooks(books, known)
      try await Self.expectPaid(books)
      let before = try await books.version()
      for month in Self.months {
        let report = try await year.load(month)
        #expect(report.created == 0 && report.updated == 0, "\(month): \(report)")
      }
      #expect(try await books.version() == before)
      try await Self.expectBook(books, known)
    }
  }

  /// Two rows of section F, in the first of which two invoices have gross and net swapped.
  private static func known(_ year: SpendYear) async throws -> [FigureRow] {
    let rows = try SpendYear.table(after: "## F. Supplier invoices paid").prefix(2).map {
      FigureRow($0[0] + "-01", $0.dropFirst())
    }
    let wrong = try await year.measures("count,sum(gross_given),sum(net_given)", "&as_stated=true")
    #expect(wrong["count"]?.int == 2)
    let more =
      SpendYear.amount(wrong["sum(net_given)"]) - SpendYear.amount(wrong["sum(gross_given)"])
    let first = rows[0].figures
    let mended = [first[0], first[1] + more, first[2], first[3] - more]
    return [FigureRow(name: rows[0].name, figures: mended), rows[1]]
  }

  private static func expectBook(_ books: RealBooks, _ known: [FigureRow]) async throws {
    let found = try await books.summary(
      "purchase-book/summary?\(days)&group=posted_on:month&measure=count,sum(gross),sum(vat),sum(net)"
    )
    #expect(found == known)
  }

  /// The book of purchases, the accounts and what is owed say the same.
  private static func expectBooks(_ books: RealBooks, _ known: [FigureRow]) async throws {
    try await expectBook(books, known)
    let whole = (0..<4).map { place in known.reduce(Decimal()) { $0 + $1.figures[place] } }
    let trial = try await books.rows("trial-balance?\(days)", ["code", "debit", "credit"])
    #expect(
      trial == [
        FigureRow(name: "1230", figures: [whole[2], 0]),
        FigureRow(name: "2110", figures: [0, whole[1]]),
        FigureRow(name: "5210", figures: [whole[3], 0]),
      ])
    let owed = try await books.summary(
      "aged-payables/summary?at=2011-09-30&currency=GBP&measure=sum(items),sum(total)")
    #expect(owed == [FigureRow(name: "", figures: [whole[0], whole[1]])])
    let suppliers = try await books.summary(
      "purchase-book/summary?\(days)&group=party_id&sort=-sum(net)&limit=10&measure=count,sum(net)")
    let stated = try await books.summary(
      "invoices/summary?currency=GBP&group=party_id&sort=-sum(net_given)&limit=10&measure=count,sum(net_given)"
    )
    #expect(suppliers.count == 10 && suppliers == stated)
  }

  /// One supplier is paid all that he is owed.
  private static func expectPaid(_ books: RealBooks) async throws {
    let chief = books.data.chief
    let party = try await books.party("Ht Forrest Ltd")
    let items = try await chief.get("payable-items?at=2011-09-30&party_id=\(party)&limit=200")
    try #require(!items.data.isEmpty, "\(items.text)")
    for item in items.data {
      let paid = try await chief.post(
        "invoices/\(item["invoice_id"]?.int ?? 0)/payments", ["paid_on": "2011-09-30"])
      #expect(paid.status == 201, "\(paid.text)")
    }
    let statement = try await chief.get(
      "supplier-statement?party=\(party)&\(days)&sort=-posted_on,-entry_id,-id&limit=1")
    #expect(statement.data.first?["amount_balance"]?.cents == "0", "\(statement.text)")
    let left = try await chief.get("payable-items?at=2011-09-30&party_id=\(party)")
    #expect(left.data == [])
    #expect(try await chief.get("tie-out?ok=false").data == [])
  }
}
