import CRM
import Postgres
import Support

extension ReportDesk {
  /// An approved budget of 100 a month on 5000 for the buyers' department in 2026; its number.
  func budget(
    _ rule: String = "stop", cumulative: Bool = true, approved: Bool = true
  ) async throws -> Int {
    let department = try await crm.id(of: .purchasing)
    let year = try await text("select id::text from finance.fiscal_year where name = '2026'")
    let account = try await ledger("5000")
    let lines = (1...12).map { month -> JSON in
      [
        "account_id": .id(account), "month": .string("2026-\(month < 10 ? "0" : "")\(month)-01"),
        "amount": "100.00",
      ]
    }
    let made = try await clerk.create(
      "budgets",
      [
        "name": "Plan", "department_id": .id(department),
        "fiscal_year_id": .id(Int(year ?? "")), "on_requisition": .string(rule),
        "on_order": .string(rule), "on_actual": .string(rule), "cumulative": .bool(cumulative),
        "lines": .array(lines),
      ])
    if approved {
      let reply = try await clerk.post("budgets/\(made.id)/approval")
      guard reply["state"] == "approved" else { throw TestSession.Refused(reply: reply) }
    }
    return made.id
  }
}
