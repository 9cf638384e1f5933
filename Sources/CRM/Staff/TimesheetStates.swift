import Postgres

/// Submission of a timesheet by whoever keeps it, its approval, and giving it back.
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
    ]
  }

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

  /// 409: a timesheet goes from draft to submitted to approved.
  fileprivate static var timesheetElsewhere: Problem {
    .conflict(
      "timesheet_state",
      Text(
        "A draft can be submitted, a submitted timesheet approved, and both given back.",
        ru: "Черновик можно сдать, сданный табель — согласовать, оба — вернуть."))
  }
}
