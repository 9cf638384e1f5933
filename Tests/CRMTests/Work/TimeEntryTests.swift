import CRM
import Postgres
import Support
import Testing

@Suite struct `Time that was worked` {
  @Test func `is entered for a task, whose client follows, and never twice at once`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let party = try await seller.create("parties", ["name": "Gull"]).id
      let task = try await seller.create(
        "tasks", ["title": "Install", "resource": "parties", "record_id": .id(party)]
      ).id
      let entry = try await seller.create(
        "time-entries",
        [
          "task_id": .id(task), "started_at": "2030-06-30T21:30:00Z", "minutes": 90,
          "service": "Installation",
        ])
      #expect(entry["owner_id"]?.int == seller.account && entry["party_id"]?.int == party)
      #expect(entry["worked_on"] == "2030-07-01" && entry["ended_at"] != .null, "\(entry.text)")
      let twice = try await seller.post(
        "time-entries",
        ["started_at": "2030-06-30T22:00:00Z", "ended_at": "2030-06-30T22:10:00Z"])
      #expect(
        twice.status == 422 && twice.text.contains("«Install» (\(entry.id))"), "\(twice.text)")
      let nothing = try await seller.post("time-entries", ["task_id": .id(task)])
      #expect(nothing.status == 422 && nothing.pointers == ["/minutes"], "\(nothing.text)")
      let colleague = try await crm.as(.sales, number: 2)
      let forged = try await colleague.post(
        "time-entries", ["owner_id": .id(seller.account), "minutes": 5])
      #expect(forged.status == 403, "\(forged.text)")
      // Past the trigger that names, the constraint stands.
      let attack = try await crm.sql(
        seller,
        """
        insert into work.time_entry (started_at, ended_at)
        select '2031-01-01', '2031-01-02' from generate_series(1, 2)
        """)
      #expect(attack.error?.constraint == "time_entry_no_overlap")
      let summary = try await seller.get(
        "time-entries/summary?group=party_id,service&measure=sum(minutes)")
      #expect(summary.data.first?["measures"]?["sum(minutes)"]?.int == 90, "\(summary.text)")
    }
  }

  @Test func `and tasks are told for a day and for a team, and moved together`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let me = JSON.id(seller.account)
      let late = try await seller.create(
        "tasks", ["title": "Late", "assignee_id": me, "due_on": "2020-01-01", "estimate": 60]
      ).id
      let begun = try await seller.create(
        "tasks",
        [
          "title": "Begun", "assignee_id": me, "state": "in_progress",
          "due_at": "2031-03-28T09:00:00Z",
        ]
      ).id
      let foreign = try await buyer.create("tasks", ["title": "x", "due_on": "2020-01-01"]).id
      _ = try await seller.create("tasks", ["title": "Later", "due_on": "2031-01-01"])
      let day = try await seller.get("tasks/my-day")
      let listed = (day["tasks"]?.array ?? []).compactMap { $0["id"]?.int }
      #expect(listed == [late, begun], "\(day.text)")
      let overdue = try await seller.get("tasks/overdue")
      #expect((overdue["tasks"]?.array ?? []).compactMap { $0["id"]?.int } == [late])
      let load = try await seller.get("tasks/load")
      let mine = try #require(load["people"]?.array?.first { $0["account_id"] == me })
      #expect(mine["tasks"] == 2 && mine["late"] == 1 && mine["estimate"] == 60, "\(load.text)")

      let body: JSON = ["ids": [.id(late), .id(begun), .id(foreign)], "days": 3]
      let key = [("Idempotency-Key", "once")]
      let moved = try await seller.post("tasks/reschedule", body, headers: key)
      #expect(moved["moved"] == 2 && moved["left"] == [.id(foreign)], "\(moved.text)")
      let again = try await seller.post("tasks/reschedule", body, headers: key)
      #expect(again["moved"] == 2, "\(again.text)")
      let dates = try await crm.observed(
        "select due_on || ' ' || coalesce(due_at::text, '') as due from work.task order by id")
      let due = try dates.map { try $0.string("due") }
      #expect(
        due == [
          "2020-01-04 ", "2031-03-31 2031-03-31 09:00:00+00", "2020-01-01 ", "2031-01-01 ",
        ])
      let wrong = try await seller.post("tasks/reschedule", ["ids": ["x"], "days": 0])
      #expect(wrong.status == 422 && wrong.pointers == ["/ids", "/days"], "\(wrong.text)")
    }
  }
}
