import CRM
import Postgres
import Support
import Testing

/// What a person reads who checks the books from the machine.
@Suite struct `The command check finance` {
  private static let checks = [
    "entries", "numbers", "balances", "party_balances", "receivables", "payables", "allocations",
    "invoices", "received", "bank", "opening_balances", "carried_balances", "years",
  ]

  /// All that is printed where only these lines fail.
  private static func output(_ faults: [String: String], _ sum: String) -> String {
    let lines = checks.map { check in
      faults[check].map { "fault    \(check): \($0)" } ?? "ok       \(check)"
    }
    return (lines + [sum]).joined(separator: "\n")
  }

  private func run(_ desk: BankDesk) async throws -> CommandRun {
    try await CommandRun(
      ["check", "finance", "--database", desk.crm.database.migrator], sql: false)
  }

  @Test func `prints every check, and each failing line with its figures`() async throws {
    try await withBankDesk { desk in
      _ = try await desk.invoice(try await desk.party("Daisy"), "100")
      let fine = try await run(desk)
      #expect(fine.status == 0)
      #expect(fine.output == Self.output([:], "no faults"))
      try await desk.crm.database.force(
        "update finance.invoice_line set unit_price = 101 where unit_price = 100")
      var faults = ["invoices": "INV-2025-00001: 100 instead of 101"]
      let one = try await run(desk)
      #expect(one.status == 2)
      #expect(one.output == Self.output(faults, "1 fault"))
      try await desk.crm.arrange("alter table finance.party_balance disable trigger user")
      try await desk.crm.arrange("update finance.party_balance set debit = 101 where debit = 100")
      try await desk.crm.arrange("alter table finance.party_balance enable trigger user")
      faults["party_balances"] = "62 Daisy 2025-02-01 RUB: 101 instead of 100"
      let two = try await run(desk)
      #expect(two.status == 2)
      #expect(two.output == Self.output(faults, "2 faults"))
    }
  }

  @Test func `needs the log-in that may read all of the ledger`() async throws {
    try await withDatabase { database in
      let run = try await CommandRun(
        ["check", "finance", "--database", database.service], sql: false)
      #expect(run.status == 1)
      #expect(run.output.contains("connect as crm_migrator"), "\(run.output)")
    }
  }
}
