import CRM
import Postgres
import Support

/// One cell of the matrix: somebody of a role does one operation to a record in one relation.
struct MatrixCell: Sendable {
  let world: World
  let operation: MatrixOperation
  let subject: Subject
  let relation: Relation

  /// What differs from the expected answer, in words; nothing when all is as expected.
  func faults(expected: String) async throws -> [String] {
    let record = try await record(expected)
    if operation.verb == "unlock", relation != .own, relation != .absent {
      _ = try await world.arranger.execute(
        "update access.account set locked_at = now() where id = \(record.id)")
    }
    return operation.isReading
      ? try await reading(record, expected) : try await writing(record, expected)
  }

  /// A fresh record, unless the operation leaves it as it is.
  private func record(_ expected: String) async throws -> Subject.Record {
    let key = "\(operation.resource) \(relation)"
    // What a verb is prepared for, another cannot be tried on.
    let refused =
      !expected.hasPrefix("2") && !["unlock", "content"].contains(operation.verb)
      && VerbCase.all[operation.id] == nil
    guard operation.isReading || refused else { return try await subject.record(world, relation) }
    if let known = world.shelf[key] { return known }
    let record = try await subject.record(world, relation)
    world.shelf[key] = record
    return record
  }

  private func reading(_ record: Subject.Record, _ expected: String) async throws -> [String] {
    var faults = try await plain(record, nil, expected)
    let reply = try await operation.send(record.session, record, subject, world)
    let holds = operation.verb == "get" || operation.isList
    // Whether other answers that are allowed hold it is nobody's question.
    let told = (holds || expected != "200") && reply.tells(record, marked: subject.marked)
    let got = operation.isList && reply.status == 200 && !told ? "out" : String(reply.status)
    if got != expected { faults.append("expected \(expected), got \(got) \(reply.start)") }
    if expected != "200", told || reply.text.contains(record.mark) {
      faults.append("a refusal tells the record")
    }
    if expected == "200", holds, !told {
      faults.append("the answer does not hold the record")
    }
    return faults
  }

  private func writing(_ record: Subject.Record, _ expected: String) async throws -> [String] {
    let verb = VerbCase.all[operation.id]
    if relation != .absent { try await verb?.prepare(world, record.id) }
    let body = try await operation.body(subject, world, relation, record.mark)
    let effect = MatrixEffect(cell: self, record: record, body: body)
    let allowed = expected.hasPrefix("2")
    if operation.verb == "create" {
      let last = try await subject.last(world)
      let faults = try await asked(record, body, expected)
      return faults + (try await effect.creation(after: last, allowed))
    }
    let last = try await verb?.made(world)
    let before = try await subject.state(world, record.id)
    let faults = try await asked(record, body, expected, version: before.version)
    let after = try await subject.state(world, record.id)
    if let last, try await verb?.made(world) != last {
      return allowed ? faults : faults + ["refused, but made"]
    }
    return faults + (try effect.faults(before, after, allowed: allowed))
  }

  /// What differs in the answer.
  private func asked(
    _ record: Subject.Record, _ body: Subject.Fields, _ expected: String, version: Int = 1
  ) async throws -> [String] {
    var faults = try await plain(record, body, expected)
    let reply = try await operation.send(
      record.session, record, subject, world, body: body, version: version)
    if String(reply.status) != expected {
      faults.append("expected \(expected), got \(reply.status) \(reply.start)")
    }
    if reply.status >= 400, reply.text.contains(record.mark), operation.verb != "create" {
      faults.append("a refusal tells the record")
    }
    return faults
  }

  /// The same as plain SQL with the service's log-in, undone again; a bulk request would do what was asked for alone.
  private func plain(
    _ record: Subject.Record, _ body: Subject.Fields?, _ expected: String
  ) async throws -> [String] {
    guard !operation.isBulk, let sql = operation.statement(subject, record, body),
      let token = record.session.token
    else { return [] }
    let entry = TestCRM.entry(token)
    // Nothing of a batch that ends with an error stays.
    let attempt = try await world.service.attempt(entry + [sql, "select 1 / 0"])
    let reached = attempt.results.count > entry.count && attempt.results[entry.count].affected > 0
    let state = attempt.error?.sqlState ?? ""
    let done = reached || state == "23503" && operation.verb == "delete"
    var allowed = expected.hasPrefix("2")
    if subject.shownToOwner, relation == .own || relation == .archived, operation.isReading {
      allowed = true
    }
    if done != allowed { return ["SQL \(done ? "did it" : "was refused \(state)")"] }
    if operation.verb == "create", !allowed, relation != .absent, state != "42501" {
      return ["SQL insert: expected 42501, got \(state)"]
    }
    return []
  }
}

extension Reply {
  /// Enough of the body to see what was the matter.
  var start: Substring { text.prefix(300) }

  /// Whether the body holds the record.
  fileprivate func tells(_ record: Subject.Record, marked: Bool) -> Bool {
    guard status == 200 else { return false }
    let answer = json
    let records = answer["data"]?.array ?? []
    if records.contains(where: { $0["group"]?["id"]?.int == record.id }) { return true }
    let holds = answer["id"]?.int == record.id || records.contains { $0["id"]?.int == record.id }
    return holds && (!marked || text.contains(record.mark))
  }
}
