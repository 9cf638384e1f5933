import CRM
import Postgres
import Support
import Testing

@Suite struct `A project` {
  /// Plan, then Buy and Build beside each other, then a day later Open; Rest waits for nothing.
  private func project(_ session: TestSession) async throws -> (id: Int, tasks: [String: Int]) {
    let project = try await session.create(
      "projects",
      [
        "name": "Fair", "starts_on": "2030-01-01", "budget": "1000", "currency": "EUR",
        "stages": [["name": "First"]],
        "milestones": [["name": "Opening", "due_on": "2030-01-10"]],
      ])
    let stage = project["stages"]?.array?.first?["id"] ?? .null
    var tasks: [String: Int] = [:]
    for (title, days, before) in Self.plan {
      let waits: [JSON] = before.map {
        ["predecessor_id": .id(tasks[$0]), "lag": title == "Open" && $0 == "Build" ? 1 : 0]
      }
      tasks[title] = try await session.create(
        "tasks",
        [
          "title": .string(title), "project_id": .id(project.id), "stage_id": stage,
          "estimate": .id(days * 480), "dependencies": .array(waits),
          "checklist": [["title": "Look"]],
        ]
      ).id
    }
    return (project.id, tasks)
  }

  private static let plan: [(title: String, days: Int, before: [String])] = [
    ("Plan", 2, []), ("Buy", 3, ["Plan"]), ("Build", 5, ["Plan"]), ("Open", 1, ["Buy", "Build"]),
    ("Rest", 1, []),
  ]

  private func bars(_ gantt: Reply) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: (gantt["tasks"]?.array ?? []).map { task in
        let days = ["starts_on", "finishes_on"].map { task[$0]?.string?.suffix(5) ?? "" }
        return (
          task["title"]?.string ?? "",
          "\(days[0]) \(days[1]) \(task["slack"]?.int ?? -1)\(task["critical"] == true ? " !" : "")"
        )
      })
  }

  @Test func `tells its plan and critical path at once, and is planned again from a pattern`()
    async throws
  {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let made = try await project(seller)
      let gantt = try await seller.get("projects/\(made.id)/gantt")
      #expect(
        bars(gantt) == [
          "Plan": "01-01 01-02 0 !", "Buy": "01-03 01-05 3", "Build": "01-03 01-07 0 !",
          "Open": "01-09 01-09 0 !", "Rest": "01-01 01-01 8",
        ], "\(gantt.text)")
      #expect(gantt["finishes_on"] == "2030-01-09" && gantt["dependencies"]?.array?.count == 4)
      #expect(try await buyer.get("projects/\(made.id)/gantt").status == 404)

      let body: JSON = ["name": "Fair 2031", "starts_on": "2031-01-01"]
      let key = [("Idempotency-Key", "once")]
      let copy = try await seller.post("projects/\(made.id)/copy", body, headers: key)
      #expect(copy.status == 201 && copy["starts_on"] == "2031-01-01", "\(copy.text)")
      #expect(copy["milestones"]?.array?.first?["due_on"] == "2031-01-10")
      let again = try await seller.post("projects/\(made.id)/copy", body, headers: key)
      #expect(again.id == copy.id)
      let plan = try await seller.get("projects/\(copy.id)/gantt")
      #expect(bars(plan) == bars(gantt), "\(plan.text)")
      let steps = try await crm.observed(
        """
        select count(*) as n from work.checklist_item as c join work.task as t on t.id = c.task_id
        where t.project_id = \(copy.id)
        """)
      #expect(try steps.single.int("n") == 5)
      #expect(try await crm.observed("select from work.project").count == 2)
      let hidden = try await buyer.post("projects/\(made.id)/copy", body)
      #expect(hidden.status == 404, "\(hidden.text)")
      let wrong = try await seller.post(
        "projects/\(made.id)/copy", ["name": "x", "starts_on": "2030-02-30"])
      #expect(wrong.status == 422 && wrong.pointers == ["/starts_on"], "\(wrong.text)")
    }
  }

  @Test func `tells what it has cost and earns, to who may know the rates`() async throws {
    try await withCRM { crm in
      let (seller, chief) = (try await crm.as(.sales), try await crm.as(.administrator))
      let made = try await project(seller)
      let rate: JSON = [
        "account_id": .id(seller.account), "cost": "20", "price": "50", "currency": "EUR",
        "valid_until": "2030-12-31",
      ]
      _ = try await chief.create("labour-rates", rate)
      let twice = try await chief.post("labour-rates", rate)
      #expect(twice.status == 422 && twice.text.contains("another rate"), "\(twice.text)")
      for (minutes, billable) in [(90, true), (30, false)] {
        _ = try await seller.create(
          "time-entries",
          [
            "task_id": .id(made.tasks["Plan"]), "minutes": .id(minutes),
            "worked_on": "2030-01-02", "billable": .bool(billable), "service": "Planning",
          ])
      }
      _ = try await seller.create(
        "time-entries",
        ["task_id": .id(made.tasks["Buy"]), "minutes": 60, "worked_on": "2031-01-02"])
      _ = try await seller.create(
        "project-costs",
        ["project_id": .id(made.id), "title": "Paper", "amount": "10.5", "currency": "EUR"])
      let told = try await chief.get("projects/\(made.id)/figures")
      let money = try #require(told["money"]?.array?.first)
      #expect(told["minutes"] == 180 && told["unpriced_minutes"] == 60, "\(told.text)")
      let figures = ["budget", "labour", "costs", "spent", "left", "value", "margin"].map {
        money[$0]?.string ?? ""
      }
      #expect(
        figures == [
          "1000.0000", "40.0000", "10.5000", "50.5000", "949.5000", "75.0000", "24.5000",
        ], "\(told.text)")
      let service = try #require(told["by"]?.array?.first { $0["service"] == "Planning" })
      #expect(service["minutes"] == 120 && service["account_id"]?.int == seller.account)
      // Who may not know what an hour costs learns it from no sum.
      let veiled = try await seller.get("projects/\(made.id)/figures")
      #expect(veiled["unpriced_minutes"] == 180, "\(veiled.text)")
      #expect(veiled["money"]?.array?.first?["labour"] == "0", "\(veiled.text)")
    }
  }
}
