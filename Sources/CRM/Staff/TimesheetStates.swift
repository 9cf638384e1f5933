import Postgres

/// Submission of a timesheet by whoever keeps it, its approval, and giving it back; and filling it in before.
struct TimesheetStates: Sendable {
  let engine: Engine

  var operations: [Operation] {
    [
      operation(
        "submit", .post, "submission",
        Text(
          "Submit a timesheet; it is not changed any more",
          ru: "Сдать табель; он больше не меняется"),
        Permission("timesheets", "update"), "submitted", from: ["draft"]),
      operation(
        "approve", .post, "approval", Text("Approve a timesheet", ru: "Согласовать табель"),
        Permission("timesheets", "approve"), "approved", from: ["submitted"]),
      operation(
        "reopen", .delete, "approval",
        Text("Give a timesheet back to be changed", ru: "Вернуть табель для исправления"),
        Permission("timesheets", "approve"), "draft", from: ["submitted", "approved"]),
      prefill,
    ]
  }

  private var prefill: Operation {
    let permission = Permission("timesheets", "update")
    let transition = StaffTransition(
      engine: engine, resource: .timesheets, permission: permission, noun: "prefill",
      from: ["draft"], otherwise: .timesheetElsewhere,
      rules: ["timesheet_year_entered": .timesheetYear, "timesheet_of_account": .timesheetAccount])
    return StaffTransition.operation(
      "timesheets.prefill", .post, "/timesheets/{id}/prefill",
      Text(
        "Fill the empty days of a timesheet from the calendar or from the time that was entered",
        ru: "Заполнить пустые дни табеля по календарю или по записям времени"),
      permission, of: .timesheets, request: Operation.json(Self.source)
    ) { call in
      let (id, source) = (try call.id(), try Self.source(call))
      return try await transition.answer(call, id, "staff.prefill_timesheet(\(id), \(source))")
    }.withBody(demanded: false)
  }

  /// From where: the calendar, unless something else is said.
  private static func source(_ call: Call) throws -> String {
    guard call.body.readableBytes > 0 else { return sources[0] }
    var fields = Fields(try call.json(), known: ["source"])
    let source = fields.stringIfPresent("source", maximum: 100) ?? sources[0]
    if !sources.contains(source) {
      fields.fault(
        "source", "unknown_value",
        Text(
          "The source is calendar or time_entries.", ru: "Источник: calendar или time_entries."))
    }
    try fields.finish()
    return source
  }

  private static let sources = ["calendar", "time_entries"]

  private static let source: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "source": [
        "enum": ["calendar", "time_entries"],
        "description":
          "The employee's calendar without approved absences, or the minutes of his time entries.",
      ]
    ],
  ]

  private func operation(
    _ verb: String, _ method: Call.Method, _ noun: String, _ summary: Text,
    _ permission: Permission, _ state: String, from: Set<String>
  ) -> Operation {
    let transition = StaffTransition(
      engine: engine, resource: .timesheets, permission: permission, noun: noun, from: from,
      otherwise: .timesheetElsewhere, rules: ["timesheet_not_own": .ownTimesheet])
    return StaffTransition.operation(
      "timesheets.\(verb)", method, "/timesheets/{id}/\(noun)", summary, permission,
      of: .timesheets
    ) { call in
      let id = try call.id()
      return try await transition.answer(call, id, "staff.move_timesheet(\(id), \(state))")
    }
  }
}

extension Problem {
  /// 409: whoever has worked the hours is not who approves them.
  fileprivate static var ownTimesheet: Problem {
    .conflict(
      "own_timesheet",
      Text(
        "Nobody approves his own timesheet: somebody else must.",
        ru: "Нельзя согласовать свой табель: это должен сделать другой."))
  }

  /// 409: nobody has entered what is worked in that year.
  fileprivate static var timesheetYear: Problem {
    .conflict(
      "timesheet_year_entered",
      Text(
        "The calendar of the employee does not have the year of this month: enter it first.",
        ru: "В календаре сотрудника нет года этого месяца: сначала внесите его."))
  }

  /// 409: time is entered by accounts.
  fileprivate static var timesheetAccount: Problem {
    .conflict(
      "timesheet_of_account",
      Text(
        "The employee has no account, so there is no time that he has entered: use the calendar.",
        ru: "У сотрудника нет учётной записи, а значит, и записей времени: возьмите календарь."))
  }

  /// 409: a timesheet goes from draft to submitted to approved.
  fileprivate static var timesheetElsewhere: Problem {
    .conflict(
      "timesheet_state",
      Text(
        "A draft can be submitted, a submitted timesheet approved, and both given back.",
        ru: "Черновик можно сдать, сданный табель — согласовать, оба — вернуть."))
  }
}
