import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A rule of tasks` {
  /// Whose times the test computes itself, when it wants.
  private func withRules(
    _ body: (TestCRM, TestSession, TaskRules) async throws -> Void
  ) async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      try await withClient(crm.database.service) { client in
        try await body(crm, try await crm.as(.sales), TaskRules(client: client))
      }
    }
  }

  private func tasks(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed(
      """
      select concat_ws(' ', title, state, due_on,
        to_char(due_at at time zone 'UTC', 'HH24:MI')) as line
      from work.task order by occurrence_at
      """
    ).map { try $0.string("line") }
  }

  @Test func `makes the next task when the one before is done, at the same hour of its clocks`()
    async throws
  {
    try await withRules { crm, seller, rules in
      let rule = try await seller.create(
        "task-rules",
        [
          "title": "Report", "rule": "rrule:freq=monthly; bymonthday=25; count=3",
          "starts_at": "2030-10-25T07:00:00Z", "zone": "Europe/Berlin", "all_day": false,
          "follows": "done",
        ])
      #expect(rule["rule"] == "FREQ=MONTHLY;BYMONTHDAY=25;COUNT=3", "\(rule.text)")
      #expect(try await rules.make() == 1)
      #expect(try await rules.make() == 0)
      for due in ["2030-10-25 07:00", "2030-11-25 08:00", "2030-12-25 08:00"] {
        #expect(try await tasks(crm).last == "Report open \(due)")
        let last = try #require(try await seller.get("tasks?state=open").data.first?["id"]?.int)
        #expect(try await seller.patch("tasks/\(last)", ["state": "done"]).status == 200)
        _ = try await rules.make()
      }
      #expect(try await tasks(crm).count == 3)
      let told = try await seller.get("task-rules/\(rule.id)")
      #expect(told["next_at"] == .null && told["planned"] == true)
    }
  }

  @Test func `makes tasks when their time comes, one for each, whoever makes them at once`()
    async throws
  {
    try await withRules { crm, seller, rules in
      _ = try await seller.create(
        "task-rules",
        [
          "title": "Watch", "rule": "FREQ=DAILY", "starts_at": "2020-01-01T00:00:00Z",
          "zone": "UTC", "ahead": 2880, "assignee_id": .number("\(seller.account)"),
        ])
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 { group.addTask { try await rules.make() } }
        try await group.waitForAll()
      }
      _ = try await rules.make()
      let days = try await crm.observed(
        "select due_on - current_date as days, assignee_id from work.task order by 1")
      // Not for the years before the rule was there, and two days ahead.
      #expect(try days.map { try $0.int("days") } == [0, 1, 2])
      #expect(try days[0].int("assignee_id") == seller.account)
      let attack = try await crm.sql(seller, "select work.make_tasks(10)")
      #expect(attack.error?.sqlState == "42501")
    }
  }

  private static let impossible: [String] = [
    "FREQ=NEVER", "FREQ=MINUTELY", "FREQ=DAILY;COUNT=1;UNTIL=20300101", "FREQ=WEEKLY;BYMONTHDAY=1",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20300230", "FREQ=HOURLY;BYHOUR=3",
    "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1", "FREQ=YEARLY;BYYEARDAY=20;BYMONTH=1",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;BYHOUR=9,10", "FREQ=YEARLY;BYWEEKNO=3;BYMONTHDAY=16",
  ]

  @Test func `that cannot come is refused`() async throws {
    try await withDatabase { database in
      await each(Self.impossible) { rule in
        let attempt = try await withClient(database.migration) {
          try await $0.attempt([
            "insert into work.task_rule (title, rule) values ('x', \(rule))"
          ])
        }
        #expect(attempt.error?.constraint == "task_rule_rule_valid", "\(rule)")
      }
    }
  }

  @Test func `without an end tells a part of its times, and that there are more`() async throws {
    try await withRules { crm, seller, _ in
      let rule = try await seller.create(
        "task-rules",
        ["title": "x", "rule": "FREQ=HOURLY", "starts_at": "2020-01-01T00:00:00Z", "zone": "UTC"])
      let told = try await seller.get("task-rules/\(rule.id)/occurrences")
      #expect(told["endless"] == true && told["more"] == true, "\(told.text)")
      #expect(told["occurrences"]?.array?.count == Recurrence.most)
      let buyer = try await crm.as(.purchasing)
      #expect(try await buyer.get("task-rules/\(rule.id)/occurrences").status == 404)
    }
  }
}
