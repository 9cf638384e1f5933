import Postgres

/// Brings back what a job has changed, newest first, each record whole or not at all.
struct ReversalJob: Sendable {
  let engine: CurrentEngine

  static let name = "reversal"
  /// How many records can be tried out in one transaction.
  static let maximumDryRun = 50_000

  var kind: JobKind { JobKind(Self.name, most: 4, run: run) }

  private func run(_ job: Job) async throws -> JSON {
    let work = Work(job: job, engine: try engine.value(), call: try await job.call())
    var tally = ReversalTally(job.checkpoint)
    if tally.total == nil { tally = try await work.plan(tally) }
    if job.input["dry_run"]?.bool == true { return try await work.tryOut(tally) }
    while !tally.isComplete { tally = try await work.stretch(behind: tally) }
    return tally.result
  }

  private struct Work: Sendable {
    let job: Job
    let engine: Engine
    let call: Call
    /// Finding out what a job has changed is one statement, however much that is.
    static let planning = Duration.seconds(1800)

    /// Writes down what is to be done, once, so that it is the same however often the job is resumed.
    func plan(_ tally: ReversalTally) async throws -> ReversalTally {
      let (tally, told) = try await engine.door.transaction(
        call, retries: 2, deadline: Self.planning
      ) { _, transaction in
        let planned = try await transaction.rows(
          "select system.plan_reversal(\(job.id)) as steps")
        guard let total = try planned.single.intIfPresent("steps") else { throw Problem.jobOpen }
        var tally = tally
        tally.total = total
        return (tally, try await transaction.rows(telling(tally)))
      }
      try job.heed(told)
      return tally
    }

    /// A stretch and how far the job is, in one transaction.
    func stretch(behind tally: ReversalTally) async throws -> ReversalTally {
      let (tally, told) = try await engine.door.transaction(
        call, retries: 2, deadline: Job.deadline
      ) { _, transaction in
        var tally = tally
        try await steps(transaction).work(&tally)
        return (tally, try await transaction.rows(telling(tally)))
      }
      try job.heed(told)
      return tally
    }

    /// All steps in one transaction that is rolled back; what was refused is kept beside it.
    func tryOut(_ tally: ReversalTally) async throws -> JSON {
      guard tally.total ?? 0 <= ReversalJob.maximumDryRun else { throw Problem.tooManyToTry }
      let box = Box<(tally: ReversalTally, refusals: [JobRefusal])>()
      do {
        try await engine.door.transaction(call, retries: 2, deadline: Job.deadline) {
          _, transaction in
          var tally = tally
          while !tally.isComplete {
            try await steps(transaction).work(&tally)
            try await job.tell(done: tally.done, total: tally.total)
          }
          box.value = (tally, try await refusals(transaction))
          throw Tried()
        }
      } catch is Tried {}
      guard let (tally, refusals) = box.value else { throw Problem.internalError }
      try await keep(refusals)
      return tally.result
    }

    /// Ends the transaction of a dry run, so that nothing stays.
    private struct Tried: Error {}

    private func steps(_ transaction: Transaction) -> ReversalSteps {
      ReversalSteps(job: job.id, model: engine.model, transaction: transaction)
    }

    private func telling(_ tally: ReversalTally) -> SQL {
      job.telling(done: tally.done, total: tally.total, checkpoint: tally.checkpoint)
    }

    private func refusals(_ transaction: Transaction) async throws -> [JobRefusal] {
      try await transaction.all(
        "select * from system.job_refusal where job_id = \(job.id) order by n"
      ).map { try JobRefusal($0) }
    }

    private func keep(_ refusals: [JobRefusal]) async throws {
      _ = try await engine.door.transaction(call, retries: 2, deadline: Job.deadline) {
        _, transaction in
        try await transaction.batch(
          ["delete from system.job_refusal where job_id = \(job.id)"]
            + (JobRefusal.keeping(refusals, of: job.id).map { [$0] } ?? []))
      }
    }
  }
}

extension Problem {
  /// 422: a dry run is one transaction, which cannot be as large as one likes.
  static var tooManyToTry: Problem {
    Problem(
      422, "too_many_for_dry_run",
      Text("Too many records to try out", ru: "Слишком много записей для пробы"),
      detail: Text(
        "At most \(ReversalJob.maximumDryRun) records can be tried out; undo without dry_run goes on in parts.",
        ru:
          "Попробовать можно не более чем на \(ReversalJob.maximumDryRun) записях; отмена без dry_run идёт по частям."
      ))
  }
}
