import CRM
import Postgres
import Support
import Testing

@Suite struct `An absence` {
  @Test func `is approved by another, uses up what was earned, and gives it back`() async throws {
    try await withPersonnel { firm in
      let desk = try await LeaveDesk(firm)
      #expect(try await desk.earn("14").status == 201)
      let leave = try await desk.ask("2025-06-08", "2025-06-21")
      #expect(leave.status == 201 && leave["state"] == "requested", "\(leave.text)")
      let own = try await desk.seller.post("absences/\(leave.id)/approval")
      #expect(own.status == 403, "\(own.text)")
      let approved = try await desk.head.post(
        "absences/\(leave.id)/approval", ["reason": "Well earned"])
      #expect(approved.status == 200 && approved["state"] == "approved", "\(approved.text)")
      // Fourteen days, of which one is a public holiday.
      #expect(approved["days"] == "13.00" && approved["decided_by"]?.int == desk.head.account)
      #expect(try await desk.left() == "1.00")
      let balance = try await desk.seller.get("entitlement-balances")
      #expect(balance.data.map { $0["days"]?.string } == ["1.00"], "\(balance.text)")

      let more = try await desk.ask("2025-09-01", "2025-09-02")
      let refused = try await desk.head.post("absences/\(more.id)/approval")
      #expect(
        refused.status == 422 && refused.firstFault.contains("Only 1 days"), "\(refused.text)")
      #expect(try await desk.head.get("absences/\(more.id)")["state"] == "requested")
      let withdrawn = try await desk.head.delete("absences/\(leave.id)/approval", ifMatch: nil)
      #expect(withdrawn["state"] == "cancelled", "\(withdrawn.text)")
      #expect(try await desk.left() == "14.00")
      let again = try await desk.head.post("absences/\(leave.id)/approval")
      #expect(again.problem == "absence_decided", "\(again.text)")
      #expect(try await desk.head.post("absences/\(more.id)/approval").status == 200)
    }
  }

  @Test func `is decided by nobody about himself, nor about what he entered`() async throws {
    try await withPersonnel { firm in
      let desk = try await LeaveDesk(firm)
      let boss = try #require(
        try await firm.text(
          "select id::text from staff.employee where account_id = \(desk.head.account)"
        ).flatMap { Int($0) })
      let own = try await desk.head.create(
        "absences",
        [
          "employee_id": .id(boss), "absence_type_id": .id(desk.annual),
          "valid_from": "2025-02-02", "valid_until": "2025-02-03",
        ])
      let entered = try await desk.head.create(
        "absences",
        [
          "employee_id": .id(desk.anna), "absence_type_id": .id(desk.annual),
          "valid_from": "2025-02-02", "valid_until": "2025-02-03",
        ])
      for absence in [own, entered] {
        let reply = try await desk.head.post("absences/\(absence.id)/approval")
        #expect(reply.problem == "own_absence", "\(reply.text)")
        let refusal = try await desk.head.post("absences/\(absence.id)/rejection")
        #expect(refusal.problem == "own_absence", "\(refusal.text)")
      }
      let attacks: [(SQL, String)] = [
        ("update staff.absence set state = 'approved'", "42501"),
        ("update staff.absence set days = 1", "42501"),
        ("select staff.decide_absence(\(own.id), 'approved', null)", "absence_not_own"),
        (
          """
          insert into staff.entitlement (employee_id, absence_type_id, entered_for, kind, days)
          values (\(desk.anna), \(desk.annual), '2025-01-01', 'accrual', 99)
          """, "42501"
        ),
        ("update staff.entitlement set days = 99", "42501"),
      ]
      for (attack, rule) in attacks {
        #expect(try await firm.refusal(desk.head, attack) == rule)
      }
      let states = try await firm.text("select string_agg(distinct state, ' ') from staff.absence")
      #expect(states == "requested")
    }
  }

  @Test func `overlaps no other, whose number is told, and stays as it was decided`() async throws {
    try await withPersonnel { firm in
      let desk = try await LeaveDesk(firm)
      _ = try await desk.earn("28")
      let leave = try await desk.ask("2025-06-08", "2025-06-21")
      let over = try await desk.ask("2025-06-21", "2025-06-22")
      #expect(
        over.status == 422 && over.firstFault.contains("record \(leave.id) ("), "\(over.text)")
      #expect(try await desk.head.post("absences/\(leave.id)/rejection").status == 200)
      // What was refused is in nobody's way.
      let next = try await desk.ask("2025-06-21", "2025-06-22")
      #expect(next.status == 201, "\(next.text)")
      #expect(try await desk.head.post("absences/\(next.id)/approval").status == 200)
      let moved = try await desk.seller.patch("absences/\(next.id)", ["valid_until": "2025-06-30"])
      #expect(moved.firstFault.contains("stays as it is"), "\(moved.text)")
      #expect(
        try await firm.refusal(desk.seller, "delete from staff.absence where id = \(next.id)")
          == "absence_open")
      let far = try await desk.ask("2029-01-10", "2029-01-12")
      #expect(far.firstFault.contains("2029"), "\(far.text)")
    }
  }

  @Test func `takes no more days than are left, however many are approved at once`() async throws {
    try await withPersonnel { firm in
      let desk = try await LeaveDesk(firm)
      _ = try await desk.earn("3")
      var asked: [Int] = []
      for day in 1...6 { asked.append(try await desk.ask("2025-09-0\(day)", "2025-09-0\(day)").id) }
      let absences = asked
      let outcomes = try await withThrowingTaskGroup(of: String?.self) { group in
        for absence in absences {
          group.addTask {
            try await firm.refusal(
              desk.head, "select staff.decide_absence(\(absence), 'approved', null)")
          }
        }
        return try await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 == nil }.count == 3, "\(outcomes)")
      #expect(outcomes.filter { $0 == "entitlement_covered" }.count == 3, "\(outcomes)")
      #expect(try await desk.left() == "0.00")
    }
  }

  @Test func `stands in the calendar of those who may see it`() async throws {
    try await withPersonnel { firm in
      let desk = try await LeaveDesk(firm)
      let leave = try await desk.ask("2025-06-08", "2025-06-21")
      let path = "absence-calendar?from=2025-06-10&until=2025-06-13"
      let seen = try await desk.head.get(path)
      let person = try #require(seen.data.first, "\(seen.text)")
      #expect(person["absences"]?.array?.first?["id"]?.int == leave.id, "\(seen.text)")
      let kinds = (seen["days"]?.array ?? []).map { $0["kind"]?.string }
      #expect(kinds == ["working", "short", "holiday", "day_off"], "\(seen.text)")
      let purchasing = try await firm.crm.id(of: .purchasing)
      #expect(try await desk.head.get("\(path)&department_id=\(purchasing)").data.isEmpty)
      #expect(try await firm.crm.as(.purchasing).get(path).data.isEmpty)
    }
  }

  @Test func `is told to the manager, and the decision to the person`() async throws {
    try await withPersonnel { firm in
      let desk = try await LeaveDesk(firm)
      let boss = try #require(
        try await firm.text(
          "select id::text from staff.employee where account_id = \(desk.head.account)"
        ).flatMap { Int($0) })
      try await firm.report(desk.anna, to: boss)
      _ = try await desk.earn("14")
      let leave = try await desk.ask("2025-06-08", "2025-06-21")
      let asked = try await desk.head.get("notifications?resource=absences&kind=assigned")
      #expect(asked.data.map { $0["record_id"]?.int } == [leave.id], "\(asked.text)")
      #expect(asked.data.first?["actor_id"]?.int == desk.seller.account)
      #expect(try await desk.head.post("absences/\(leave.id)/approval").status == 200)
      let decided = try await desk.seller.get("notifications?resource=absences&kind=changed")
      #expect(decided.data.map { $0["record_id"]?.int } == [leave.id], "\(decided.text)")
      #expect(decided.data.first?["actor_id"]?.int == desk.head.account)
    }
  }
}
