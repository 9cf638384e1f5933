import CRM
import Postgres
import Support
import Testing

@Suite struct `What another program tells of a task` {
  private static func event(_ task: Int, _ more: JSON = [:]) -> JSON {
    let whole: JSON = [
      "task_id": .id(task), "happened_at": "2020-01-01T00:00:00Z", "activity": "Opened",
      "state": "open", "external_source": "old", "external_key": "1",
    ]
    return whole.with(more)
  }

  @Test func `is brought by administrators, and seen with the task`() async throws {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let task = try await seller.create("tasks", ["title": "T"]).id
      #expect(try await seller.post("task-events", Self.event(task)).status == 403)
      let attack = try await crm.sql(
        seller,
        """
        insert into work.task_event (task_id, happened_at, activity, state, external_source, external_key)
        values (\(task), '2020-01-01', 'x', 'open', 'x', 'x')
        """)
      #expect(attack.error?.sqlState == "42501")
      let told = try await chief.create("task-events", Self.event(task))
      #expect(told["happened_at"] == "2020-01-01T00:00:00Z", "\(told.text)")
      #expect(try await seller.get("task-events/\(told.id)").status == 200)
      let stranger = try await crm.as(.purchasing)
      #expect(try await stranger.get("task-events/\(told.id)").status == 404)
      let twice = try await chief.post("task-events", Self.event(task))
      #expect(twice.status == 422, "\(twice.text)")
      // It goes with its task.
      let gone = try await crm.sql(chief, "delete from work.task where id = \(task)")
      #expect(gone.error == nil)
      #expect(try await crm.observed("select from work.task_event").count == 0)
    }
  }

  @Test func `lies before the task was entered, and says what it must`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let task = try await chief.create("tasks", ["title": "T"])
      let late = try await chief.post(
        "task-events", Self.event(task.id, ["happened_at": "2999-01-01T00:00:00Z"]))
      let entered = try #require(task["created_at"]?.string?.prefix(19))
      #expect(late.status == 422 && late.pointers == ["/happened_at"], "\(late.text)")
      #expect(late.firstFault.contains("was entered on \(entered)Z"), "\(late.text)")
      let long = String(repeating: "x", count: 201)
      let wrong = try await chief.post(
        "task-events",
        Self.event(task.id, ["state": "lost", "activity": .string(long)]))
      #expect(wrong.status == 422, "\(wrong.text)")
      #expect(
        Set(wrong.pointers) == ["/state", "/activity"], "\(wrong.text)")
      let attacks: [(SQL, String)] = [
        ("'2999-01-01', 'x', 'open'", "task_event_before_entry"),
        ("'2020-01-01', '', 'open'", "task_event_activity_length"),
        ("'2020-01-01', 'x', 'lost'", "task_event_state_known"),
      ]
      for (values, rule) in attacks {
        let attack = try await crm.sql(
          chief,
          """
          insert into work.task_event (task_id, happened_at, activity, state, external_source, external_key)
          values (\(task.id), \(values), 'x', 'x')
          """)
        #expect(attack.error?.constraint == rule, "\(rule)")
      }
      let told = try await chief.create("task-events", Self.event(task.id)).id
      let moved = try await crm.sql(
        chief, "update work.task_event set happened_at = '2999-01-01' where id = \(told)")
      #expect(moved.error?.constraint == "task_event_before_entry")
    }
  }
}
