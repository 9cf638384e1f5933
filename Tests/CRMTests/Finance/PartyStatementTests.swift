import CRM
import Postgres
import Support
import Testing

@Suite struct `The statement of a party` {
  private static func rows(_ desk: InvoiceDesk, from: String) async throws -> [String] {
    let reply = try await desk.clerk.get(
      "customer-statement?party=\(desk.party)&from=\(from)&to=2025-12-31")
    guard reply.status == 200 else { throw TestSession.Refused(reply: reply) }
    return reply.data.map { row in
      ["kind", "currency", "amount", "debit", "credit", "amount_balance", "balance"].map {
        (row[$0]?.string ?? "-").replacing(".0000", with: "")
      }.joined(separator: " ")
    }
  }

  @Test func `has a row for each document, and of what settles it the exchange difference alone`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("500")
      let payment = try await desk.payment("450")
      let abroad = try await desk.invoice("100", ["currency": "USD"])
      _ = try await desk.clerk.post("invoices/\(abroad)/payments", ["paid_on": "2025-04-02"])
      let before = try await Self.rows(desk, from: "2025-03-01")
      #expect(
        before == [
          "line RUB 500 500 0 500 500", "line USD 100 9000 0 100 9500",
          "line RUB -450 0 450 50 9050", "line USD -100 0 9550 0 -500", "line USD 0 550 0 0 50",
        ])
      let allocated = try await desk.clerk.post(
        "payments/\(payment)/allocations",
        ["invoice_id": .id(invoice), "allocated_on": "2025-03-11"])
      #expect(allocated.status == 201, "\(allocated.text)")
      #expect(try await Self.rows(desk, from: "2025-03-01") == before)
      let undone = try await desk.clerk.post(
        "allocations/\(allocated.id)/reversal", ["reason": "x", "reversed_on": "2025-03-12"])
      #expect(undone.status == 201, "\(undone.text)")
      #expect(try await Self.rows(desk, from: "2025-03-01") == before)
      #expect(
        try await Self.rows(desk, from: "2025-03-11") == [
          "opening USD 100 9000 0 100 9000", "opening RUB 50 50 0 50 9050",
          "line USD -100 0 9550 0 -500", "line USD 0 550 0 0 50",
        ])
    }
  }

  @Test func `keeps what is written off, and what moves between currencies`() async throws {
    try await withInvoiceDesk { desk in
      try await desk.crm.arrange(
        "insert into finance.write_off_limit (currency, amount) values ('RUB', 100)")
      let invoice = try await desk.invoice("50")
      let given = try await desk.clerk.post(
        "invoices/\(invoice)/write-offs", ["reason": "x", "written_off_on": "2025-03-02"])
      #expect(given.status == 201, "\(given.text)")
      let abroad = try await desk.invoice("10", ["currency": "USD"])
      let payment = try await desk.payment("900")
      let allocated = try await desk.clerk.post(
        "payments/\(payment)/allocations",
        ["invoice_id": .id(abroad), "allocated_on": "2025-03-10"])
      #expect(allocated.status == 201, "\(allocated.text)")
      #expect(
        try await Self.rows(desk, from: "2025-03-01") == [
          "line RUB 50 50 0 50 50", "line USD 10 900 0 10 950", "line RUB -50 0 50 0 900",
          "line RUB -900 0 900 -900 0", "line RUB 900 900 0 0 900", "line USD -10 0 900 0 0",
        ])
    }
  }
}
