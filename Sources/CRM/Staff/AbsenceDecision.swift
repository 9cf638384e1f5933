import Postgres

/// Approval of an absence, its refusal, and the withdrawal of an approval: state, days and ledger change at once.
struct AbsenceDecision: Sendable {
  let engine: Engine
  private static let permission = Permission("absences", "approve")

  /// What is decided: the state that an absence is in before and after.
  private enum Verdict: String {
    case approved, rejected, cancelled

    var before: String { self == .cancelled ? "approved" : "requested" }
  }

  var operations: [Operation] {
    [
      operation(
        "approve", .post, "approval", Text("Approve an absence", ru: "Согласовать отсутствие"),
        .approved),
      operation(
        "withdraw", .delete, "approval",
        Text("Withdraw an approval; days come back", ru: "Отозвать согласование; дни возвращаются"),
        .cancelled),
      operation(
        "reject", .post, "rejection", Text("Refuse an absence", ru: "Отклонить отсутствие"),
        .rejected),
    ]
  }

  private func operation(
    _ verb: String, _ method: Call.Method, _ noun: String, _ summary: Text, _ verdict: Verdict
  ) -> Operation {
    let transition = StaffTransition(
      engine: engine, resource: .absences, permission: Self.permission, noun: noun,
      from: [verdict.before], otherwise: .absenceDecided,
      rules: ["absence_not_own": .ownAbsence])
    return StaffTransition.operation(
      "absences.\(verb)", method, "/absences/{id}/\(noun)", summary, Self.permission,
      of: .absences, request: method == .post ? Operation.json(Self.request) : [:]
    ) { call in
      let (id, reason) = (try call.id(), try Self.reason(call))
      return try await transition.answer(
        call, id, "staff.decide_absence(\(id), \(verdict.rawValue), \(reason))")
    }.withBody(demanded: false)
  }

  /// Why, as far as the client says so.
  private static func reason(_ call: Call) throws -> String? {
    guard call.body.readableBytes > 0 else { return nil }
    var fields = Fields(try call.json(), known: ["reason"])
    let reason = fields.stringIfPresent("reason", maximum: 2000)
    try fields.finish()
    return reason
  }

  private static let request: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": ["reason": ["type": ["string", "null"], "maxLength": 2000]],
  ]
}

extension Problem {
  /// 409: who asks for an absence is not who decides about it.
  fileprivate static var ownAbsence: Problem {
    .conflict(
      "own_absence",
      Text(
        "Nobody decides about his own absence, or one that he entered: somebody else must.",
        ru: "Нельзя решать о своём отсутствии и о внесённом собой: это должен сделать другой."))
  }

  /// 409: it was decided, or was not yet.
  fileprivate static var absenceDecided: Problem {
    .conflict(
      "absence_decided",
      Text(
        "Only what is requested can be approved or refused, and only what is approved withdrawn.",
        ru: "Согласовать или отклонить можно запрошенное, отозвать — согласованное."))
  }
}
