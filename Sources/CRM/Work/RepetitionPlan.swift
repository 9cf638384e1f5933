import Postgres

/// What somebody asks of a meeting that is to come again.
struct RepetitionWish: Sendable {
  /// As it was sent; nil to go on by the rule that the meeting has.
  let rule: String?
  /// Times that are left out, on the clocks of the meeting.
  let omitted: [String]

  /// - Throws: a 422 with all that is wrong with the body.
  init(_ body: JSON) throws {
    var fields = Fields(body, known: ["rule", "omitted"])
    rule = fields.stringIfPresent("rule", maximum: 1000)
    let list = body["omitted"]?.array
    omitted = list?.compactMap(\.string) ?? []
    if let sent = body["omitted"], sent != .null, omitted.count != list?.count {
      fields.fault(
        "omitted", "wrong_type",
        Text(
          "A list of times such as 20300131T090000 is expected.",
          ru: "Ожидается список времён, например 20300131T090000."))
    }
    if rule == nil, !omitted.isEmpty {
      fields.fault(
        "omitted", "read_only",
        Text(
          "Times are left out of a new rule; cancel the meetings of the one that there is.",
          ru: "Времена исключают из нового правила; у имеющегося отмените встречи."))
    }
    try fields.finish()
  }
}

/// The times of the meetings that are to be made, on the clocks of the meeting.
struct RepetitionPlan: Sendable {
  /// From which time they were computed.
  let from: String
  let times: [String]
  /// The rule goes on behind them.
  let more: Bool

  /// - Parameter row: Of `work.meeting_times`.
  /// - Throws: a 422 where there is no rule, or one that never comes again.
  init(_ row: Row, _ wish: RepetitionWish) throws {
    let repeats = try row.bool("repeats")
    guard let rule = try row.stringIfPresent("rule") else {
      throw Self.wrong("required", Text("Rule is required.", ru: "Поле «Правило» обязательно."))
    }
    let (start, until) = (try row.string("start"), try row.string("until"))
    let after = try row.stringIfPresent("after")
    let omitted = try row.stringIfPresent("omitted")?.split(separator: " ").map(String.init)
    let recurrence = Recurrence(rule: rule, start: start, omitted: omitted ?? wish.omitted)
    let all = try Self.times(recurrence, after)
    from = after ?? start
    times = all.filter { $0 <= until }
    more = all.count > times.count || all.count == Recurrence.most
    if !repeats, all.allSatisfy({ $0 == start }) {
      throw Self.wrong(
        "meeting_rule_never",
        Text("By this rule it never comes again.", ru: "По этому правилу она не повторится."))
    }
  }

  private static func times(_ recurrence: Recurrence, _ after: String?) throws -> [String] {
    do {
      return try recurrence.occurrences(after: after)
    } catch is Recurrence.Unreadable {
      throw wrong(
        "meeting_rule_rule_valid",
        Text(
          "This is no rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,FR.",
          ru: "Это не правило RFC 5545, например FREQ=WEEKLY;BYDAY=MO,FR."))
    }
  }

  private static func wrong(_ code: String, _ detail: Text) -> Problem {
    .validation([.init("/rule", code, detail)])
  }
}
