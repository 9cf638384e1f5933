import Postgres

/// Does a stretch of a reversal's steps in a transaction of the caller's.
struct ReversalSteps {
  let job: Int
  let model: Model
  let transaction: Transaction

  /// Steps of one transaction.
  private static let stretch = 200

  /// Goes on behind the last step that was tried; where there is none the pass ends.
  func work(_ tally: inout ReversalTally) async throws {
    let steps = try await next(tally)
    guard let last = steps.last else { return tally.endPass() }
    let outcomes = try await transaction.batch([
      "set constraints all immediate", "select * from system.reverse(\(job), \(steps))",
    ])[1]
    var refusals: [JobRefusal] = []
    for row in outcomes {
      switch try row.stringIfPresent("outcome") {
      case "restored": tally.restored += 1
      case "removed": tally.removed += 1
      case .some: tally.unchanged += 1
      case nil: refusals.append(try refusal(row))
      }
    }
    if refusals.count < steps.count { tally.helped = true }
    tally.refused += refusals.count - (tally.pass > 1 ? steps.count : 0)
    tally.last = last
    try await keep(refusals, insteadOf: steps)
  }

  /// In the first pass all, later those that were refused.
  private func next(_ tally: ReversalTally) async throws -> [Int] {
    let table = tally.pass == 1 ? "system.job_reversal" : "system.job_refusal"
    let rows = try await transaction.rows(
      """
      select n from \(identifier: table) where job_id = \(job) and n > \(tally.last)
      order by n limit \(raw: "\(Self.stretch)")
      """)
    return try rows.map { try $0.int("n") }
  }

  private func keep(_ refusals: [JobRefusal], insteadOf steps: [Int]) async throws {
    let kept = JobRefusal.keeping(refusals, of: job).map { [$0] } ?? []
    _ = try await transaction.batch(
      ["delete from system.job_refusal where job_id = \(job) and n = any (\(steps))"] + kept)
  }

  private func refusal(_ row: Row) throws -> JobRefusal {
    let table = try row.string("table_name")
    let resource = model.resource(serving: table)
    return JobRefusal(
      try row.int("n"), resource?.name ?? table, try row.int("record_id"),
      try problem(row, resource))
  }

  private func problem(_ row: Row, _ resource: Resource?) throws -> Problem {
    switch try row.stringIfPresent("code") {
    case "changed_since": return .changedSince
    case "not_as_before": return .notAsBefore
    case "in_use": return .inUse
    case "field_retired": return .fieldRetired
    case .some: return Self.forbidden(try row.string("action"), resource)
    case nil: break
    }
    let error = DatabaseError(
      sqlState: try row.string("state"), message: try row.string("message"),
      schema: try row.stringIfPresent("rule_schema"), table: try row.stringIfPresent("rule_table"),
      column: try row.stringIfPresent("rule_column"), constraint: try row.stringIfPresent("rule"))
    let action = try row.string("action")
    if action == "remove", error.sqlState == "23503" { return .inUse }
    let known = resource.flatMap { Problem.refused(error, $0, model, pointer: "") }
    if let known { return known }
    return error.sqlState == "42501" ? Self.forbidden(action, resource) : .notAsBefore
  }

  private static func forbidden(_ action: String, _ resource: Resource?) -> Problem {
    let right = ["remove": "delete", "restore": "create"][action] ?? "update"
    return .forbidden(Permission(resource?.key ?? "", right))
  }
}

extension Problem {
  /// 409: somebody has changed the record behind the job, and that is left alone.
  static var changedSince: Problem {
    .conflict(
      "changed_since",
      Text(
        "Somebody has changed this record since, so it is left as it is.",
        ru: "Запись с тех пор изменили, поэтому она оставлена как есть."))
  }

  /// 409: rules that came into force since would make another record of it.
  static var notAsBefore: Problem {
    .conflict(
      "not_as_before",
      Text(
        "The rules of today would not let the record be as it was, so it is left as it is.",
        ru: "По нынешним правилам запись не станет прежней, поэтому она оставлена как есть."))
  }
}

extension Problem {
  /// 409: what the job wrote is in a custom field that nobody can write any more.
  static var fieldRetired: Problem {
    .conflict(
      "field_retired",
      Text(
        "A custom field that the job wrote was retired since, so the record is left as it is: restore the field and undo the job again.",
        ru:
          "Своё поле, которое заполнило задание, с тех пор снято, поэтому запись оставлена как есть: верните поле и повторите отмену."
      ))
  }
}
