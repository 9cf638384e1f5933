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
    let plan = try ImportPlan(parsed, engine.model, units: engine.relations.units)
    _ = try await engine.door.pass(call, lane: .fast, deadline: nil) { caller in
      try caller.require(Permission(plan.resource.key, "import"))
      return []
    }
    return (parsed, plan)
  }

  /// Reads the file twice: once to its end, so that nothing is written of one that cannot be read, and once to load
  /// it. The report counts what was done, the journal keeps what was refused.
  ///
  /// - Parameters:
  ///   - job: Whose checkpoint it goes on from, and that is told how far it is.
  ///   - watch: Is called with the counts behind every chunk.
  /// - Throws: a 422 for the file says how far it was read and what is kept.
  func run(
    _ told: ImportJournal.Told, _ content: Spool, journal: ImportJournal, job: Job? = nil,
    watch: @escaping @Sendable (ImportReport) -> Void = { _ in }
  ) async throws -> ImportReport {
    let last = Box<ImportReport>()
    let before = told.dryRun ? nil : job?.checkpoint
    let begun = before.map(ImportReport.init) ?? ImportReport()
    last.value = begun
    do {
      let (mapping, plan) = try await plan(told.mapping)
      let file = ImportFile(content: content, form: mapping.form)
      let known = before?["total"]?.int
      let total = if let known { known } else { try await survey(file, plan, journal) }
      let progress = ImportProgress(job: job, total: total) {
        last.value = $0
        watch($0)
      }
      guard told.dryRun else {
        let desk = ChunkDesk(door: engine.door, call: call, journal: journal, progress: progress)
        return try await Importer(plan: plan, model: engine.model, desk: desk)
          .run(file, from: begun)
      }
      try await journal.forget()
      return try await tryOut(file, plan, journal, progress)
    } catch {
      throw Self.told(error, last.value ?? begun, dryRun: told.dryRun)
    }
  }

  /// How many rows the file has; what its columns are called is kept.
  private func survey(
    _ file: ImportFile, _ plan: ImportPlan, _ journal: ImportJournal
  ) async throws -> Int {
    let (names, count) = try await file.survey(plan)
    try await journal.tell(header: names)
    return count
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

  private func tryOut(
    _ file: ImportFile, _ plan: ImportPlan, _ journal: ImportJournal, _ progress: ImportProgress
  ) async throws -> ImportReport {
    let box = Box<ImportReport>()
    do {
      try await engine.door.transaction(call, retries: 0, deadline: Job.deadline) {
        _, transaction in
        _ = try await transaction.rows("set constraints all immediate")
        let desk = DryRunDesk(transaction: transaction, journal: journal, progress: progress)
        box.value = try await Importer(plan: plan, model: engine.model, desk: desk)
          .run(file, from: ImportReport())
        throw Tried()
      }
    } catch is Tried {}
    return box.value ?? ImportReport()
  }

  /// Ends the transaction of a dry run, so that nothing stays.
  private struct Tried: Error {}
}
