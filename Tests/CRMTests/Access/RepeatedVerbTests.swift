import CRM
import Postgres
import Support
import Testing

/// Each verb of the trade is tried once more on a record that it has been done to: in that state it must be refused,
/// over HTTP and to plain SQL of the service's log-in.
@Suite struct `A verb that has been done` {
  /// A call may come twice, a lead go on to the next seller, a contract be indexed anew; a deal stays in its stage and a
  /// lead qualified. A chart brings what is not there yet, and a journal takes entry upon entry.
  private static let repeatable: Set = [
    "parties.log_call", "leads.assign", "contracts.index", "deals.stage", "leads.qualify",
    "charts.adopt", "journals.post",
  ]
  /// Years are closed in order, reopened from behind and archived when closed; the tests of the year's end try each where
  /// it may not be.
  private static let inOrder: Set = [
    "fiscal_years.close", "fiscal_years.reopen", "fiscal_years.archive",
  ]
  /// Nobody decides about what is his own.
  private static let ofAnother: Set = [
    "hand_offs.accept", "hand_offs.return", "quotes.approve_discount", "purchase_orders.approve",
    "purchase_orders.reject", "requisitions.approve", "requisitions.reject",
  ]

  @Test func `is refused by the state of the record, over HTTP and to plain SQL`() async throws {
    try await withCRM { crm in
      try await withClient(crm.database.migration) { arranger in
        try await withClient(crm.database.service) { service in
          let world = try await World(crm, .administrator, arranger: arranger, service: service)
          var faults: [String] = []
          for operation in try await MatrixOperation.all(world.caller)
          where !operation.isReading
            && !Self.repeatable.union(Self.inOrder).contains(operation.id)
          {
            guard let verb = VerbCase.all[operation.id] else { continue }
            faults += try await Self.faults(operation, verb, world).map { "\(operation.id): \($0)" }
          }
          #expect(faults.isEmpty, "\(faults.count) faults:\n\(faults.joined(separator: "\n"))")
        }
      }
    }
  }

  private static func faults(
    _ operation: MatrixOperation, _ verb: VerbCase, _ world: World
  ) async throws -> [String] {
    let subject = try #require(Subject.all[operation.resource], "\(operation.id)")
    let isOwn = subject.placed && !ofAnother.contains(operation.id)
    let relation: Relation = isOwn ? .own : subject.placed ? .same : .other
    let record = try await subject.record(world, relation)
    try await verb.prepare(world, record.id)
    let body = try await operation.body(subject, world, relation, record.mark)
    let version = try await subject.state(world, record.id).version
    let first = try await operation.send(
      record.session, record, subject, world, body: body, version: version)
    guard first.status < 300 else { return ["was not done: \(first.status) \(first.start)"] }
    let (state, made) = (try await subject.state(world, record.id), try await verb.made(world))
    let again = try await operation.send(
      record.session, record, subject, world, body: body, version: state.version)
    var faults: [String] = []
    if ![409, 422].contains(again.status) {
      faults.append("again: \(again.status) \(again.start)")
    }
    if try await isDone(verb, record, body, world) { faults.append("SQL did it again") }
    let (now, latest) = (try await subject.state(world, record.id), try await verb.made(world))
    if now != state || latest != made { faults.append("something has changed") }
    return faults
  }

  private static func isDone(
    _ verb: VerbCase, _ record: Subject.Record, _ body: Subject.Fields, _ world: World
  ) async throws -> Bool {
    guard let sql = verb.statement?(record.id, body), let token = record.session.token else {
      return false
    }
    let entry = TestCRM.entry(token)
    let attempt = try await world.service.attempt(entry + [sql, "select 1 / 0"])
    return attempt.results.count > entry.count && attempt.results[entry.count].affected > 0
  }
}
