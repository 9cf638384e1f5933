import CRM
import Postgres
import Support
import Testing

@Suite struct `Figures of efficiency` {
  private static let march: JSON = [
    "month": "2024-03-01", "tasks_done": 4, "tasks_due": 3, "tasks_on_time": 1,
    "on_time_percent": "33.33", "tasks_timed": 3, "response_seconds": 21600,
    "response_hours": "2.00", "response_hours_median": "2.00", "lead_seconds": 194_400,
    "lead_hours": "18.00", "lead_hours_median": "4.00", "minutes": 120, "billable_minutes": 90,
    "hours": "2.00",
  ]

  /// The members of a row that another one names.
  private static func part(_ row: JSON?, like other: JSON) -> JSON {
    .object((other.object ?? []).map { .init($0.name, row?[$0.name] ?? "missing") })
  }

  @Test func `are what one counts by hand, by person, department and firm`() async throws {
    try await withCRM { crm in
      let office = try await MeasuredOffice(crm)
      let employee = try await office.chief.create(
        "employees",
        [
          "personnel_number": "1", "last_name": "S", "first_name": "S", "hired_on": "2020-01-01",
          "account_id": .id(office.seller.account),
        ]
      ).id
      try await office.furnish()
      let people = try await office.rows(office.chief, "employee-figures", "2024-03")
      #expect(people.count == 3)
      let seller = people.first { $0["account_id"]?.int == office.seller.account }
      #expect(Self.part(seller, like: Self.march) == Self.march)
      let home = try await crm.id(of: .sales)
      #expect(seller?["employee_id"]?.int == employee && seller?["department_id"]?.int == home)
      let other = people.first { $0["account_id"]?.int == office.colleague.account }
      #expect(other?["on_time_percent"] == "100.00" && other?["employee_id"] == .null)
      #expect(other?["tasks_timed"] == 0 && other?["lead_hours"] == .null, "\(people)")

      let april = try await office.rows(office.seller, "employee-figures", "2024-04")
      let late: JSON = ["tasks_done": 1, "tasks_on_time": 0, "minutes": 45, "hours": "0.75"]
      #expect(Self.part(april.first, like: late) == late, "\(april)")

      let departments = try await office.rows(office.chief, "department-figures", "2024-03")
      let done = Dictionary(
        departments.map { ($0["department_id"]?.int, $0["tasks_done"]?.int) }
      ) { $1 }
      let ids = [
        try await crm.id(of: .office), home, try await crm.id(of: .purchasing),
      ]
      #expect(ids.map { done[$0] ?? nil } == [6, 5, 1], "\(departments)")
      let firm = try await office.rows(office.chief, "firm-figures", "2024-03")
      let whole: JSON = [
        "tasks_done": 6, "tasks_due": 5, "tasks_on_time": 3, "on_time_percent": "60.00",
        "lead_hours_median": "4.00", "minutes": 120,
      ]
      #expect(firm.count == 1 && Self.part(firm.first, like: whole) == whole, "\(firm)")
    }
  }

  @Test func `tell a person of himself, a head of his people, and the firm's to who sees all`()
    async throws
  {
    try await withCRM { crm in
      let office = try await MeasuredOffice(crm)
      try await office.furnish()
      let see = { (session: TestSession) in
        let rows = try await office.rows(session, "employee-figures", "2024-03")
        return Set(rows.compactMap { $0["account_id"]?.int })
      }
      let (seller, colleague) = (office.seller.account, office.colleague.account)
      let seen = [
        try await see(office.seller), try await see(office.head),
        try await see(crm.as(.readOnly)), try await see(office.buyer),
      ]
      #expect(
        seen == [
          [seller], [seller, colleague], [seller, colleague, office.buyer.account],
          [office.buyer.account],
        ])
      for session in [office.seller, office.head] {
        let departments = try await office.rows(session, "department-figures", "2024-03")
        #expect(departments.compactMap { $0["tasks_done"]?.int } == [5], "\(departments)")
        #expect(try await session.get("firm-figures").status == 403)
      }
      // What a role gives in plain SQL is no more; and without context there is nothing.
      let firm: SQL = "select from reports.firm_figure"
      let others: SQL = "select from reports.employee_figure where account_id <> \(seller)"
      let asked = try await crm.sql(office.seller, firm, others)
      #expect(asked.error == nil && asked.results.map(\.count) == [0, 0])
      let nobody = try await crm.sql(nil, firm, "select from reports.department_figure")
      #expect(nobody.error == nil && nobody.results.map(\.count) == [0, 0])
      let written = try await office.chief.post("firm-figures", ["month": "2024-03-01"])
      #expect(written.status == 405, "\(written.text)")
    }
  }

  @Test func `follow a task from its entry to its end`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let task = try await seller.create("tasks", ["title": "T", "due_on": "2999-01-01"])
      #expect(task["begun_at"] == .null && task["closed_on"] == .null)
      let begun = try await seller.patch("tasks/\(task.id)", ["state": "waiting"])
      #expect(begun["begun_at"] != .null, "\(begun.text)")
      let open = try await seller.patch("tasks/\(task.id)", ["state": "open"])
      #expect(open["begun_at"] == begun["begun_at"])
      let done = try await seller.patch("tasks/\(task.id)", ["state": "done"])
      let day = try #require(done["closed_on"]?.string)
      let rows = try await seller.get("employee-figures?month=\(day.prefix(7))-01").data
      let expected: JSON = ["tasks_done": 1, "tasks_on_time": 1, "tasks_timed": 1]
      #expect(rows.count == 1 && Self.part(rows.first, like: expected) == expected, "\(rows)")
      let seconds = try await crm.observed(
        """
        select extract(epoch from begun_at - created_at)::bigint as response,
          extract(epoch from closed_at - created_at)::bigint as lead from work.task
        """
      ).single
      let (response, lead) = (try seconds.int("response"), try seconds.int("lead"))
      #expect(rows.first?["response_seconds"]?.int == response)
      #expect(rows.first?["lead_seconds"]?.int == lead)
      // Nobody writes these himself.
      for column in ["begun_at", "closed_on", "closed_month"] {
        let attack = try await crm.sql(
          seller, "update work.task set \(identifier: column) = default")
        #expect(attack.error?.sqlState == "42501", "\(column)")
      }
      let gone = try await crm.sql(seller, "update work.task set closed_at = '2020-01-31 22:00Z'")
      #expect(gone.error == nil)
      let moved = try await crm.observed("select closed_on::text as day from work.task")
      #expect(try moved.single.string("day") == "2020-02-01")
    }
  }
}
