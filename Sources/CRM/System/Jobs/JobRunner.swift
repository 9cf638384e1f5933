import Foundation
import Logging
import Postgres

/// Takes jobs and does them, as many at once as it has places, until its task is cancelled; then it gives back
/// what it has not finished.
actor JobRunner {
  private let queue: JobQueue
  private let kinds: [String: JobKind]
  private let places: Int
  private let logger: Logger
  private let wake: AsyncStream<Void>.Continuation
  private let waking: AsyncStream<Void>
  private var works: [Int: Work] = [:]
  private var lastWork = 0

  /// What one place is doing.
  private struct Work {
    var jobs: [JobQueue.Taken]
    let task: Task<Void, Never>
  }

  /// - Parameters:
  ///   - places: How many jobs, or batches of short ones, it does at once.
  ///   - lease: After so long without a sign of life another worker takes its jobs.
  init(
    _ client: Client, kinds: [JobKind], places: Int, lease: Duration = .seconds(15), logger: Logger
  ) {
    let name = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
    queue = JobQueue(client: client, worker: name, lease: lease)
    self.kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
    self.places = places
    self.logger = logger
    (waking, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Works until the task is cancelled.
  func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.listen() }
      group.addTask { await self.tick() }
      group.addTask { await self.beat() }
      await declare()
      for await _ in waking where !Task.isCancelled { await take() }
      group.cancelAll()
    }
    await stop()
  }

  /// New jobs are told of; what was missed, and what begins later, shows within a second.
  private func listen() async {
    for await _ in queue.client.notifications("crm_job") { wake.yield() }
  }

  private func tick() async {
    while !Task.isCancelled {
      wake.yield()
      try? await Task.sleep(for: .seconds(1))
    }
  }

  private func declare() async {
    while !Task.isCancelled {
      do {
        return try await queue.declare(Array(kinds.values))
      } catch {
        logger.warning("Schedules could not be entered: \(error)")
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  /// Fills the free places.
  private func take() async {
    while !Task.isCancelled, works.count < places {
      let free = places - works.count
      let wishes =
        [JobQueue.Wish(kinds: kinds.values.filter { $0.batch == 1 }, places: free)]
        + kinds.values.filter { $0.batch > 1 }.map { .init(kinds: [$0], places: $0.batch) }
      do {
        // Not to be cancelled: what is taken must be known, to be given back.
        let taken = try await Task { [queue] in try await queue.take(wishes) }.value
        for job in taken[0] { start([job]) }
        for batch in taken.dropFirst() where !batch.isEmpty { start(batch) }
        if taken.allSatisfy(\.isEmpty) { return }
      } catch {
        return logger.warning("Jobs could not be taken: \(error)")
      }
    }
  }

  private func start(_ jobs: [JobQueue.Taken]) {
    guard let kind = kinds[jobs[0].kind] else { return }
    lastWork += 1
    let (number, run) = (lastWork, JobRun(queue: queue, kind: kind, logger: logger))
    let task = Task {
      await run.perform(jobs)
      end(number)
    }
    works[number] = Work(jobs: jobs, task: task)
  }

  private func end(_ number: Int) {
    works[number] = nil
    wake.yield()
  }

  /// Keeps the leases, and ends what somebody wants to end or what is in other hands.
  private func beat() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: queue.lease / 5)
      let renewed = works
      guard !renewed.isEmpty else { continue }
      do {
        heed(try await queue.renew(renewed.values.flatMap(\.jobs)), of: renewed)
      } catch  where !(error is CancellationError) {
        logger.warning("The leases of jobs could not be renewed: \(error)")
      } catch {}
    }
  }

  /// What was taken meanwhile was not asked for, and is not judged.
  private func heed(_ answers: [Int: Bool], of renewed: [Int: Work]) {
    for (number, work) in renewed where works[number] != nil && work.jobs.count == 1 {
      let job = work.jobs[0].job
      guard let asked = answers[job.id] else {
        job.noteLoss()
        work.task.cancel()
        continue
      }
      guard asked else { continue }
      job.noteCancel()
      work.task.cancel()
    }
  }

  private func stop() async {
    for work in works.values { work.task.cancel() }
    for work in works.values { await work.task.value }
  }
}
