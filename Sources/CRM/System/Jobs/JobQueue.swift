import Postgres

/// The database's queue of jobs, as one worker sees it.
struct JobQueue: Sendable {
  let client: Client
  /// Names the worker in `system.job`, for people.
  let worker: String
  /// A worker that gives no sign of life for so long has lost its jobs.
  let lease: Duration

  /// A job that was taken.
  struct Taken: Sendable {
    let kind: String
    let fence: Int
    let job: Job
  }

  /// What a worker can take.
  struct Wish {
    let kinds: [JobKind]
    let places: Int
  }

  /// The lease as PostgreSQL writes it.
  var interval: SQL { "make_interval(secs => \(lease / .seconds(1)))" }

  /// Makes the jobs whose time has come, and takes what waits.
  ///
  /// - Returns: the jobs of each wish.
  func take(_ wishes: [Wish]) async throws -> [[Taken]] {
    let statements = wishes.map { wish -> SQL in
      """
      select * from system.take_jobs(\(worker), \(wish.kinds.map(\.name)),
        (\(wish.kinds.map { $0.most.map(String.init) }))::integer[], \(wish.places)::integer, \(interval))
      """
    }
    let results = try await client.batch(["select system.fire_schedules()"] + statements)
    return try results.dropFirst().map { rows in try rows.map(taken) }
  }

  private func taken(_ row: Row) throws -> Taken {
    let (id, fence) = (try row.int("id"), try row.int("fence"))
    let desk = Desk(queue: self, id: id, fence: fence)
    let checkpoint = try row.stringIfPresent("checkpoint").map { try Self.json($0) }
    let job = Job(
      id: id, input: try Self.json(row.string("input")), checkpoint: checkpoint,
      done: try row.int("done"), desk: desk)
    return Taken(kind: try row.string("kind"), fence: fence, job: job)
  }

  private static func json(_ text: String) throws -> JSON { try JSONParser.parse(Array(text.utf8)) }

  /// Keeps leases alive.
  ///
  /// - Returns: which of the jobs are still ours, and whether somebody wants them to end.
  func renew(_ jobs: [Taken]) async throws -> [Int: Bool] {
    let rows = try await client.rows(
      "select * from system.renew_jobs(\(jobs.map(\.job.id)), \(jobs.map(\.fence)), \(interval))")
    return try Dictionary(
      uniqueKeysWithValues: rows.map { (try $0.int("id"), try $0.bool("asked")) })
  }

  func finish(_ jobs: [(taken: Taken, result: JSON)]) async throws {
    _ = try await client.rows(
      """
      select system.finish_jobs(\(jobs.map(\.taken.job.id)), \(jobs.map(\.taken.fence)),
        (\(jobs.map(\.result.text)))::jsonb[])
      """)
  }

  func fail(_ taken: Taken, _ problem: Problem, again: Bool) async throws {
    _ = try await client.rows(
      """
      select system.fail_job(\(taken.job.id), \(taken.fence), \(again), \(problem.code),
        \(problem.detail.en), \(problem.detail.ru))
      """)
  }

  func giveBack(_ jobs: [Taken]) async throws {
    _ = try await client.rows(
      "select system.give_back_jobs(\(jobs.map(\.job.id)), \(jobs.map(\.fence)))")
  }

  /// Enters the schedules that kinds begin with.
  func declare(_ kinds: [JobKind]) async throws {
    let statements = kinds.compactMap { kind in
      kind.schedule.map { "select system.declare_schedule(\(kind.name), \($0))" as SQL }
    }
    if !statements.isEmpty { _ = try await client.batch(statements) }
  }
}

/// The queue as one job sees it.
private struct Desk: JobDesk {
  let queue: JobQueue
  let id: Int
  let fence: Int

  func telling(done: Int, total: Int?, checkpoint: JSON?) -> SQL {
    """
    select system.tell_job(\(id), \(fence), \(done), \(total), \(checkpoint?.text)::jsonb,
      \(queue.interval))
    """
  }

  func run(_ statement: SQL) async throws -> Rows { try await queue.client.rows(statement) }

  func enter() async throws -> String? {
    let hash = Digest.hex(Token().hash)
    let rows = try await queue.client.rows(
      "select system.enter_job(\(id), \(fence), decode(\(hash), 'hex')) as session")
    return try rows.single.intIfPresent("session") == nil ? nil : hash
  }
}
