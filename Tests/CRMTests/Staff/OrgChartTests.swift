import CRM
import Postgres
import Support
import Testing

@Suite struct `Reporting lines` {
  @Test func `close no circle, and who would be in it is told by name`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.worker("Anna")
      let boris = try await firm.worker("Boris")
      let vera = try await firm.worker("Vera")
      #expect(try await firm.report(anna, to: boris).status == 201)
      #expect(try await firm.report(boris, to: vera, from: "2022-01-01").status == 201)
      let circle = try await firm.report(vera, to: anna)
      #expect(circle.status == 422 && circle.pointers == ["/manager_id"], "\(circle.text)")
      #expect(
        circle.firstFault.contains("Vera A → Anna A → Boris A → Vera A"), "\(circle.text)")
      // On the days before Boris had a manager there is none.
      let before = try await firm.hr.post(
        "reporting-lines",
        [
          "employee_id": .id(vera), "manager_id": .id(anna), "valid_from": "2020-01-01",
          "valid_until": "2021-12-31",
        ])
      #expect(before.status == 201, "\(before.text)")
      let attack = try await firm.refusal(
        firm.hr,
        "update staff.reporting_line set valid_until = '2022-01-01' where id = \(before.id)")
      #expect(attack == "reporting_line_no_circle")
      let itself = try await firm.report(anna, to: anna, from: "2010-01-01")
      #expect(itself.pointers.contains("/manager_id"), "\(itself.text)")
      let second = try await firm.report(anna, to: vera, from: "2021-01-01")
      #expect(second.firstFault.contains("It is the record"), "\(second.text)")
    }
  }

  @Test func `are written under an isolation that sees what others have written`() async throws {
    try await withPersonnel { firm in
      let (anna, boris) = (try await firm.worker("Anna"), try await firm.worker("Boris"))
      let token = try #require(firm.hr.token)
      for statement in [
        """
        insert into staff.reporting_line (employee_id, manager_id, valid_from)
        values (\(anna), \(boris), '2020-01-01')
        """,
        "update staff.employment set rate = 0.5 where employee_id = \(anna)",
        "update staff.position set places = 2",
        "update staff.employee set left_on = '2030-01-01' where id = \(anna)",
      ] as [SQL] {
        let refusal = await #expect(throws: DatabaseError.self) {
          try await withClient(firm.crm.database.service) { client in
            try await client.transaction { transaction in
              try await transaction.execute("set transaction isolation level repeatable read")
              for entry in TestCRM.entry(token) { _ = try await transaction.rows(entry) }
              try await transaction.execute(statement)
            }
          }
        }
        #expect(refusal?.sqlState == "0A000")
      }
    }
  }

  @Test func `are closed by no two who write at once`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.worker("Anna")
      let boris = try await firm.worker("Boris")
      let outcomes = try await withThrowingTaskGroup(of: String?.self) { group in
        for (one, other) in [(anna, boris), (boris, anna)] {
          group.addTask {
            try await firm.refusal(
              firm.hr,
              """
              insert into staff.reporting_line (employee_id, manager_id, valid_from)
              values (\(one), \(other), '2020-01-01')
              """)
          }
        }
        return try await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(Set(outcomes) == [nil, "reporting_line_no_circle"])
    }
  }

  @Test func `are drawn as a chart by one request`() async throws {
    try await withPersonnel { firm in
      let (anna, boris) = (try await firm.worker("Anna"), try await firm.worker("Boris"))
      let vera = try await firm.worker("Vera", in: .purchasing)
      try await firm.report(boris, to: anna)
      try await firm.report(vera, to: boris, from: "2024-01-01")
      let reader = try await firm.crm.as(.readOnly)
      let chart = try await reader.get("org-chart?on=2025-06-01")
      #expect(chart.status == 200 && chart["on"] == "2025-06-01", "\(chart.text)")
      #expect(chart.data.map { $0["employee_id"]?.int } == [anna, boris, vera])
      #expect(chart.data.map { $0["level"]?.int } == [0, 1, 2])
      #expect(chart.data.map { $0["reports"]?.int } == [1, 1, 0])
      #expect(chart.data.last?["title"] == "Post of Vera", "\(chart.text)")
      #expect(chart.data.last?["department"] == "Purchasing")
      let before = try await reader.get("org-chart?on=2023-06-01")
      #expect(before.data.map { $0["level"]?.int } == [0, 0, 1], "\(before.text)")
      let part = try await reader.get("org-chart?on=2025-06-01&root=\(boris)&depth=1")
      #expect(part.data.map { $0["employee_id"]?.int } == [boris, vera])
      let bad = try await reader.get("org-chart?on=2025-02-30&depth=0&size=9")
      #expect(bad.status == 400)
      #expect(Set(bad.pointers) == ["on", "depth", "size"], "\(bad.text)")
    }
  }
}
