import Logging
import Postgres

/// One place's work: jobs of one kind, one after the other, and what becomes of each.
struct JobRun: Sendable {
  let queue: JobQueue
  let kind: JobKind
  let logger: Logger

  /// Does the jobs; those that are done are told together.
  func perform(_ jobs: [JobQueue.Taken]) async {
    var finished: [(taken: JobQueue.Taken, result: JSON)] = []
    var given: [JobQueue.Taken] = []
    for taken in jobs {
      guard !Task.isCancelled || jobs.count == 1 else {
        given.append(taken)
        continue
      }
      do {
        finished.append((taken, try await kind.run(taken.job)))
      } catch {
        if await isInterrupted(taken, error) { given.append(taken) }
      }
    }
    let (done, back) = (finished, given)
    if !done.isEmpty { await keep { try await queue.finish(done) } }
    if !back.isEmpty { await keep { try await queue.giveBack(back) } }
  }

  /// Whether the job is to be given back untouched; else it has been told what became of it.
  private func isInterrupted(_ taken: JobQueue.Taken, _ error: any Error) async -> Bool {
    let job = taken.job
    if job.isLost || error as? Job.Ending == .lost || (error as? DatabaseError)?.isJobLost == true {
      logger.warning("A job went to another worker", metadata: ["job": "\(job.id)"])
      return false
    }
    if job.isCancelAsked {
      await keep { try await queue.fail(taken, .jobCancelled, again: false) }
      return false
    }
    if error is CancellationError { return true }
    let problem = error as? Problem ?? (error as? DatabaseError).flatMap { Problem.license($0) }
    let isFinal =
      problem.map { $0.status < 500 && $0.code != Problem.unauthenticated.code } ?? false
    if !isFinal {
      logger.error(
        "A job failed",
        metadata: ["job": "\(job.id)", "kind": "\(kind.name)", "error": "\(error)"])
    }
    await keep { try await queue.fail(taken, problem ?? .internalError, again: !isFinal) }
    return false
  }

  /// Also writes when the work itself has been cancelled; what cannot be written shows when the lease has ended.
  private func keep(_ write: @escaping @Sendable () async throws -> Void) async {
    do {
      try await Task { try await write() }.value
    } catch {
      logger.error("What became of a job could not be kept: \(error)")
    }
  }
}

extension Problem {
  /// 409: somebody wanted the job to end.
  static var jobCancelled: Problem {
    .conflict(
      "cancelled", Text("Somebody cancelled the job.", ru: "Задание отменено."))
  }
}
