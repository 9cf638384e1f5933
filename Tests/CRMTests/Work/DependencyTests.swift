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
