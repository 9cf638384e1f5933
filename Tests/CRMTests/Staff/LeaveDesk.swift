import CRM
import Postgres
import Support

/// A seller with leave and her head.
struct LeaveDesk: Sendable {
  let firm: Personnel
  let seller: TestSession
  let head: TestSession
  let anna: Int
  let annual: Int

  init(_ firm: Personnel) async throws {
    self.firm = firm
    (seller, head) = (try await firm.crm.as(.sales), try await firm.crm.as(.headOfDepartment))
    anna = try await firm.worker("Anna", account: seller)
    _ = try await firm.worker("Boss", account: head)
    let types = try await firm.hr.get("absence-types?code=annual")
    annual = types.data.first?["id"]?.int ?? 0
  }

  func earn(_ days: String, on day: String = "2025-01-01") async throws -> Reply {
    try await firm.hr.post(
      "entitlements",
      [
        "employee_id": .id(anna), "absence_type_id": .id(annual), "kind": "accrual",
        "days": .string(days), "entered_for": .string(day),
      ])
  }

  func ask(_ from: String, _ until: String) async throws -> Reply {
    try await seller.post(
      "absences",
      [
        "employee_id": .id(anna), "absence_type_id": .id(annual), "valid_from": .string(from),
        "valid_until": .string(until),
      ])
  }

  func left() async throws -> String? {
    try await firm.text(
      "select coalesce(sum(days), 0)::text from staff.entitlement where employee_id = \(anna)")
  }
}
