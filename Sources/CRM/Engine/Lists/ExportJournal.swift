import Postgres
import Synchronization

/// The line of an export in the log: it stands there before the first row is read, and is ended with the last one,
/// or where the export breaks off.
final class ExportJournal: Sendable {
  private let ending: Ending
  private let state = Mutex(State())

  private struct State {
    var rows = 0
    var bytes = 0
    var isEnded = false
  }

  private init(_ ending: Ending) { self.ending = ending }

  /// Whoever let go of it without an end has broken off.
  deinit {
    let state = state.withLock { $0 }
    guard !state.isEnded else { return }
    let ending = ending
    Task { try await ending.write("aborted", state.rows, state.bytes) }
  }

  /// Writes the line.
  ///
  /// - Throws: when it cannot be written; then there is no export.
  static func begin(
    _ engine: Engine, _ call: Call, _ resource: Resource, _ kind: SavedView.Kind,
    _ form: ExportForm
  ) async throws -> ExportJournal {
    let table = engine.relations.exports
    let query = JSON.object(call.query.map { .init($0.name, .string($0.value)) })
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      [
        """
        insert into \(identifier: table) (resource, kind, format, query)
        values (\(resource.name), \(kind.rawValue), \(form.name), \(Bind(text: query.text, type: 3802)))
        returning id
        """
      ]
    }
    if let error = passage.error { throw error }
    let id = try passage.results[0].single.int("id")
    return ExportJournal(Ending(door: engine.door, call: call, table: table, id: id))
  }

  /// Counts what has been handed over: all rows so far, and further bytes.
  func count(rows: Int, bytes: Int) {
    state.withLock {
      $0.rows = rows
      $0.bytes += bytes
    }
  }

  /// All has been handed over.
  ///
  /// - Throws: when that cannot be written; then the file must not look whole.
  func finish() async throws { try await end("done") }

  /// Nothing more will be handed over.
  func abort() async {
    // What cannot be written now is written by the hourly sweep.
    try? await end("aborted")
  }

  private func end(_ outcome: String) async throws {
    let state = state.withLock { state in
      defer { state.isEnded = true }
      return state
    }
    guard !state.isEnded else { return }
    let ending = ending
    // Also when the request itself has been cancelled.
    try await Task { try await ending.write(outcome, state.rows, state.bytes) }.value
  }

  /// Writes how it ended.
  private struct Ending: Sendable {
    let door: any Door
    let call: Call
    let table: String
    let id: Int

    func write(_ outcome: String, _ rows: Int, _ bytes: Int) async throws {
      let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in
        [
          """
          update \(identifier: table) set outcome = \(outcome), rows = \(rows), bytes = \(bytes)
          where id = \(id) and outcome = 'running'
          """
        ]
      }
      if let error = passage.error { throw error }
    }
  }
}
