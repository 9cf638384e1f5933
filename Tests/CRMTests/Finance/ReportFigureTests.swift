import CRM
import Postgres
import Support
import Testing

@Suite struct `A figure of a report` {
  private static let amounts: [(path: String, fields: [String])] = [
    (
      "trial-balance?from=2025-01-01&to=2026-12-31",
      [
        "opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit",
        "closing",
      ]
    ),
    (
      "general-ledger?from=2025-01-01&to=2026-12-31",
      ["amount", "amount_balance", "debit", "credit", "balance"]
    ),
    ("profit-and-loss?from=2025-01-01&to=2026-12-31", ["amount", "effect"]),
    ("balance-sheet?at=2026-12-31", ["amount", "debit_balance"]),
    ("cash-flow?from=2025-01-01&to=2026-12-31", ["inflow", "outflow", "net"]),
    (
      "customer-statement?from=2025-01-01&to=2026-12-31",
      ["amount", "amount_balance", "debit", "credit", "balance"]
    ),
    ("sales-book?from=2025-01-01&to=2026-12-31", ["net", "vat", "gross"]),
    (
      "aged-receivables?at=2026-12-31",
      ["total", "overdue", "not_due", "days_1_15", "days_91", "unallocated", "total_base"]
    ),
    ("invoice-totals?sort=id", ["net", "vat", "gross", "left_amount"]),
    ("invoice-figures?sort=id", ["net", "vat", "gross", "left_amount"]),
  ]

  @Test func `writes money with four decimals, where it is nothing too`() async throws {
    try await withReportDesk { desk in
      let seed = Double.random(in: -1...1)
      try await desk.scatter(seed, batches: 2)
      let party = try await desk.text("select min(id)::text from clients.party")
      let invoice = try await desk.clerk.create(
        "invoices",
        [
          "direction": "customer", "party_id": .id(Int(party ?? "")), "currency": "RUB",
          "invoiced_on": "2026-03-01",
          "lines": [["place": 1, "description": "Work", "quantity": "1", "unit_price": "843.30"]],
        ])
      #expect(try await desk.clerk.post("invoices/\(invoice.id)/posting").status == 200)
      for (path, fields) in Self.amounts {
        let rows = try await desk.clerk.get("\(path)&limit=200").data
        let wrong = rows.flatMap { row in
          fields.filter { row[$0]?.string?.wholeMatch(of: /-?\d+\.\d{4}/) == nil }
        }
        #expect(!rows.isEmpty && wrong.isEmpty, "seed \(seed), \(path): \(wrong)")
      }
    }
  }
}
