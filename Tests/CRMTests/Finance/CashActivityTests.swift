import CRM
import Support
import Testing

@Suite struct `An activity of the cash flow` {
  /// Accounts of the Russian plan, and to what money belongs that is paid for them.
  private static let told = [
    "08.04 investing", "10.01 operating", "41.01 operating", "58.03 investing", "66 financing",
    "68.01 operating", "68.04 operating", "69.01 operating", "70 operating", "71 operating",
    "75.02 financing", "80 financing",
  ]

  private func activities(_ books: Bookkeeping) async throws -> [String] {
    let flow = try await books.accountant.get("cash-flow?from=2026-01-01&to=2026-12-31&sort=code")
    return flow.data.map { row in
      ["code", "activity"].map { row[$0]?.string ?? "" }.joined(separator: " ")
    }
  }

  @Test func `is told by the chart of accounts, not by the side of the balance sheet`() async throws
  {
    try await withBookkeeping { books in
      for line in Self.told {
        let code = line.split(separator: " ")[0]
        let paid = try await books.post(String(code), "51", "1")
        #expect(paid.status == 201, "\(code): \(paid.text)")
      }
      #expect(try await activities(books) == Self.told)
    }
  }

  @Test func `is what the account says, or the one above it when it was opened`() async throws {
    try await withBookkeeping { books in
      let loans = try await books.account("66")
      let below = try await books.accountant.create(
        "ledger-accounts", ["code": "66.1", "name": "Займ", "parent_id": .id(loans)])
      #expect(below["activity"] == "financing" && below["type"] == "liability", "\(below.text)")
      #expect(try await books.post("66.1", "51", "1").status == 201)
      #expect(try await activities(books) == ["66.1 financing"])
      let told = try await books.accountant.patch(
        "ledger-accounts/\(below.id)", ["activity": "operating"])
      #expect(told.status == 200, "\(told.text)")
      #expect(try await activities(books) == ["66.1 operating"])
      let wrong = try await books.accountant.patch(
        "ledger-accounts/\(below.id)", ["activity": "sporting"])
      #expect(wrong.status == 422 && wrong.pointers == ["/activity"], "\(wrong.text)")
    }
  }

  @Test func `is none where money stood at the beginning`() async throws {
    try await withReportDesk { desk in
      try await desk.clerk.create(
        "opening-balances",
        [
          "opened_on": "2024-01-01", "account_id": .id(try await desk.ledger("1000")),
          "currency": "RUB", "amount": "1000",
        ])
      let flow = try await desk.rows(
        "cash-flow?from=2024-01-01&to=2024-12-31", ["code", "activity", "inflow"])
      #expect(flow == ["3900 opening 1000"])
    }
  }
}
