import Postgres

/// Makes the tasks that come again: computes the next time of each rule and makes the task when that has come, or when
/// the one before is done.
struct TaskRules: Sendable {
  let client: Client
  /// How many rules one statement takes.
  var most = 500

  /// Every five minutes.
  var kind: JobKind {
    JobKind("task-rules", schedule: "*/5 * * * *") { _ in
      ["made": .number(String(try await make()))]
    }
  }

  /// - Returns: How many tasks were made.
  /// - Throws: `ClientError`, `DatabaseError`.
  func make() async throws -> Int {
    var made = 0
    while true {
      try await plan()
      let step = try await client.rows("select work.make_tasks(\(most)::integer) as made")
        .single.int("made")
      guard step > 0 else { return made }
      made += step
    }
  }

  /// Computes what has changed; what changes meanwhile is left to the next time.
  private func plan() async throws {
    while true {
      let rules = try await client.rows(
        "select * from work.unplanned_rules(\(most)::integer)")
      var kept = 0
      for row in rules {
        let times = try RuleTimes(row)
        let next = try Self.next(times)
        kept +=
          try await client.rows(
            "select work.plan_rule(\(times.id), \(times.version), \(next)) as kept"
          ).single.bool("kept") ? 1 : 0
      }
      guard kept == most else { return }
    }
  }

  /// The next time; nil where none comes, and for a rule that cannot be read, which must not stop the others.
  private static func next(_ times: RuleTimes) throws -> String? {
    do {
      return try times.recurrence.occurrences(after: times.after, most: 1).first
    } catch is Recurrence.Unreadable {
      return nil
    }
  }
}

/// A rule as the database hands it out to be computed.
struct RuleTimes: Sendable {
  let id: Int
  let version: Int
  let zone: String
  let recurrence: Recurrence
  /// Behind which time.
  let after: String?

  init(_ row: Row) throws {
    id = try row.int("id")
    version = try row.int("version")
    zone = try row.string("zone")
    after = try row.stringIfPresent("after")
    recurrence = Recurrence(
      rule: try row.stringIfPresent("rule"), start: try row.string("start"),
      added: try row.string("added").split(separator: " ").map(String.init),
      omitted: try row.string("omitted").split(separator: " ").map(String.init))
  }
}
