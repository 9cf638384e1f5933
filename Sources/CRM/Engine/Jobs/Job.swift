import Postgres
import Synchronization

/// A job in the hand of a worker.
public final class Job: Sendable {
  /// Its number.
  public let id: Int
  /// What was asked for.
  public let input: JSON
  /// Where the try before left off; nil at the beginning.
  public let checkpoint: JSON?
  /// How far the try before came.
  public let done: Int
  /// How long a statement of a job may take: longer than one of a request, for which somebody waits.
  static let deadline = Duration.seconds(120)
  private let desk: any JobDesk
  private let state = Mutex(State())

  private struct State {
    var call: Call?
    var isCancelAsked = false
    var isLost = false
  }

  /// A job as it was taken.
  init(id: Int, input: JSON, checkpoint: JSON?, done: Int, desk: any JobDesk) {
    self.id = id
    self.input = input
    self.checkpoint = checkpoint
    self.done = done
    self.desk = desk
  }

  /// Why a worker must let go of a job.
  public enum Ending: Error {
    /// Somebody wants it to end.
    case cancelled
    /// It is in other hands: what this worker does no longer counts.
    case lost
  }

  /// Keeps how far the work is, and where to go on.
  ///
  /// - Parameter checkpoint: What the next try begins with; nil leaves the last one.
  /// - Throws: ``Ending``, and the client's own errors.
  public func tell(done: Int, total: Int?, checkpoint: JSON? = nil) async throws {
    do {
      try heed(try await desk.run(telling(done: done, total: total, checkpoint: checkpoint)))
    } catch let error as DatabaseError where error.isJobLost {
      throw Ending.lost
    }
  }

  /// The statement that keeps how far the work is, to stand in the transaction that does it: both are kept, or none.
  /// Its answer is to be given to ``heed(_:)``; a worker that has lost the job makes the transaction fail.
  public func telling(done: Int, total: Int?, checkpoint: JSON?) -> SQL {
    desk.telling(done: done, total: total, checkpoint: checkpoint)
  }

  /// - Throws: ``Ending/cancelled`` where the answer of ``telling(done:total:checkpoint:)`` says so.
  public func heed(_ answer: Rows) throws {
    guard answer.string(0, 0) == "t" else { return }
    noteCancel()
    throw Ending.cancelled
  }

  /// A request in the name of the account that asked for the job, with the rights it asked with.
  ///
  /// - Throws: ``Problem/unauthenticated`` when the account may no longer do anything; ``Ending/lost``.
  public func call() async throws -> Call {
    if let call = state.withLock({ $0.call }) { return call }
    guard let hash = try await desk.enter() else { throw Problem.jobWithoutAccount }
    let call = Call(method: .post, tokenHash: hash, requestID: RequestName.job(id))
    state.withLock { $0.call = call }
    return call
  }

  /// Somebody wants it to end; its worker is to let go of it.
  func noteCancel() { state.withLock { $0.isCancelAsked = true } }

  func noteLoss() { state.withLock { $0.isLost = true } }

  var isCancelAsked: Bool { state.withLock { $0.isCancelAsked } }

  var isLost: Bool { state.withLock { $0.isLost } }
}

/// Where a worker keeps what becomes of a job; told by who hands it out, since the engine knows no tables.
protocol JobDesk: Sendable {
  /// The statement that keeps the progress; answers whether the job shall end, and fails with
  /// ``Postgres/DatabaseError/isJobLost`` when it is in other hands.
  func telling(done: Int, total: Int?, checkpoint: JSON?) -> SQL

  /// Runs a statement as the system itself.
  func run(_ statement: SQL) async throws -> Rows

  /// Opens a session with the rights the job was asked for with; nil when its account has none any more.
  ///
  /// - Returns: the hash of its token.
  func enter() async throws -> String?
}

extension DatabaseError {
  /// The job is in other hands by now.
  var isJobLost: Bool { sqlState == "CJ001" }
}

extension Problem {
  /// 401: who asked for the job has been locked or archived, or it is the system's own.
  static var jobWithoutAccount: Problem {
    Problem(
      401, "job_without_account", Text("Nobody to work for", ru: "Некому выполнять"),
      detail: Text(
        "The account that asked for this job may no longer sign in.",
        ru: "Учётная запись, заказавшая задание, больше не может входить."))
  }
}
