import NIOCore
import Postgres

/// Meetings that come again: each is a meeting with people and rooms of its own, so that a room that is taken at one of
/// the times refuses all. At most ``Recurrence/most`` are made at once, and no further than two years ahead.
struct MeetingRepetition: Sendable {
  let engine: Engine
  private static let create = Permission("meetings", "create")
  private static let update = Permission("meetings", "update")

  var operations: [Operation] {
    [
      Operation(
        "meetings.repeat", .post, "/meetings/{id}/repetition",
        Text(
          "Let a meeting come again by a rule, or, without one, go on by the one it has",
          ru: "Повторять встречу по правилу или, без него, продолжить по имеющемуся"),
        access: .permission(Self.create), parameters: [.recordID, .idempotencyKey],
        request: Operation.json(RepetitionSchema.request),
        responses: [201: Operation.json(RepetitionSchema.answer)], problems: [404, 409],
        answer: `repeat`),
      Operation(
        "meetings.end_repetition", .delete, "/meetings/{id}/repetition",
        Text(
          "Cancel a meeting and those behind it that come by the same rule",
          ru: "Отменить встречу и следующие за ней по тому же правилу"),
        access: .permission(Self.update), parameters: [.recordID],
        responses: [200: Operation.json(RepetitionSchema.ended)], problems: [404, 409], answer: end),
    ]
  }

  private func `repeat`(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let wish = try RepetitionWish(call.json())
    let plan = try await plan(id, wish, call)
    let idempotency = try Idempotency(
      call, path: "/meetings/\(id)/repetition", table: engine.relations.idempotency)
    let once = try await engine.door.once(
      call, idempotency, status: 201,
      keeping: "nullif(current_setting('crm.repeated', true), '')::jsonb"
    ) { caller, condition in
      try caller.require(Self.create)
      return [
        """
        select set_config('crm.repeated', done::text, true) as answer,
          set_config('crm.created', coalesce(done ->> 'meeting_rule_id', ''), true) as made
        from (select work.repeat_meeting(\(id), \(wish.rule), \(wish.omitted), \(plan.from),
          \(plan.times), \(plan.more)) as done where \(condition)) as repeating
        """
      ]
    }
    if let error = once.passage.error { throw refusal(error) }
    var rows = once.passage.results[0]
    if let idempotency, once.isReplayed {
      let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
        ["select \(idempotency.kept)::text as answer"]
      }
      if let error = passage.error { throw error }
      rows = passage.results[0]
    }
    return try Self.answer(201, rows, Self.create, once.headers)
  }

  /// What is to be made: read first, since the service computes the times and the database makes the meetings.
  private func plan(
    _ id: Int, _ wish: RepetitionWish, _ call: Call
  ) async throws -> RepetitionPlan {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.create)
      return ["select * from work.meeting_times(\(id), \(wish.rule))"]
    }
    if let error = passage.error { throw error }
    guard let row = passage.results[0].first else { throw Problem.notFound }
    return try RepetitionPlan(row, wish)
  }

  private func end(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.update)
      return ["select work.end_repetition(\(id))::text as answer"]
    }
    if let error = passage.error { throw refusal(error) }
    return try Self.answer(200, passage.results[0], Self.update, [])
  }

  private func refusal(_ error: DatabaseError) -> any Error {
    let resource: Resource =
      switch error.table {
      case "meeting_rule": .meetingRules
      case "reservation": .reservations
      default: .meetings
      }
    return Problem.refused(error, resource, engine.model, pointer: "") ?? error
  }

  private static func answer(
    _ status: Int, _ rows: Rows, _ permission: Permission,
    _ headers: [(name: String, value: String)]
  ) throws -> Answer {
    guard let text = try rows.single.stringIfPresent("answer") else { throw Problem.notFound }
    switch try JSONParser.parse(Array(text.utf8))["refused"]?.string {
    case nil: break
    case "forbidden": throw Problem.forbidden(permission)
    case "alone": throw Problem.meetingAlone
    case "repeats": throw Problem.meetingRepeats
    default: throw Problem.meetingChanged
    }
    return Answer(
      status, headers: [("Content-Type", "application/json")] + headers,
      body: .bytes(ByteBuffer(string: text)))
  }
}

extension Problem {
  /// 409: there is nothing to end.
  fileprivate static var meetingAlone: Problem {
    .conflict(
      "meeting_alone",
      Text("This meeting does not come again.", ru: "Эта встреча не повторяется."))
  }

  /// 409: what was computed does not fit any more, or never did.
  fileprivate static var meetingChanged: Problem {
    .conflict(
      "meeting_not_repeatable",
      Text(
        "Only a planned meeting comes again, and a rule that has ended does not go on; or it was changed just now: try again.",
        ru:
          "Повторяется только назначенная встреча, а завершённое правило не продолжается; либо её только что изменили: повторите."
      ))
  }

  /// 409: one rule at a time.
  fileprivate static var meetingRepeats: Problem {
    .conflict(
      "meeting_repeats",
      Text(
        "The meeting comes again by a rule already: send none to go on by it, or end it first.",
        ru:
          "Встреча уже повторяется: чтобы продолжить, не передавайте правило, либо сначала завершите его."
      ))
  }
}
