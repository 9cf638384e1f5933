import CRM
import Postgres
import Support
import Testing

@Suite struct `A timesheet that is filled in` {
  private func sheet(_ desk: LeaveDesk, _ month: String) async throws -> Int {
    try await desk.seller.create(
      "timesheets", ["employee_id": .id(desk.anna), "month": .string(month)]
    ).id
  }

  private func hours(_ firm: Personnel, _ sheet: Int) async throws -> String? {
    try await firm.text(
      """
      select count(*) || ' ' || sum(hours) from staff.timesheet_day where timesheet_id = \(sheet)
      """)
  }

  @Test func `from the calendar has no holidays, no absences, and what was entered before`()
    async throws
  {
    try await withPersonnel { firm in
      let desk = try await LeaveDesk(firm)
      _ = try await desk.earn("14")
      let leave = try await desk.ask("2025-05-12", "2025-05-13")
      #expect(try await desk.head.post("absences/\(leave.id)/approval").status == 200)
      let sheet = try await sheet(desk, "2025-05-01")
      let day: JSON = ["timesheet_id": .id(sheet), "day": "2025-05-05", "hours": "4"]
      try await desk.seller.create("timesheet-days", day)
      let path = "timesheets/\(sheet)/prefill"
      let filled = try await desk.seller.post(path)
      #expect(filled.status == 200 && filled["days"]?.array?.count == 16, "\(filled.text)")
      // Eighteen working days of eight hours, two of them away, one of four hours.
      #expect(try await hours(firm, sheet) == "16 124.00")
      #expect(try await desk.seller.post(path).status == 200)
      #expect(try await hours(firm, sheet) == "16 124.00")
      let stranger = try await firm.crm.as(.sales, number: 2)
      #expect(try await stranger.post(path).status == 404)
      let attack = try await firm.refusal(
        stranger, "select staff.planned_hours(\(desk.anna), '2025-05-01')")
      #expect(attack == "42501")
      let wrong = try await desk.seller.post(path, ["source": "x"])
      #expect(wrong.pointers == ["/source"], "\(wrong.text)")
      #expect(try await desk.seller.post("timesheets/\(sheet)/submission").status == 200)
      #expect(try await desk.seller.post(path).problem == "timesheet_state")
      let far = try await self.sheet(desk, "2050-05-01")
      let year = try await desk.seller.post("timesheets/\(far)/prefill")
      #expect(year.problem == "timesheet_year_entered", "\(year.text)")
    }
  }

  @Test func `from time entries has what was worked each day`() async throws {
    try await withPersonnel { firm in
      let desk = try await LeaveDesk(firm)
      for minutes in [90, 45] {
        try await desk.seller.create(
          "time-entries", ["minutes": .id(minutes), "worked_on": "2025-06-02"])
      }
      let sheet = try await sheet(desk, "2025-06-01")
      let filled = try await desk.seller.post(
        "timesheets/\(sheet)/prefill", ["source": "time_entries"])
      #expect(filled["days"]?.array?.first?["hours"] == "2.25", "\(filled.text)")
      #expect(try await hours(firm, sheet) == "1 2.25")
      let ghost = try await firm.worker("Ghost")
      let other = try await firm.hr.create(
        "timesheets", ["employee_id": .id(ghost), "month": "2025-06-01"]
      ).id
      let none = try await firm.hr.post(
        "timesheets/\(other)/prefill", ["source": "time_entries"])
      #expect(none.problem == "timesheet_of_account", "\(none.text)")
    }
  }
}
