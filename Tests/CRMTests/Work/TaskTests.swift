import CRM
import Postgres
import Support
import Testing

@Suite struct `A task` {
  @Test func `is seen by who does it, watches it or leads its project, and by no other`()
    async throws
  {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      _ = try await seller.create("tasks", ["title": "Nobody else's"])
      let done = try await seller.create(
        "tasks", ["title": " Order   paper ", "assignee_id": .id(buyer.account)])
      #expect(done["title"] == "Order paper")
      let watched = try await seller.create(
        "tasks", ["title": "Watched", "watchers": [["account_id": .id(buyer.account)]]]
      ).id
      let project = try await buyer.create("projects", ["name": "Office"]).id
      let seen = try await buyer.get("tasks").data.compactMap { $0["id"]?.int }
      #expect(Set(seen) == [done.id, watched])

      let moved = try await buyer.patch("tasks/\(done.id)", ["state": "in_progress"])
      #expect(moved.status == 200, "\(moved.text)")
      #expect(try await buyer.patch("tasks/\(watched)", ["state": "done"]).status == 403)
      let attack = try await crm.sql(
        buyer, "update work.task set assignee_id = \(seller.account) where id = \(done.id)")
      #expect(attack.error?.sqlState == "42501")
      let hidden = try await seller.post("tasks", ["title": "x", "project_id": .id(project)])
      #expect(hidden.status == 422 && hidden.pointers == ["/project_id"], "\(hidden.text)")
      // Whoever leads the project sees what is put into it.
      _ = try await crm.arrange(
        "update work.task set project_id = \(project) where id <> \(done.id) returning id")
      #expect(try await buyer.get("tasks").data.count == 3)
    }
  }

  @Test func `at a record is seen with it, and stands at none that its writer does not see`()
    async throws
  {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let party = try await seller.create("parties", ["name": "Gull"]).id
      let task: JSON = ["title": "Call", "resource": "parties", "record_id": .id(party)]
      let id = try await seller.create("tasks", task).id
      let hidden = try await buyer.post("tasks", task)
      #expect(hidden.status == 422 && hidden.pointers == ["/record_id"], "\(hidden.text)")
      let other = try await seller.post(
        "tasks", ["title": "x", "resource": "tasks", "record_id": .id(id)])
      #expect(other.status == 422 && other.pointers == ["/resource"], "\(other.text)")
      let half = try await seller.post("tasks", ["title": "x", "resource": "parties"])
      #expect(half.status == 422, "\(half.text)")
      #expect(try await buyer.get("tasks/\(id)").status == 404)
      _ = try await crm.arrange(
        "update clients.party set owner_id = \(buyer.account) where id = \(party) returning id")
      #expect(try await buyer.get("tasks/\(id)").status == 200)
      #expect(try await buyer.get("tasks?resource=parties&record_id=\(party)").data.count == 1)
      let set = try await crm.sql(
        buyer, "select id from work.seen_tasks() as id")
      #expect(set.results.last?.count == 1)
    }
  }

  @Test func `remembers how long it stood in which state and stage`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let project = try await seller.create(
        "projects", ["name": "Fair", "stages": [["name": "Plan"], ["name": "Build", "place": 2]]])
      let stages = try #require(project["stages"]?.array)
      try #require(stages.count == 2)
      let task = try await seller.create(
        "tasks",
        [
          "title": "Stand", "project_id": .id(project.id),
          "stage_id": stages[0]["id"] ?? .null, "due_at": "2030-06-30T21:30:00Z",
        ])
      // The account's clocks are Moscow's.
      #expect(task["due_on"] == "2030-07-01" && task["closed_at"] == .null)
      _ = try await seller.patch("tasks/\(task.id)", ["stage_id": stages[1]["id"] ?? .null])
      let closed = try await seller.patch("tasks/\(task.id)", ["state": "done"])
      #expect(closed["closed_at"]?.string != nil)
      let stays = try await seller.get("task-stays?task_id=\(task.id)&sort=id").data
      #expect(stays.compactMap { $0["stage"]?.string } == ["Plan", "Build", "Build"])
      #expect(stays.compactMap { $0["state"]?.string } == ["open", "open", "done"])
      #expect(stays.map { $0["seconds"] == .null } == [false, false, true])
      let other = try await seller.create(
        "projects", ["name": "Other", "stages": [["name": "Plan"]]])
      let foreign = other["stages"]?.array?.first?["id"] ?? .null
      let wrong = try await seller.patch("tasks/\(task.id)", ["stage_id": foreign])
      #expect(wrong.status == 422 && wrong.text.contains("another project"), "\(wrong.text)")
      let open = try await seller.patch("tasks/\(task.id)", ["state": "open"])
      #expect(open["closed_at"] == .null)
    }
  }

  private static let broken: [(SQL, String)] = [
    ("insert into work.project (name, budget) values ('x', 1)", "project_budget_currency"),
    ("insert into work.task (title, estimate) values ('x', 0)", "task_estimate_range"),
    ("insert into work.task (title, state) values ('x', 'lost')", "task_state_known"),
    ("insert into work.task (title, stage_id) values ('x', 1)", "task_part_of_project"),
    (
      "insert into work.task (title, starts_at, due_at) values ('x', '2030-01-02', '2030-01-01')",
      "task_dates"
    ),
  ]

  @Test func `that breaks a rule is refused whoever writes it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for (statement, rule) in Self.broken {
        let attempt = try await crm.sql(chief, statement)
        #expect(attempt.error?.constraint == rule, "\(rule)")
      }
      let stay = try await crm.sql(
        chief, "insert into work.task_stay (task_id, state, began_at) values (1, 'open', now())")
      #expect(stay.error?.sqlState == "42501")
    }
  }
}
