import License
import Postgres

/// One change of the ledger, as it is written.
struct Event: Sendable {
  let kind: String
  let subject: String
  /// Why, where the operator does not say.
  let reason: String
  /// The rows that follow from it, by table; see `ledger.apply` in sql/ledger.
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
    let (event, drafts) = try await keep(options, build)
    try Self.place(drafts)
    Console.show(event.answer, json: options.place.answer.json)
    let files = event.files.map(\.path)
    guard !options.place.answer.json else { return }
    for file in files { Console.write(options.dryRun ? "would write \(file)" : "wrote \(file)") }
    if options.dryRun { Console.write("dry run: nothing was changed") }
  }

  /// Gives every file its name, also those behind one that cannot have it.
  private static func place(_ drafts: [Draft]) throws {
    var trouble: (any Error)?
    for draft in drafts {
      do { try draft.place() } catch { trouble = trouble ?? error }
    }
    if let trouble { throw trouble }
  }

  /// Writes the event once its files are written, or takes all back in a dry run.
  private func keep(
    _ options: ChangeOptions, _ build: (Transaction) async throws -> Event
  ) async throws -> (Event, [Draft]) {
    var drafts: [Draft] = []
    do {
      let event = try await client.transaction { transaction in
        try await transaction.execute("select ledger.lock()")
        let event = try await build(transaction)
        try await append(event, options, transaction)
        // Before the commit: an event whose file cannot be written must not be kept.
        for file in event.files { drafts.append(try file.draft()) }
        if options.dryRun { throw Rehearsed(event: event) }
        return event
      }
      return (event, drafts)
    } catch let rehearsed as Rehearsed {
      for draft in drafts { draft.discard() }
      return (rehearsed.event, [])
    } catch {
      for draft in drafts { draft.discard() }
      throw error
    }
  }

  private func append(
    _ event: Event, _ options: ChangeOptions, _ transaction: Transaction
  ) async throws {
    try await transaction.execute(
      """
      select ledger.append(\(event.kind), \(event.subject),
        \("\(options.place.answer.today)")::date, \(options.operatorText),
        \(options.reason ?? event.reason), \(event.body.json)::jsonb)
      """)
  }
}
