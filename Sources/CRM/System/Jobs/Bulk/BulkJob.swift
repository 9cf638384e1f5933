import Postgres

/// Does one change to the records of a job: stretch by stretch, or all in one transaction.
///
/// A record that was changed after it had been chosen is refused; one that has left the filter since, without a
/// change of its own, is done.
struct BulkJob: Sendable {
  let engine: CurrentEngine

  static let name = "bulk"
  /// Records of one statement.
  private static let stretch = 500

  var kind: JobKind { JobKind(Self.name, most: 4, run: run) }

  private func run(_ job: Job) async throws -> JSON {
    let engine = try engine.value()
    var faults = Faults()
    let task = try BulkTask.read(job.input, engine.model, &faults)
    try faults.finish()
    guard let task else { throw Problem.internalError }
    let tally = BulkTally(job.checkpoint)
    if tally.isComplete { return tally.result }
    let work = Work(job: job, task: task, engine: engine, call: try await job.call())
    return try await task.mode == .each ? work.each(from: tally) : work.atomic()
  }

  private struct Work: Sendable {
    let job: Job
    let task: BulkTask
    let engine: Engine
    let call: Call

    private var total: Int? { job.input["expected_count"]?.int }

    /// Every stretch is a transaction that also keeps how far the job is.
    func each(from tally: BulkTally) async throws -> JSON {
      var tally = tally
      while !tally.isComplete {
        let (next, told) = try await stretch(behind: tally)
        tally = next
        try job.heed(told)
      }
      return tally.result
    }

    private func stretch(behind tally: BulkTally) async throws -> (BulkTally, Rows) {
      try await engine.door.transaction(call, retries: 2, deadline: Job.deadline) {
        _, transaction in
        var tally = tally
        let refusals = try await write(&tally, transaction)
        return (tally, try await keep(tally, refusals, transaction))
      }
    }

    /// Progress is told beside the transaction, which holds the job's own row only at its end.
    func atomic() async throws -> JSON {
      let refusals = Box<[JobRefusal]>()
      do {
        return try await engine.door.transaction(call, retries: 2, deadline: Job.deadline) {
          _, transaction in
          var tally = BulkTally()
          var all: [JobRefusal] = []
          while !tally.isComplete {
            all += try await write(&tally, transaction)
            try await job.tell(done: tally.last, total: total)
          }
          refusals.value = all
          guard all.isEmpty else { throw Undone() }
          _ = try await transaction.execute(
            "delete from system.job_refusal where job_id = \(job.id)")
          try job.heed(try await keep(tally, [], transaction))
          return tally.result
        }
      } catch is Undone {
        throw try await refuse(refusals.value ?? [])
      }
    }

    /// Ends the transaction, so that nothing stays.
    private struct Undone: Error {}

    private func refuse(_ refusals: [JobRefusal]) async throws -> Problem {
      _ = try await engine.door.transaction(call, retries: 2, deadline: Job.deadline) {
        _, transaction in
        try await transaction.batch(
          ["delete from system.job_refusal where job_id = \(job.id)"]
            + (JobRefusal.keeping(refusals, of: job.id).map { [$0] } ?? []))
      }
      try await job.tell(done: 0, total: total)
      return .allRefused(refusals.count, of: job.id)
    }

    /// The next stretch; where there is none, the work is complete.
    private func write(
      _ tally: inout BulkTally, _ transaction: Transaction
    ) async throws -> [JobRefusal] {
      let rows = try await transaction.batch([
        "set constraints all immediate",
        """
        select n, record_id, version from system.job_record
        where job_id = \(job.id) and n > \(tally.last) order by n limit \(raw: "\(BulkJob.stretch)")
        """,
      ])[1]
      let records = try rows.map { row in
        BulkStatement.Record(
          place: try row.int("n"), id: try row.int("record_id"),
          version: try row.intIfPresent("version"))
      }
      tally.isComplete = records.count < BulkJob.stretch
      guard let last = records.last else { return [] }
      var writing = BulkWriting(task, engine.model, transaction)
      try await writing.write(records)
      tally.add(writing, last: last.place)
      return writing.refused.map {
        JobRefusal($0.record.place, task.resource.name, $0.record.id, $0.problem)
      }
    }

    private func keep(
      _ tally: BulkTally, _ refusals: [JobRefusal], _ transaction: Transaction
    ) async throws -> Rows {
      let kept = JobRefusal.keeping(refusals, of: job.id).map { [$0] } ?? []
      let telling = job.telling(done: tally.last, total: total, checkpoint: tally.checkpoint)
      let results = try await transaction.batch(kept + [telling])
      return results[kept.count]
    }
  }
}

extension Problem {
  /// 422: in a job that is done whole or not at all some records were refused.
  static func allRefused(_ count: Int, of job: Int) -> Problem {
    Problem(
      422, "bulk_refused", Text("Nothing was changed", ru: "Ничего не изменено"),
      detail: Text(
        "Nothing was changed, since \(count) records were refused: GET \(API.root)/jobs/\(job)/refusals tells why.",
        ru:
          "Ничего не изменено: отклонено записей: \(count); причины — GET \(API.root)/jobs/\(job)/refusals."
      ))
  }
}
