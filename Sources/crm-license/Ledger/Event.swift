import License
import Postgres

/// One change of the ledger, as it is written.
struct Event: Sendable {
  let kind: String
  let subject: String
  /// Why, where the operator does not say.
  let reason: String
  /// The rows that follow from it, by table; see sql/ledger/0003_apply.sql.
  var rows: KeyValuePairs<String, [Value]>
  /// What the command leaves behind once the event is kept.
  var files: [OutputFile] = []
  /// What the command answers.
  var answer: any Answer

  var body: Value { .object(rows.map { .init(name: $0.key, value: .array($0.value)) }) }
}

/// Takes a dry run back.
private struct Rehearsed: Error {
  let event: Event
}

extension Ledger {
  /// Adds one event while nobody else writes; with `--dry-run` everything is taken back.
  ///
  /// - Parameter build: Makes the event from what the ledger holds at that moment.
  /// - Throws: ``Failure``, `DatabaseError`, `ClientError`.
  func add(
    _ options: ChangeOptions, _ build: (Transaction) async throws -> Event
  ) async throws {
    let event = try await keep(options, build)
    if !options.dryRun { for file in event.files { try file.write() } }
    Console.show(event.answer, json: options.place.answer.json)
    let files = event.files.map(\.path)
    guard !options.place.answer.json else { return }
    for file in files { Console.write(options.dryRun ? "would write \(file)" : "wrote \(file)") }
    if options.dryRun { Console.write("dry run: nothing was changed") }
  }

  /// Writes the event, or takes it back in a dry run.
  private func keep(
    _ options: ChangeOptions, _ build: (Transaction) async throws -> Event
  ) async throws -> Event {
    do {
      return try await client.transaction { transaction in
        try await transaction.execute("select ledger.lock()")
        let event = try await build(transaction)
        try await transaction.execute(
          """
          select ledger.append(\(event.kind), \(event.subject),
            \("\(options.place.answer.today)")::date, \(options.operatorText),
            \(options.reason ?? event.reason), \(event.body.json)::jsonb)
          """)
        if options.dryRun { throw Rehearsed(event: event) }
        return event
      }
    } catch let rehearsed as Rehearsed {
      return rehearsed.event
    }
  }
}
