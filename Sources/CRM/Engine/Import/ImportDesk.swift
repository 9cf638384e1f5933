import Postgres

/// Where an import is written, and who is told how far it is.
protocol ImportDesk: Sendable {
  /// Does a chunk's work; what it wrote and what is told of it are kept together.
  ///
  /// - Parameter work: May be done again where the database asks for it.
  /// - Returns: the counts of the file so far.
  func keep(
    _ work: @Sendable (ImportExecutor) async throws -> ImportStep
  ) async throws -> ImportReport
}

/// Every chunk is a transaction of the caller's, in which the refusals, the counts and the job's checkpoint stand as
/// well: whoever goes on behind a service that died neither loses nor doubles a row.
struct ChunkDesk: ImportDesk {
  let door: any Door
  let call: Call
  let journal: ImportJournal
  let progress: ImportProgress

  func keep(
    _ work: @Sendable (ImportExecutor) async throws -> ImportStep
  ) async throws -> ImportReport {
    let step = try await door.transaction(call, retries: 3, deadline: Job.deadline) {
      _, transaction in
      // What is else judged at the end is judged at each statement, so that the row is found that it is about.
      _ = try await transaction.rows("set constraints all immediate")
      let step = try await work(ImportExecutor(transaction: transaction))
      let answers = try await transaction.batch(
        journal.telling(step) + progress.telling(step.report))
      try progress.heed(answers)
      return step
    }
    progress.note(step.report)
    return step.report
  }
}

/// All chunks are one transaction, in the end rolled back; what is told of them stays.
struct DryRunDesk: ImportDesk {
  let transaction: Transaction
  let journal: ImportJournal
  let progress: ImportProgress

  func keep(
    _ work: @Sendable (ImportExecutor) async throws -> ImportStep
  ) async throws -> ImportReport {
    let step = try await work(ImportExecutor(transaction: transaction))
    try await journal.tell(step)
    try await progress.tell(step.report)
    progress.note(step.report)
    return step.report
  }
}

/// How far an import is, for its job and for who waits.
struct ImportProgress: Sendable {
  /// Nil for an import that runs without one.
  let job: Job?
  /// How many rows the file has.
  let total: Int
  private let last = Box<ImportReport>()
  private let watch: @Sendable (ImportReport) -> Void

  init(job: Job?, total: Int, watch: @escaping @Sendable (ImportReport) -> Void) {
    self.job = job
    self.total = total
    self.watch = watch
  }

  /// To stand in the transaction that writes the rows.
  func telling(_ report: ImportReport) -> [SQL] {
    guard let job else { return [] }
    let checkpoint = JSON.object(report.members + [.init("total", .number(String(total)))])
    return [job.telling(done: report.read, total: total, checkpoint: checkpoint)]
  }

  /// - Throws: ``Job/Ending/cancelled`` where the job's answer, the last of them, says so.
  func heed(_ answers: [Rows]) throws {
    if let job, let answer = answers.last { try job.heed(answer) }
  }

  /// For work that leaves nothing to go on from.
  func tell(_ report: ImportReport) async throws {
    try await job?.tell(done: report.read, total: total)
  }

  func note(_ report: ImportReport) {
    last.value = report
    watch(report)
  }
}
