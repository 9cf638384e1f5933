import CRM
import Foundation
import Support
import Testing

/// Two years of invoices and of what paid them: loaded as `deploy/demo-import` does it, posted, and asked for by the
/// reports. What is expected stands in section D of ANSWERS.md beside the data, each figure of which is one of an answer.
@Suite(.enabled(if: SharedData.isHere)) struct `The receivables of a company` {
  private static let files = [
    "receivables-departments", "receivables-customers", "receivables-invoices",
    "receivables-lines", "receivables-payments",
  ]

  @Test func `are what is known of them on any day, also once a payment is mended`() async throws {
    try await withRealData { data in
      let books = try await RealBooks(data, "USD", 2012...2014)
      for name in Self.files {
        let report = try await data.load(name)[name]
        #expect(report?.read == 2466 && report?.refused == 0, "\(name): \(report as Any)")
      }
      try await post(books)
      try await expectDays(books)
      try await expectDebtors(books)
      try await expectBehaviour(books)
      try await expectEach(books)
      try await mend(books)
      try await expectSame(books)
    }
  }

  /// Invoices, payments, and what settles what: each payment names the invoice that it is for.
  private func post(_ books: RealBooks) async throws {
    let invoices = try await books.each(
      "select id, department_id, row_number() over (order by invoiced_on, id) as n from finance.invoice",
      "finance.post_invoice(k.id, null)")
    #expect(invoices == 2466)
    let payments = try await books.each(
      "select id, department_id, row_number() over (order by paid_on, id) as n from finance.payment",
      "finance.post_payment(k.id)")
    #expect(payments == 2466)
    let allocations = try await books.each(
      "select id, department_id, row_number() over (order by paid_on, id) as n from finance.payment",
      """
      (select finance.allocate_payment(p.id, i.id, null, null, p.paid_on)
        from finance.payment as p join finance.invoice as i on i.number_given = p.reference where p.id = k.id)
      """)
    #expect(allocations == 2466)
  }

  /// D1, and how the first half of 2013 comes from one to the next.
  private func expectDays(_ books: RealBooks) async throws {
    let known = try SpendYear.table(after: "### D1. Balance and ageing")
    #expect(known.count == 4)
    for row in known {
      let ages = try await books.summary(
        "receivable-items/summary?at=\(row[0])&currency=USD&group=bucket&measure=count,sum(left_amount)"
      )
      let parts = ["not_due", "days_1_15", "days_16_30"].map { age in
        ages.first { $0.name == age }?.figures ?? [0, 0]
      }
      let whole = [0, 1].map { place in ages.reduce(Decimal()) { $0 + $1.figures[place] } }
      let rest = [0, 1].map { place in parts.reduce(whole[place]) { $0 - $1[place] } }
      let found = FigureRow(name: row[0], figures: whole + parts.flatMap { $0 } + rest)
      #expect(found == FigureRow(row[0], row.dropFirst()))
      let aged = try await books.summary(
        """
        aged-receivables/summary?at=\(row[0])&currency=USD\
        &measure=sum(items),sum(total),sum(not_due),sum(days_1_15),sum(days_16_30),sum(unallocated)
        """)
      let amounts = [whole[0], whole[1]] + parts.map { $0[1] } + [0]
      #expect(aged == [FigureRow(name: "", figures: amounts)], "\(row[0])")
    }
    let half = try await books.rows(
      "trial-balance?from=2013-01-01&to=2013-06-30&code=1210",
      ["code", "opening_debit", "debit", "credit", "closing"])
    #expect(
      half == [FigureRow("1210", ["5,725.06", "39,380.52", "39,985.73", "5,119.85"])])
  }

  /// D2.
  private func expectDebtors(_ books: RealBooks) async throws {
    let known = try SpendYear.table(after: "### D2. Top 10 debtors")
    let found = try await books.rows(
      "aged-receivables?at=2013-06-30&sort=-total&limit=10",
      ["party", "items", "total", "overdue"])
    #expect(known.count == 10 && found == known.map { FigureRow($0[0], $0.dropFirst()) })
    let all = try await books.summary("aged-receivables/summary?at=2013-06-30")
    #expect(all == [FigureRow("", ["52"])])
    let overdue = try await books.summary(
      "aged-receivables/summary?at=2013-06-30&currency=USD&overdue[gt]=0&measure=count,sum(overdue_items),sum(overdue)"
    )
    #expect(overdue == [FigureRow("", ["12", "12", "835.56"])])
    let party = try await books.party("7938-EVASK")
    let statement = try await books.rows(
      "customer-statement?party=\(party)&from=2013-06-01&to=2013-06-30&sort=-posted_on,-entry_id,-id",
      ["currency", "amount_balance"])
    #expect(statement.first == FigureRow("USD", ["301.34"]), "\(statement)")
  }

  private static let measures =
    "count,sum(gross),avg(days_to_settle),avg(days_late),avg(late_percent),avg(disputed_percent)"

  /// D, its head, and D3: who pays when.
  private func expectBehaviour(_ books: RealBooks) async throws {
    let figures = "invoice-figures/summary?currency=USD&measure="
    for (question, cells) in [
      ("count,count_distinct(party_id),sum(gross),sum(left_amount)", "2466 100 147703.18 0"),
      ("min(term_days),max(term_days)", "30 30"),
      ("avg(late_percent),avg(days_to_settle),avg(days_late)", "35.56 26.44 3.44"),
      ("count,sum(gross)&disputed=true", "561 36746.12"), ("count&late=true", "877"),
    ] {
      let known = FigureRow("", cells.split(separator: " ").map(String.init))
      #expect(try await books.summary(figures + question) == [known], "\(question)")
    }
    let days = try await books.data.chief.get(
      "\(figures)min(invoiced_on),max(invoiced_on),min(settled_on),max(settled_on)")
    #expect(
      days.data.first?["measures"]?.object?.map { $0.value.string } == [
        "2012-01-03", "2013-12-02", "2012-01-13", "2014-01-09",
      ], "\(days.text)")
    for (heading, group, start) in [
      ("| bill |", "category", ""), ("| country code |", "department", "Country "),
      ("| invoice quarter |", "invoiced_on:quarter", ""),
    ] {
      let known = try SpendYear.table(under: heading).map {
        FigureRow(start + $0[0], $0.dropFirst())
      }
      let found = try await books.summary("\(figures)\(Self.measures)&group=\(group)")
      #expect(found.map(Self.quarter) == known, "\(group)")
    }
    let best = try await books.summary("\(figures)sum(gross)&group=party&sort=-sum(gross)&limit=5")
    #expect(
      best
        == [
          "1080-NDGAE 2,646.81", "4640-FGEJI 2,635.46", "6048-QPZCF 2,377.79",
          "6833-ETVHD 2,337.36",
          "5924-UOPGH 2,330.01",
        ].map(Self.pair))
    let slowest = try await books.summary(
      figures + "avg(days_late)&group=party&sort=-avg(days_late)&limit=5"
        + #"&having={"field":"count","op":"gte","value":10}"#)
    #expect(
      slowest
        == [
          "2621-XCLEH 19.60", "8102-ABPKQ 14.59", "0688-XNJRO 14.44", "1604-LIFKX 13.90",
          "5613-UHVMG 12.82",
        ].map(Self.pair))
  }

  private static func pair(_ text: String) -> FigureRow {
    let words = text.split(separator: " ").map(String.init)
    return FigureRow(words[0], [words[1]])
  }

  /// A quarter by its first day, as the answers call it.
  private static func quarter(_ row: FigureRow) -> FigureRow {
    guard let match = row.name.wholeMatch(of: /(\d{4})-(\d\d)-01/), let month = Int(match.2) else {
      return row
    }
    return FigureRow(name: "\(match.1)-Q\((month + 2) / 3)", figures: row.figures)
  }

  /// The file tells of each invoice how many days it took; so do the reports.
  private func expectEach(_ books: RealBooks) async throws {
    let text = String(
      decoding: try SharedData.bytes("ibm-receivables/WA_Fn-UseC_-Accounts-Receivable.csv"),
      as: UTF8.self)
    let known = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      return "\(cells[3]) \(cells[10]) \(cells[11])"
    }
    var found: [String] = []
    var cursor: String? = ""
    while let start = cursor {
      let page = try await books.data.chief.get(
        "invoice-figures?fields=number_given,days_to_settle,days_late&limit=200\(start)")
      try #require(page.status == 200, "\(page.text)")
      found += page.data.map { row in
        "\(row["number_given"]?.string ?? "") \(row["days_to_settle"]?.int ?? -1) \(row["days_late"]?.int ?? -1)"
      }
      cursor = page["page"]?["next"]?.string.map { "&cursor=\($0)" }
    }
    #expect(found.count == 2466 && found.sorted() == known.sorted())
  }

  /// Two payments had come earlier than was entered: what was wrong is taken back, and what is right is entered.
  private func mend(_ books: RealBooks) async throws {
    let chief = books.data.chief
    for number in ["7992662919", "3924052139"] {
      let payment = try #require(try await chief.get("payments?reference=\(number)").data.first)
      let entered = try #require(payment["paid_on"]?.string)
      let used = try await chief.get(
        "allocations?allocated_on=\(entered)&credit_amount=\(payment["amount"]?.string ?? "")")
      let allocation = try #require(used.data.first?["id"]?.int, "\(used.text)")
      try #require(used.data.count == 1)
      let why: JSON = ["reversed_on": .string(entered), "reason": "It came on 30 June"]
      let taken = try await chief.post("allocations/\(allocation)/reversal", why)
      #expect([200, 201].contains(taken.status), "\(taken.text)")
      let back = try await chief.post("payments/\(payment["id"]?.int ?? 0)/reversal", why)
      #expect(back.status == 200, "\(back.text)")
      let invoice = try await chief.get("invoices?number_given=\(number)").data.first?["id"]?.int
      let paid = try await chief.post(
        "invoices/\(invoice ?? 0)/payments", ["paid_on": "2013-06-30"])
      #expect(paid.status == 201, "\(paid.text)")
    }
    let debtor = try await books.rows(
      "aged-receivables?at=2013-06-30&party=7938-EVASK", ["party", "items", "total", "overdue"])
    #expect(debtor == [FigureRow("7938-EVASK", ["3", "141.38", "0"])])
    #expect(try await whole(books) == [FigureRow("", ["82", "4,959.89", "11", "778.71"])])
    let settled = try await chief.get("invoice-figures?number_given=7992662919")
    #expect(settled.data.first?["settled_on"] == "2013-06-30", "\(settled.text)")
    #expect(try await chief.get("tie-out?ok=false").data == [])
  }

  private func whole(_ books: RealBooks) async throws -> [FigureRow] {
    try await books.summary(
      "aged-receivables/summary?at=2013-06-30&currency=USD&measure=sum(items),sum(total),sum(overdue_items),sum(overdue)"
    )
  }

  /// What is loaded again is known again.
  private func expectSame(_ books: RealBooks) async throws {
    let before = try await books.version()
    for name in Self.files {
      let report = try #require(try await books.data.load(name)[name])
      #expect(report.created == 0 && report.updated == 0 && report.refused == 0, "\(report)")
    }
    #expect(try await books.version() == before)
    #expect(try await whole(books) == [FigureRow("", ["82", "4,959.89", "11", "778.71"])])
  }
}
