import CRM
import Postgres
import Support
import Testing

@Suite struct `A timesheet` {
  private static func sheet(_ employee: Int) -> JSON {
    [
      "employee_id": .id(employee), "month": "2025-05-01",
      "days": [
        ["day": "2025-05-05", "hours": "8"],
        ["day": "2025-05-06", "hours": "7.5"],
        ["day": "2025-05-06", "hours": "2", "kind": "overtime"],
      ],
    ]
  }

  @Test func `is filled, submitted and approved by another, and then stays`() async throws {
    try await withPersonnel { firm in
      let (seller, head) = (try await firm.crm.as(.sales), try await firm.crm.as(.headOfDepartment))
      let anna = try await firm.worker("Anna", account: seller)
      let boss = try await firm.worker("Boss", account: head)
      let made = try await seller.create("timesheets", Self.sheet(anna))
      #expect(made["days"]?.array?.count == 3, "\(made.text)")
      let path = "timesheets/\(made.id)"
      let early = try await head.post("\(path)/approval")
      #expect(early.problem == "timesheet_state", "\(early.text)")
      let submitted = try await seller.post("\(path)/submission")
      #expect(submitted["state"] == "submitted", "\(submitted.text)")
      let late = try await seller.post(
        "timesheet-days",
        ["timesheet_id": .id(made.id), "day": "2025-05-07", "hours": "8"])
      #expect(late.firstFault.contains("stays as it is"), "\(late.text)")
      #expect(try await seller.post("\(path)/approval").status == 403)
      let approved = try await head.post("\(path)/approval")
      #expect(approved["state"] == "approved", "\(approved.text)")
      #expect(approved["decided_by"]?.int == head.account)
      let attacks: [(SQL, String)] = [
        ("update staff.timesheet_day set hours = 1", "timesheet_day_open"),
        ("delete from staff.timesheet_day", "timesheet_day_open"),
        ("update staff.timesheet set month = '2025-06-01'", "timesheet_open"),
        ("delete from staff.timesheet", "timesheet_open"),
        ("update staff.timesheet set state = 'draft'", "42501"),
      ]
      for (attack, rule) in attacks {
        #expect(try await firm.refusal(seller, attack) == rule)
      }
      let own = try await head.create("timesheets", Self.sheet(boss))
      #expect(try await head.post("timesheets/\(own.id)/submission").status == 200)
      let mine = try await head.post("timesheets/\(own.id)/approval")
      #expect(mine.problem == "own_timesheet", "\(mine.text)")
      let back = try await head.delete("\(path)/approval", ifMatch: nil)
      #expect(back["state"] == "draft" && back["decided_by"] == .null, "\(back.text)")
      #expect(
        try await firm.text(
          "select sum(hours)::text from staff.timesheet_day where timesheet_id = \(made.id)")
          == "17.50")
    }
  }

  @Test func `takes no day of another month, and no more than a day has`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.worker("Anna")
      let made = try await firm.hr.create("timesheets", Self.sheet(anna))
      for (day, hours, words) in [
        ("2025-06-01", "8", "of the month 2025-05"), ("2025-05-06", "15", "24 hours"),
        ("2025-05-09", "24.5", "at most 24"),
      ] {
        let reply = try await firm.hr.post(
          "timesheet-days",
          [
            "timesheet_id": .id(made.id), "day": .string(day), "hours": .string(hours),
            "kind": "night",
          ])
        #expect(reply.status == 422 && reply.firstFault.contains(words), "\(reply.text)")
      }
      let twice = try await firm.hr.post("timesheets", Self.sheet(anna))
      #expect(twice.text.contains("has a timesheet of this month"), "\(twice.text)")
      let middle = try await firm.hr.patch("timesheets/\(made.id)", ["month": "2025-05-02"])
      #expect(middle.pointers == ["/month"], "\(middle.text)")
    }
  }
}
