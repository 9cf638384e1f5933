import CRM
import Postgres
import Support
import Testing

@Suite struct `A dependency of tasks` {
  @Test func `that would close a circle is refused with the names of its members`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      var tasks: [Int] = []
      for title in ["Plan", "Buy", "Build"] {
        let before: [JSON] = tasks.suffix(1).map { ["predecessor_id": .id($0)] }
        tasks.append(
          try await seller.create(
            "tasks",
            [
              "title": .string(title), "dependencies": .array(before),
              "assignee_id": title == "Plan" ? .id(buyer.account) : .null,
            ]
          ).id)
      }
      let circle: JSON = ["task_id": .id(tasks[0]), "predecessor_id": .id(tasks[2])]
      let refused = try await seller.post("task-dependencies", circle)
      #expect(refused.status == 422 && refused.pointers == ["/predecessor_id"])
      let way =
        "«Plan» (\(tasks[0])) → «Build» (\(tasks[2])) → «Buy» (\(tasks[1])) → «Plan» (\(tasks[0]))"
      #expect(refused.text.contains(way), "\(refused.text)")
      // Of those that one may not see the numbers alone are told.
      let own = try await buyer.create("tasks", ["title": "Pay"]).id
      _ = try await crm.arrange(
        """
        insert into work.task_dependency (task_id, predecessor_id) values (\(own), \(tasks[2]))
        returning id
        """)
      let attack = try await crm.sql(
        buyer,
        "insert into work.task_dependency (task_id, predecessor_id) values (\(tasks[0]), \(own))")
      let error = try #require(attack.error)
      #expect(error.constraint == "task_dependency_no_circle")
      let hint = error.hint ?? ""
      #expect(hint.contains("«Pay»") && hint.contains("(\(tasks[2]))") && !hint.contains("Build"))
      #expect(try await crm.observed("select from work.task_dependency").count == 3)
    }
  }

  @Test func `may be one of four thousand that are entered together, and closes no circle there`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.arrange(
        """
        insert into work.task (id, title, owner_id) overriding system value
        select n, 'T' || n, \(chief.account) from generate_series(10001, 14010) as n returning id
        """)
      let long = try await crm.sql(
        chief,
        """
        insert into work.task_dependency (task_id, predecessor_id)
        select n + 1, n from generate_series(10001, 14000) as n order by random()
        """)
      #expect(long.error == nil)
      let closing = try await crm.sql(
        chief, "insert into work.task_dependency (task_id, predecessor_id) values (10001, 14001)")
      #expect(closing.error?.constraint == "task_dependency_no_circle")
      #expect(closing.error?.hint?.hasPrefix("«T10001» (10001) → «T14001» (14001) → ") == true)
      let three = try await crm.sql(
        chief,
        """
        insert into work.task_dependency (task_id, predecessor_id)
        values (14003, 14002), (14004, 14003), (14002, 14004), (14005, 14003), (14006, 14001)
        """)
      #expect(three.error?.constraint == "task_dependency_no_circle")
      let members = Set((three.error?.hint ?? "").split(separator: " → ").map(String.init))
      #expect(members == ["«T14002» (14002)", "«T14003» (14003)", "«T14004» (14004)"])
      let changed = try await crm.sql(
        chief,
        """
        update work.task_dependency set predecessor_id = 14001
        where task_id = 10002 and predecessor_id = 10001
        """)
      #expect(changed.error?.constraint == "task_dependency_no_circle")
    }
  }

  @Test func `is written under an isolation that sees what others have written`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let a = try await chief.create("tasks", ["title": "A"]).id
      let b = try await chief.create("tasks", ["title": "B"]).id
      let token = try #require(chief.token)
      let refusal = await #expect(throws: DatabaseError.self) {
        try await withClient(crm.database.service) { client in
          try await client.transaction { transaction in
            try await transaction.execute("set transaction isolation level repeatable read")
            for statement in TestCRM.entry(token) { _ = try await transaction.rows(statement) }
            try await transaction.execute(
              "insert into work.task_dependency (task_id, predecessor_id) values (\(a), \(b))")
          }
        }
      }
      #expect(refusal?.sqlState == "0A000")
    }
  }

  @Test func `cannot be closed to a circle by two who write at once`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let a = try await seller.create("tasks", ["title": "A"]).id
      let b = try await seller.create("tasks", ["title": "B"]).id
      for _ in 0..<5 {
        async let one = seller.post(
          "task-dependencies", ["task_id": .id(a), "predecessor_id": .id(b)])
        async let other = seller.post(
          "task-dependencies", ["task_id": .id(b), "predecessor_id": .id(a)])
        let made = try await [one, other].filter { $0.status == 201 }
        #expect(made.count == 1)
        for dependency in made {
          #expect(try await seller.delete("task-dependencies/\(dependency.id)").status == 204)
        }
      }
    }
  }
}
