import Postgres

/// Questions about work that one statement answers, under the rights of who asks.
struct WorkReading: Sendable {
  let engine: Engine

  var operations: [Operation] {
    [
      question(
        "tasks.my_day", "/tasks/my-day",
        Text(
          "What I have to do today, late tasks first, and my meetings",
          ru: "Что мне делать сегодня, просроченное первым, и мои встречи"),
        "work.my_day()", Self.day),
      question(
        "tasks.overdue", "/tasks/overdue",
        Text("Late tasks, the latest first", ru: "Просроченные задачи, самые давние первыми"),
        "work.overdue()", Self.tasks),
      question(
        "tasks.load", "/tasks/load",
        Text(
          "Open tasks, estimates and minutes worked of everybody",
          ru: "Открытые задачи, оценки и отработанные минуты каждого"), "work.team_load()",
        Self.load),
    ]
  }

  /// An operation whose answer the database writes whole.
  private func question(
    _ id: String, _ path: String, _ summary: Text, _ sql: SQL, _ schema: JSON
  ) -> Operation {
    let permission = Permission("tasks", "read")
    return Operation(
      id, .get, path, summary, access: .permission(permission),
      responses: [200: Operation.json(schema)]
    ) { call in try await WorkAnswer.read(sql, permission, call, engine) }
  }

  private static let tasks: JSON = [
    "type": "object", "required": ["date", "more", "tasks"],
    "properties": ["date": today, "more": more, "tasks": list],
  ]

  private static let day: JSON = [
    "type": "object", "required": ["date", "more", "tasks", "meetings"],
    "properties": ["date": today, "more": more, "tasks": list, "meetings": meetings],
  ]

  private static let today: JSON = [
    "type": "string", "format": "date", "description": "Today, on my clocks.",
  ]

  private static let more: JSON = [
    "type": "boolean", "description": "There are more tasks than these 500.",
  ]

  private static let list: JSON = [
    "type": "array",
    "items": [
      "type": "object", "required": ["id", "title", "state", "priority", "late"],
      "properties": [
        "id": ["type": "integer"], "title": ["type": "string"], "state": ["type": "string"],
        "priority": ["type": "string"], "due_on": ["type": ["string", "null"]],
        "due_at": ["type": ["string", "null"]], "late": ["type": "boolean"],
        "assignee_id": ["type": ["integer", "null"]],
        "project_id": ["type": ["integer", "null"]], "estimate": ["type": ["integer", "null"]],
      ],
    ],
  ]

  private static let meetings: JSON = [
    "type": "array", "maxItems": 200,
    "description": "Of today, but for those that I have declined.",
    "items": [
      "type": "object", "required": ["id", "title", "starts_at", "ends_at", "all_day"],
      "properties": [
        "id": ["type": "integer"], "title": ["type": "string"],
        "starts_at": ["type": "string", "format": "date-time"],
        "ends_at": ["type": "string", "format": "date-time"], "all_day": ["type": "boolean"],
        "location": ["type": ["string", "null"]],
      ],
    ],
  ]

  private static let load: JSON = [
    "type": "object", "required": ["date", "people"],
    "properties": [
      "date": ["type": "string", "format": "date", "description": "Today, on my clocks."],
      "people": [
        "type": "array",
        "items": [
          "type": "object",
          "required": ["account_id", "name", "tasks", "late", "estimate", "minutes"],
          "properties": [
            "account_id": ["type": "integer"], "name": ["type": "string"],
            "tasks": ["type": "integer", "description": "That are open."],
            "late": ["type": "integer", "description": "Of these."],
            "estimate": ["type": "integer", "description": "Of the open ones, in minutes."],
            "minutes": ["type": "integer", "description": "Worked in the last seven days."],
          ],
        ],
      ],
    ],
  ]
}
