import CRM
import Postgres
import Support
import Testing

@Suite struct `A calendar` {
  /// Days and hours of a 40-hour week as they were published for Russia.
  @Test func `counts the working time of Russia, moved days included`() async throws {
    try await withPersonnel { firm in
      let reader = try await firm.crm.as(.readOnly)
      let russia = try #require(
        try await reader.get("calendars?code=RU").data.first?["id"]?.int)
      for (year, days, hours) in [
        (2024, 248, "1979.00"), (2025, 247, "1972.00"), (2026, 247, "1972.00"),
      ] {
        let told = try await reader.get(
          "calendars/\(russia)/working-time?from=\(year)-01-01&until=\(year)-12-31")
        #expect(told["working_days"]?.int == days, "\(told.text)")
        #expect(told["hours"]?.string == hours && told["provisional"] == false, "\(told.text)")
      }
      let may = try await reader.get(
        "calendars/\(russia)/working-time?from=2025-04-28&until=2025-05-11")
      #expect(may["working_days"]?.int == 6 && may["hours"] == "47.00", "\(may.text)")
      let ahead = try await reader.get(
        "calendars/\(russia)/working-time?from=2027-01-01&until=2027-12-31")
      #expect(ahead["provisional"] == true && ahead["holidays"]?.int == 14, "\(ahead.text)")
      // Two more than there will be: the days off of January are not moved yet.
      #expect(ahead["working_days"]?.int == 249 && ahead["hours"] == "1987.00", "\(ahead.text)")
      let saturday = try await firm.crm.arrange(
        """
        select string_agg(d.kind, ' ' order by d.day) from staff.calendar_days(\(russia),
          '2024-04-27', '2024-04-30') as d
        """
      ).string(0, 0)
      #expect(saturday == "working weekend day_off day_off")
    }
  }

  @Test func `guesses no year that nobody has entered`() async throws {
    try await withPersonnel { firm in
      let id = try await firm.hr.create(
        "calendars", ["code": "4on", "name": "Four days", "weekend": [5, 6, 7], "hours": "10"]
      ).id
      let path = "calendars/\(id)/working-time?from=2026-12-28&until=2027-01-10"
      let none = try await firm.hr.get(path)
      #expect(none.problem == "calendar_year_entered", "\(none.text)")
      #expect(none["detail"]?.string?.contains("2026, 2027") == true, "\(none.text)")
      for year in [2026, 2027] {
        try await firm.hr.create(
          "calendar-years", ["calendar_id": .id(id), "year": .id(year)])
      }
      try await firm.hr.create(
        "calendar-days",
        ["calendar_id": .id(id), "day": "2027-01-05", "kind": "holiday", "name": "Holiday"])
      let told = try await firm.hr.get(path)
      #expect(told["working_days"]?.int == 7 && told["hours"] == "70.00", "\(told.text)")
      for bad in ["from=2026-01-02&until=2026-01-01", "from=2026-01-01&until=2090-01-01"] {
        let reply = try await firm.hr.get("calendars/\(id)/working-time?\(bad)")
        #expect(reply.problem == "malformed_until", "\(reply.text)")
      }
      let twice = try await firm.refusal(firm.hr, "update staff.calendar set is_default = true")
      #expect(twice == "calendar_one_default")
    }
  }
}
