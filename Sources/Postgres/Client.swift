import Logging
import Synchronization

/// The way to one PostgreSQL: connections that share a queue, on threads of their own.
public final class Client: Sendable {
  public struct Configuration: Sendable {
    /// libpq's connection string or URI; every option of libpq passes through.
    public var conninfo: String
    /// Connections for any work, one batch in flight each.
    public var general = 6
    /// Connections for short reads by key, many batches in flight each.
    public var fast = 2
    public var fastDepth = 16
    /// How many requests may wait for a connection.
    public var waiting = 4096
    /// How long one may wait for a connection.
    public var wait = Duration.seconds(5)
    /// How long one may take in all, unless its caller says otherwise.
    public var deadline = Duration.seconds(15)
    /// False behind PgBouncer's transaction mode, which forgets named statements.
    public var preparedStatements = true

    public init(conninfo: String) { self.conninfo = conninfo }
  }

  public enum Lane: Sendable {
    case general
    /// Only for what never takes long: its batches share a connection.
    case fast
  }

  private let configuration: Configuration
  private let logger: Logger
  private let general: Queue
  private let fast: Queue

  public init(_ configuration: Configuration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    general = Queue(limit: configuration.waiting)
    fast = Queue(limit: configuration.waiting)
  }

  /// Keeps the connections until the task is cancelled; then answers what waits and closes them.
  public func run() async {
    await withTaskGroup { group in
      for _ in 0..<configuration.general {
        group.addTask { await self.work(self.general, depth: 1) }
      }
      for _ in 0..<configuration.fast {
        group.addTask { await self.work(self.fast, depth: self.configuration.fastDepth) }
      }
      while (try? await Task.sleep(for: .milliseconds(100))) != nil { expire() }
      general.close()
      fast.close()
    }
  }

  /// One connection's life, from its start to its end.
  private func work(_ queue: Queue, depth: Int) async {
    let worker = Worker(
      conninfo: configuration.conninfo, queue: queue, depth: depth,
      named: configuration.preparedStatements, logger: logger)
    await withCheckedContinuation { ended in worker.start { ended.resume() } }
  }

  /// Answers those who have waited too long.
  private func expire() {
    for queue in [general, fast] {
      for job in queue.expire() { job.ticket.settle(.failure(ClientError.unavailable)) }
    }
  }
}

extension Client {
  /// Sends statements in one round trip, as one implicit transaction; result i belongs to statement i.
  ///
  /// - Throws: ``DatabaseError`` of the statement that failed, ``ClientError`` when there is no connection or no time.
  public func batch(
    _ statements: [SQL], lane: Lane = .general, deadline: Duration? = nil
  ) async throws -> [Rows] {
    let attempt = try await attempt(statements, lane: lane, deadline: deadline)
    if let error = attempt.error { throw error }
    return attempt.results
  }

  /// Like ``batch(_:lane:deadline:)``, but hands over the results that came before an error, and that error.
  public func attempt(
    _ statements: [SQL], lane: Lane = .general, deadline: Duration? = nil
  ) async throws -> Attempt {
    try await submit(.batch(statements), to: lane == .fast ? fast : general, deadline)
  }

  public func rows(_ sql: SQL) async throws -> Rows { try await batch([sql])[0] }

  /// - Returns: how many rows the statement touched.
  @discardableResult
  public func execute(_ sql: SQL) async throws -> Int { try await rows(sql).affected }

  private func submit(_ work: Job.Work, to queue: Queue, _ deadline: Duration?) async throws
    -> Attempt
  {
    let now = ContinuousClock.now
    let limit = deadline ?? configuration.deadline
    let job = Job(
      work: try work.checked(), ticket: Ticket(), startBy: now + min(configuration.wait, limit),
      endBy: now + limit)
    try queue.push(job)
    return try await job.ticket.answer()
  }

  /// Runs `body` on a connection of its own between BEGIN and COMMIT; what it throws rolls back.
  ///
  /// - Parameter retries: how often the whole of `body` may be run again after a serialization failure or deadlock.
  public func transaction<Value: Sendable>(
    retries: Int = 0, _ body: (Transaction) async throws -> Value
  ) async throws -> Value {
    for _ in 0..<retries {
      do {
        return try await once(body)
      } catch let error as DatabaseError
        where error.sqlState == "40001" || error.sqlState == "40P01"
      {
        logger.debug("The transaction is repeated: \(error)")
      }
    }
    return try await once(body)
  }

  private func once<Value: Sendable>(
    _ body: (Transaction) async throws -> Value
  ) async throws -> Value {
    let lease = Queue(limit: configuration.waiting)
    defer { lease.close() }
    _ = try await submit(.lease(lease), to: general, nil)
    let transaction = Transaction(queue: lease, deadline: configuration.deadline)
    do {
      try await transaction.execute("begin")
      let value = try await body(transaction)
      try await transaction.execute("commit")
      return value
    } catch {
      await transaction.rollback()
      throw error
    }
  }
}

extension Job.Work {
  /// - Throws: ``ClientError/nulInText``, before anything is sent.
  func checked() throws -> Self {
    guard case .batch(let statements) = self else { return self }
    for statement in statements where statement.binds.contains(where: \.holdsNUL) {
      throw ClientError.nulInText
    }
    return self
  }
}

extension Bind {
  var holdsNUL: Bool { text?.utf8.contains(0) ?? false }
}
