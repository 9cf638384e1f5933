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
        "approve", .post, "approval", Text("Approve an absence", ru: "Согласовать отсутствие")
      ) { try await decide($0, .approved) },
      operation(
        "withdraw", .delete, "approval",
        Text("Withdraw an approval; days come back", ru: "Отозвать согласование; дни возвращаются")
      ) { try await decide($0, .cancelled) },
      operation(
        "reject", .post, "rejection", Text("Refuse an absence", ru: "Отклонить отсутствие")
      ) { try await decide($0, .rejected) },
    ]
  }

  private func operation(
    _ verb: String, _ method: Call.Method, _ noun: String, _ summary: Text,
    answer: @escaping @Sendable (Call) async throws -> Answer
  ) -> Operation {
    Operation(
      "absences.\(verb)", method, "/absences/{id}/\(noun)", summary,
      access: .permission(Self.permission),
      parameters: method == .post ? [.recordID, .idempotencyKey] : [.recordID],
      request: method == .post ? Operation.json(Self.request) : [:],
      responses: [200: Operation.json(Resource.absences.schema())], headers: [200: ["ETag"]],
      problems: [409], answer: answer)
  }

  private func decide(_ call: Call, _ verdict: Verdict) async throws -> Answer {
    let id = try call.id()
    let reason = try Self.reason(call)
    let record = try RecordStatement(.absences, engine.model, id: "\(id)")
    let noun = verdict == .rejected ? "rejection" : "approval"
    let idempotency =
      call.method == .post
      ? try Idempotency(
        call, path: "/absences/\(id)/\(noun)", table: engine.relations.idempotency) : nil
    let once = try await engine.door.once(call, idempotency, status: 200) { caller, condition in
      try caller.require(Self.permission)
      return [
        """
        select was, case when was = \(verdict.before)
          then set_config('crm.created', \(String(id)), true) end
        from (select staff.decide_absence(\(id), \(verdict.rawValue), \(reason)) as was
          where \(condition)) as decision
        """
      ] + record.statements
    }
    if let error = once.passage.error { throw refusal(error) }
    if !once.isReplayed {
      guard let was = once.passage.results[0].string(0, 0) else { throw Problem.notFound }
      guard was == verdict.before else { throw Problem.absenceDecided }
    }
    guard let (body, etag) = record.read(Array(once.passage.results.dropFirst())) else {
      throw Problem.notFound
    }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)] + once.headers,
      body: .bytes(body))
  }

  /// Why, as far as the client says so.
  private static func reason(_ call: Call) throws -> String? {
    guard call.body.readableBytes > 0 else { return nil }
    var fields = Fields(try call.json(), known: ["reason"])
    let reason = fields.stringIfPresent("reason", maximum: 2000)
    try fields.finish()
    return reason
  }

  private func refusal(_ error: DatabaseError) -> any Error {
    if error.constraint == "absence_not_own" { return Problem.ownAbsence }
    return Problem.refused(error, .absences, engine.model, pointer: "") ?? error
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
