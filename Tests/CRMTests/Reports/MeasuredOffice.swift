import CRM
import Support
import Testing

/// An office with a seller, a colleague of his, the head of both, and a buyer elsewhere.
struct MeasuredOffice {
  let crm: TestCRM
  let chief: TestSession
  let seller: TestSession
  let colleague: TestSession
  let head: TestSession
  let buyer: TestSession

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    chief = try await crm.as(.administrator)
    seller = try await crm.as(.sales)
    colleague = try await crm.as(.sales, number: 2)
    head = try await crm.as(.headOfDepartment)
    buyer = try await crm.as(.purchasing)
  }

  /// A task of somebody's that was over before it was entered; its id.
  @discardableResult
  func task(
    _ who: TestSession, closed: String, _ more: JSON = [:],
    in department: TestCRM.Department = .sales, events: [(String, String)] = []
  ) async throws -> Int {
    let whole: JSON = [
      "title": "T", "owner_id": .id(chief.account), "assignee_id": .id(who.account),
      "department_id": .id(try await crm.id(of: department)), "state": "done",
      "closed_at": .string(closed),
    ]
    let task = try await chief.create("tasks", whole.with(more)).id
    for (number, event) in events.enumerated() {
      try await chief.create(
        "task-events",
        [
          "task_id": .id(task), "happened_at": .string(event.0), "state": .string(event.1),
          "activity": .string(event.1), "external_source": "old",
          "external_key": .string("\(task) \(number)"),
        ])
    }
    return task
  }

  func hours(_ who: TestSession, _ day: String, _ minutes: Int, billable: Bool) async throws {
    try await who.create(
      "time-entries",
      [
        "worked_on": .string(day), "minutes": .number("\(minutes)"), "billable": .bool(billable),
      ])
  }

  func rows(_ session: TestSession, _ resource: String, _ month: String) async throws -> [JSON] {
    let reply = try await session.get("\(resource)?month=\(month)-01")
    try #require(reply.status == 200, "\(reply.text)")
    return reply.data
  }

  /// What was done in March 2024, to be counted by hand.
  func furnish() async throws {
    // On time: answered after 1 hour, done after 4.
    try await task(
      seller, closed: "2024-03-01T13:00:00Z", ["due_on": "2024-03-01"],
      events: [
        ("2024-03-01T09:00:00Z", "open"), ("2024-03-01T10:00:00Z", "in_progress"),
        ("2024-03-01T13:00:00Z", "done"),
      ])
    // A day late: answered after 3 hours, waited, done after 48.
    try await task(
      seller, closed: "2024-03-04T09:00:00Z", ["due_on": "2024-03-03"],
      events: [
        ("2024-03-02T09:00:00Z", "open"), ("2024-03-02T12:00:00Z", "waiting"),
        ("2024-03-04T09:00:00Z", "done"),
      ])
    // Done at once, after 2 hours, with no due date.
    try await task(
      seller, closed: "2024-03-05T11:00:00Z",
      events: [("2024-03-05T09:00:00Z", "open"), ("2024-03-05T11:00:00Z", "done")])
    // A second late; nothing is told of its beginning.
    try await task(
      seller, closed: "2024-03-06T12:00:01Z", ["due_at": "2024-03-06T12:00:00Z"])
    // It was April already on the clocks of whoever did it, and the due day was over.
    try await task(seller, closed: "2024-03-31T22:30:00Z", ["due_on": "2024-03-31"])
    // Not counted: cancelled, put away, still open.
    try await task(seller, closed: "2024-03-07T12:00:00Z", ["state": "cancelled"])
    let away = try await task(seller, closed: "2024-03-07T12:00:00Z")
    try await crm.arrange(
      "update work.task set archived_at = now() where id = \(away) returning id")
    try await task(seller, closed: "2024-03-07T12:00:00Z", ["state": "open"])
    try await task(
      colleague, closed: "2024-03-08T12:00:00Z", ["due_on": "2024-03-08"])
    try await task(
      buyer, closed: "2024-03-08T12:00:00Z", ["due_on": "2024-03-09"], in: .purchasing)
    try await hours(seller, "2024-03-10", 90, billable: true)
    try await hours(seller, "2024-03-31", 30, billable: false)
    try await hours(seller, "2024-04-01", 45, billable: true)
  }
}
