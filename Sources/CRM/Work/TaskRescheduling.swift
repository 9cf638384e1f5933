import NIOCore
import Postgres

/// `POST /tasks/reschedule`: moves the dates of many open tasks by the same number of days, in one statement.
struct TaskRescheduling: Sendable {
  let engine: Engine
  private static let permission = Permission("tasks", "update")
  private static let most = 5_000

  var operation: Operation {
    Operation(
      "tasks.reschedule", .post, "/tasks/reschedule",
      Text(
        "Move open tasks by some days; those without dates, and those I may not change, are left",
        ru: "Перенести открытые задачи на несколько дней; без дат и недоступные остаются"),
      access: .permission(Self.permission), parameters: [.idempotencyKey],
      request: Operation.json(Self.request), responses: [200: Operation.json(Self.answer)],
      answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let (tasks, days) = try Self.read(call.json())
    let list = "{\(tasks.map(String.init).joined(separator: ","))}"
    let idempotency = try Idempotency(
      call, path: "/tasks/reschedule", table: engine.relations.idempotency)
    let kept: SQL = "nullif(current_setting('crm.moved', true), '')::jsonb"
    let once = try await engine.door.once(call, idempotency, status: 200, keeping: kept) {
      caller, condition in
      try caller.require(Self.permission)
      return [
        """
        select set_config('crm.moved', done::text, true) as answer,
          set_config('crm.created', coalesce(done ->> 'moved', ''), true) as moved
        from (select work.reschedule(\(list)::bigint[], \(days)::integer) as done
          where \(condition)) as moving
        """
      ]
    }
    if let error = once.passage.error { throw error }
    var rows = once.passage.results[0]
    if let idempotency, once.isReplayed {
      let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
        ["select \(idempotency.kept)::text as answer"]
      }
      if let error = passage.error { throw error }
      rows = passage.results[0]
    }
    return Answer(
      200, headers: [("Content-Type", "application/json")] + once.headers,
      body: .bytes(ByteBuffer(string: try rows.single.string("answer"))))
  }

  private static func read(_ body: JSON) throws -> (tasks: [Int], days: Int) {
    var fields = Fields(body, known: ["ids", "days"])
    let tasks = body["ids"]?.array?.compactMap(\.int) ?? []
    if tasks.count != body["ids"]?.array?.count || !(1...most).contains(tasks.count) {
      fields.fault(
        "ids", "wrong_type",
        Text(
          "A list of 1 to \(most) numbers of tasks is expected.",
          ru: "Ожидается список от 1 до \(most) номеров задач."))
    }
    let days = body["days"]?.int ?? 0
    if days == 0 || !(-3650...3650).contains(days) {
      fields.fault(
        "days", "out_of_range",
        Text(
          "A whole number of days from -3650 to 3650 other than 0 is expected.",
          ru: "Ожидается целое число дней от -3650 до 3650, кроме 0."))
    }
    try fields.finish()
    return (tasks, days)
  }

  private static let request: JSON = [
    "type": "object", "required": ["ids", "days"], "additionalProperties": false,
    "properties": [
      "ids": [
        "type": "array", "minItems": 1, "maxItems": 5000,
        "items": ["type": "integer", "minimum": 1],
      ],
      "days": [
        "type": "integer", "minimum": -3650, "maximum": 3650,
        "description": "How many days later, or earlier where it is less than 0; never 0.",
      ],
    ],
  ]

  private static let answer: JSON = [
    "type": "object", "required": ["moved", "left"],
    "properties": [
      "moved": ["type": "integer", "description": "How many tasks were moved."],
      "left": [
        "type": "array", "items": ["type": "integer"], "description": "The tasks that were not.",
      ],
    ],
  ]
}
