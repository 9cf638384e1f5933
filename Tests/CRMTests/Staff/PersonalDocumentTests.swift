import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `Personal documents` {
  private static func document(_ employee: Int, _ expires: String) -> JSON {
    [
      "employee_id": .id(employee), "kind": "visa", "number": .string(expires),
      "expires_on": .string(expires),
    ]
  }

  /// Of how many documents the daily job reminds.
  private static func remind(_ firm: Personnel) async throws -> Int {
    try await withClient(firm.crm.database.service) { client in
      try await DocumentReminders(client: client).remind()
    }
  }

  @Test func `remind the person and who entered them, once for each expiry`() async throws {
    try await withPersonnel { firm in
      let seller = try await firm.crm.as(.sales)
      let anna = try await firm.worker("Anna", account: seller)
      let days = try await firm.crm.observed(
        "select (current_date + 10)::text as soon, (current_date + 300)::text as late")
      let (soon, late) = (try days[0].string("soon"), try days[0].string("late"))
      let first = try await firm.hr.create("personal-documents", Self.document(anna, soon))
      try await firm.hr.create("personal-documents", Self.document(anna, late))
      #expect(try await Self.remind(firm) == 1)
      #expect(try await Self.remind(firm) == 0)
      for session in [seller, firm.hr] {
        let told = try await session.get("notifications?kind=reminder")
        #expect(told.data.count == 1, "\(told.text)")
        #expect(told.data.first?["record_id"]?.int == first.id)
        #expect(told.data.first?["label"]?.string == soon)
      }
      let longer = try await firm.hr.patch(
        "personal-documents/\(first.id)", ["remind_days": 300])
      #expect(longer.status == 200, "\(longer.text)")
      _ = try await firm.hr.patch("personal-documents/\(first.id)", ["expires_on": .string(late)])
      #expect(try await Self.remind(firm) == 1)
      let read = try await firm.hr.patch(
        "personal-documents/\(first.id)", ["reminded_for": .null])
      #expect(read.pointers == ["/reminded_for"], "\(read.text)")
    }
  }

  @Test func `remind nobody who has left, is locked or has muted reminders`() async throws {
    try await withPersonnel { firm in
      let (seller, buyer) = (try await firm.crm.as(.sales), try await firm.crm.as(.purchasing))
      let anna = try await firm.employee("Anna", account: seller)
      let boris = try await firm.employee("Boris", account: buyer)
      let today = try #require(try await firm.text("select current_date::text"))
      for employee in [anna, boris] {
        try await firm.hr.create("personal-documents", Self.document(employee, today))
      }
      try await firm.hr.create("notification-mutes", ["kind": "reminder"])
      try await firm.crm.arrange(
        "update staff.employee set left_on = current_date - 1 where id = \(anna) returning id")
      try await firm.crm.arrange(
        "update access.account set locked_at = now() where id = \(buyer.account) returning id")
      #expect(try await Self.remind(firm) == 1)
      #expect(
        try await firm.text(
          "select count(*)::text from system.notification where kind = 'reminder'")
          == "0")
    }
  }

  @Test func `are read by the person, and by no other colleague`() async throws {
    try await withPersonnel { firm in
      let seller = try await firm.crm.as(.sales)
      let anna = try await firm.worker("Anna", account: seller)
      try await firm.hr.create("personal-documents", Self.document(anna, "2030-01-01"))
      #expect(try await seller.get("personal-documents").data.count == 1)
      for session in [
        try await firm.crm.as(.headOfDepartment), try await firm.crm.as(.sales, number: 2),
      ] {
        let seen = try await session.get("personal-documents")
        #expect(seen.status == 200 && seen.data.isEmpty, "\(seen.text)")
        let plain = try await firm.crm.sql(session, "select from staff.personal_document")
        #expect(try plain.complete()[0].count == 0)
      }
    }
  }
}
