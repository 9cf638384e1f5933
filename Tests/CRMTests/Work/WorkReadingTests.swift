import CRM
import Postgres
import Support
import Testing

@Suite struct `Among very many tasks` {
  /// Twenty thousand that are late, all but three of the other one; and as many for later, of which the session has
  /// begun two, and one that has no day.
  private func plan(_ crm: TestCRM, for session: TestSession, beside other: TestSession)
    async throws
  {
    try await crm.arrange("alter table work.task disable trigger user")
    try await crm.arrange(
      """
      insert into work.task (owner_id, assignee_id, title, state, begun_at, due_on)
      select who.id, who.id, 'Task ' || n, case when n between 4 and 6 then 'in_progress' else 'open' end,
        case when n between 4 and 6 then now() end,
        case when n <= 3 then date '2020-01-04' - n
          when n % 2 = 0 and n > 6 then date '2020-01-01'
          when n <> 6 then date '2090-01-01' + n / 2 end
      from generate_series(1, 40000) as n
      cross join lateral (
        select case when n % 2 = 0 and n > 6 then \(other.account)::bigint
          else \(session.account)::bigint end as id) as who
      """)
    try await crm.arrange("alter table work.task enable trigger user")
    try await crm.arrange("analyze work.task")
  }

  private func titles(_ day: Reply) -> [String] {
    (day["tasks"]?.array ?? []).compactMap { $0["title"]?.string }
  }

  @Test func `my day tells what is due and what was begun, and reads nothing else`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      try await plan(crm, for: seller, beside: buyer)
      let day = try await seller.get("tasks/my-day")
      let wanted = [3, 2, 1, 4, 5, 6].map { "Task \($0)" }
      #expect(titles(day) == wanted && day["more"] == false, "\(day.text)")

      let plans = try await crm.database.plans(
        of: [
          "select set_config('crm.account', '\(seller.account)', true)",
          "select set_config('crm.read', ' tasks=1 ', true)",
          "select work.my_day()",
        ], as: "crm_service")
      let reading = try #require(plans.first { !$0.readings(of: ["task"]).isEmpty })
      let text = reading.description
      #expect(text.contains("task_open_idx") && text.contains("task_doing_idx"), "\(text)")
      #expect(!text.contains("Seq Scan on task"), "\(text)")

      try await crm.arrange(
        """
        update work.task set due_on = date '2020-02-01'
        where assignee_id = \(seller.account) and title like 'Task 1_9__'
        """)
      let full = try await seller.get("tasks/my-day")
      #expect(titles(full).count == 500 && full["more"] == true)
      #expect(Array(titles(full).prefix(3)) == ["Task 3", "Task 2", "Task 1"])
    }
  }
}

@Suite struct `Who is busy` {
  private func busy(_ answer: Reply, _ kind: String) -> JSON? {
    answer[kind]?.array?.first?["busy"]
  }

  private func span(_ from: String, _ until: String) -> JSON {
    [
      "from": .string("2030-01-01T\(from):00+00:00"),
      "until": .string("2030-01-01T\(until):00+00:00"),
    ]
  }

  @Test func `is told in whole stretches within the period, as owner, participant or room`()
    async throws
  {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      try await crm.arrange("insert into work.facility (name) values ('Room')")
      try await crm.arrange(
        """
        insert into work.meeting (owner_id, title, starts_at, ends_at, state)
        select a.id, m.title, m.starts_at::timestamptz, m.ends_at::timestamptz, m.state
        from access.account as a cross join (values
          ('Night', '2029-12-31 23:00Z', '2030-01-01 01:00Z', 'planned'),
          ('One', '2030-01-01 09:00Z', '2030-01-01 10:00Z', 'planned'),
          ('Two', '2030-01-01 09:30Z', '2030-01-01 11:00Z', 'planned'),
          ('Declined', '2030-01-01 13:00Z', '2030-01-01 14:00Z', 'planned'),
          ('Cancelled', '2030-01-01 15:00Z', '2030-01-01 16:00Z', 'cancelled')
        ) as m (title, starts_at, ends_at, state)
        where a.id = \(seller.account)
        """)
      try await crm.arrange(
        """
        insert into work.meeting_participant (meeting_id, account_id, answer)
        select m.id, a.id, case m.title when 'Declined' then 'declined' else 'accepted' end
        from work.meeting as m join access.account as a
          on a.id = case m.title when 'Declined' then \(seller.account)::bigint else \(buyer.account)::bigint end
        where m.title in ('Two', 'Declined')
        """)
      try await crm.arrange(
        """
        insert into work.reservation (meeting_id, facility_id)
        select m.id, f.id from work.meeting as m cross join work.facility as f where m.title = 'Two'
        """)
      let room = try await crm.observed("select id from work.facility").single.int("id")
      let day = "from=2030-01-01T00:00:00Z&until=2030-01-02T00:00:00Z&facilities=\(room)"
      let owner = try await buyer.get("free-busy?accounts=\(seller.account)&\(day)")
      #expect(
        busy(owner, "accounts") == .array([span("00:00", "01:00"), span("09:00", "11:00")]),
        "\(owner.text)")
      #expect(busy(owner, "facilities") == .array([span("09:30", "11:00")]), "\(owner.text)")
      let guest = try await seller.get("free-busy?accounts=\(buyer.account)&\(day)")
      #expect(busy(guest, "accounts") == .array([span("09:30", "11:00")]), "\(guest.text)")
      let nobody = try await seller.get("free-busy?accounts=\(buyer.account + 1000)&\(day)")
      #expect(nobody["accounts"] == .array([]), "\(nobody.text)")
    }
  }
}
