import NIOCore
import Postgres

/// One import from its mapping to its report.
struct ImportRun: Sendable {
  let engine: Engine
  let call: Call

  /// Checks mapping and rights before anything is read.
  ///
  /// - Throws: a 422 for the mapping, a 403 without the permission `import`.
  func plan(_ mapping: JSON) async throws -> (ImportMapping, ImportPlan) {
    let parsed = try ImportMapping(mapping)
    let plan = try ImportPlan(parsed, engine.model.value)
    _ = try await engine.door.pass(call, lane: .fast, deadline: nil) { caller in
      try caller.require(Permission(plan.resource.key, "import"))
      return []
    }
    return (parsed, plan)
  }

  /// Reads the file; the report counts what was done, the journal keeps what was refused.
  ///
  /// - Parameter file: Gives the file when mapping and rights have been checked. No transaction is open while it
  ///   arrives, so that a client who stalls holds nobody up.
  func run<File: AsyncSequence<ByteBuffer, any Error> & Sendable>(
    _ mapping: JSON, rehearsal: Bool, journal: ImportJournal,
    progress: @escaping @Sendable (ImportReport) -> Void = { _ in },
    file: @Sendable () async throws -> File
  ) async throws -> ImportReport {
    let pulse = Task { try await journal.beat() }
    defer { pulse.cancel() }
    do {
      let (parsed, plan) = try await plan(mapping)
      let pieces = try await file()
      let report =
        rehearsal
        ? try await rehearse(parsed, plan, pieces, journal, progress)
        : try await perform(parsed, plan, pieces, journal, progress)
      try await journal.end("done", fault: nil)
      return report
    } catch {
      let problem = error as? Problem
      try await journal.end("failed", fault: problem?.detail.en ?? "An internal error.")
      throw error
    }
  }

  private func perform(
    _ mapping: ImportMapping, _ plan: ImportPlan,
    _ pieces: some AsyncSequence<ByteBuffer, any Error> & Sendable, _ journal: ImportJournal,
    _ progress: @escaping @Sendable (ImportReport) -> Void
  ) async throws -> ImportReport {
    let executor = ChunkExecutor(door: engine.door, call: call)
    let importer = Importer(plan, engine.model.value, executor) { report, refusals in
      progress(report)
      try await journal.tell(report, refusals)
    }
    return try await importer.run(pieces, delimiter: mapping.delimiter)
  }

  private func rehearse(
    _ mapping: ImportMapping, _ plan: ImportPlan,
    _ pieces: some AsyncSequence<ByteBuffer, any Error> & Sendable, _ journal: ImportJournal,
    _ progress: @escaping @Sendable (ImportReport) -> Void
  ) async throws -> ImportReport {
    let box = Box<ImportReport>()
    do {
      try await engine.door.transaction(call, retries: 0) { _, transaction in
        let importer = Importer(
          plan, engine.model.value, RehearsalExecutor(transaction: transaction)
        ) { report, refusals in
          progress(report)
          try await journal.tell(report, refusals)
        }
        box.value = try await importer.run(pieces, delimiter: mapping.delimiter)
        throw Rehearsed()
      }
    } catch is Rehearsed {
      return box.value ?? ImportReport()
    }
    return box.value ?? ImportReport()
  }

  /// Ends the transaction of a rehearsal, so that nothing stays.
  private struct Rehearsed: Error {}
}
