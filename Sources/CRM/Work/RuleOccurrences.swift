import Postgres

/// `GET /task-rules/{id}/occurrences`: when tasks of a rule will come from now on; a part of what never ends.
struct RuleOccurrences: Sendable {
  let engine: Engine
  private static let permission = Permission("task_rules", "read")

  var operation: Operation {
    Operation(
      "task_rules.occurrences", .get, "/task-rules/{id}/occurrences",
      Text(
        "The next times of a rule: at most \(Recurrence.most), of at most \(Recurrence.years) years",
        ru: "Ближайшие времена правила: не более \(Recurrence.most), за \(Recurrence.years) лет"),
      access: .permission(Self.permission), parameters: [.recordID],
      responses: [200: Operation.json(Self.schema)], problems: [409], answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let found = try await engine.door.pass(call, lane: .fast, deadline: nil) { caller in
      try caller.require(Self.permission)
      return ["select * from work.rule_to_compute(\(id), now())"]
    }
    if let error = found.error { throw error }
    guard let row = found.results[0].first else { throw Problem.notFound }
    let times = try RuleTimes(row)
    let next = try Self.next(times)
    let told = try await engine.door.pass(call, lane: .fast, deadline: nil) { _ in
      [
        """
        select coalesce(json_agg(work.instant_of(t.local, \(times.zone)) order by t.place), '[]')::text
          as answer
        from unnest(\(next)) with ordinality as t (local, place)
        """
      ]
    }
    if let error = told.error { throw error }
    let list = try JSONParser.parse(Array(told.results[0].single.string("answer").utf8))
    return .json(
      200,
      [
        "occurrences": list, "endless": .bool(times.recurrence.isEndless),
        "more": .bool(
          next.count == Recurrence.most || times.recurrence.isEndless && !next.isEmpty),
      ])
  }

  /// None where the rule never comes again.
  ///
  /// - Throws: a 409 for a rule that cannot be read, which the database should not have taken.
  private static func next(_ times: RuleTimes) throws -> [String] {
    do {
      return try times.recurrence.occurrences(after: times.after)
    } catch is Recurrence.Unreadable {
      let rule = times.recurrence.rule ?? ""
      throw Problem.conflict(
        "rule_unreadable",
        Text(
          "This is no rule of RFC 5545: \(rule). Change it.",
          ru: "Это не правило RFC 5545: \(rule). Измените его."))
    }
  }

  private static let schema: JSON = [
    "type": "object", "required": ["occurrences", "endless", "more"],
    "properties": [
      "occurrences": ["type": "array", "items": ["type": "string", "format": "date-time"]],
      "endless": ["type": "boolean", "description": "The rule has neither COUNT nor UNTIL."],
      "more": [
        "type": "boolean",
        "description": "There are more than these; so there are of what is endless.",
      ],
    ],
  ]
}
