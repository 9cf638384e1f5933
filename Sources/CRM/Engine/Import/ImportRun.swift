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
    let plan = try ImportPlan(parsed, engine.model)
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
  /// - Throws: a 422 for the file says how far it was read and what is kept.
  func run<File: AsyncSequence<ByteBuffer, any Error> & Sendable>(
    _ mapping: JSON, dryRun: Bool, journal: ImportJournal,
    progress: @escaping @Sendable (ImportReport) -> Void = { _ in },
    file: @Sendable () async throws -> File
  ) async throws -> ImportReport {
    let pulse = Task { try await journal.beat() }
    defer { pulse.cancel() }
    let last = Box<ImportReport>()
    do {
      let (parsed, plan) = try await plan(mapping)
      let pieces = try await file()
      let tell: @Sendable (ImportReport, [ImportRefusal]) async throws -> Void = {
        last.value = $0
        progress($0)
        try await journal.tell($0, $1)
      }
      let report =
        dryRun
        ? try await tryOut(parsed, plan, pieces, tell)
        : try await perform(parsed, plan, pieces, tell)
      try await journal.end("done", fault: nil)
      return report
    } catch {
      let told = Self.told(error, last.value ?? ImportReport(), dryRun: dryRun)
      try await journal.end(
        "failed",
        fault: (told as? Problem)?.detail ?? Text("An internal error.", ru: "Внутренняя ошибка."))
      throw told
    }
  }

  /// The error with the counts so far, where it is the file's.
  private static func told(_ error: any Error, _ report: ImportReport, dryRun: Bool) -> any Error {
    guard let problem = error as? Problem, problem.status == 422 else { return error }
    let kept = report.kept(dryRun: dryRun)
    let detail = Text("\(problem.detail.en) \(kept.en)", ru: "\(problem.detail.ru) \(kept.ru)")
    return Problem(
      problem.status, problem.code, problem.title, detail: detail, errors: problem.errors,
      members: problem.members + report.members, headers: problem.headers)
  }

  private func perform(
    _ mapping: ImportMapping, _ plan: ImportPlan,
    _ pieces: some AsyncSequence<ByteBuffer, any Error> & Sendable,
    _ tell: @escaping @Sendable (ImportReport, [ImportRefusal]) async throws -> Void
  ) async throws -> ImportReport {
    let executor = ChunkExecutor(door: engine.door, call: call)
    let importer = Importer(plan, engine.model, executor, tell: tell)
    return try await importer.run(pieces, mapping.form)
  }

  private func tryOut(
    _ mapping: ImportMapping, _ plan: ImportPlan,
    _ pieces: some AsyncSequence<ByteBuffer, any Error> & Sendable,
    _ tell: @escaping @Sendable (ImportReport, [ImportRefusal]) async throws -> Void
  ) async throws -> ImportReport {
    let box = Box<ImportReport>()
    do {
      try await engine.door.transaction(call, retries: 0) { _, transaction in
        let importer = Importer(
          plan, engine.model, DryRunExecutor(transaction: transaction), tell: tell)
        box.value = try await importer.run(pieces, mapping.form)
        throw Tried()
      }
    } catch is Tried {
      return box.value ?? ImportReport()
    }
    return box.value ?? ImportReport()
  }

  /// Ends the transaction of a dry run, so that nothing stays.
  private struct Tried: Error {}
}
