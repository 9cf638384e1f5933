import Logging
import Postgres
import Synchronization

/// Hands on what has happened, to everybody in the database who consumes events, until its task is cancelled.
///
/// Every service does so; the database lets one at a time. It looks by itself: a notification from each transaction
/// that changes anything would make their commits wait for each other.
struct EventDelivery: Sendable {
  let client: Client
  let delivered: Delivered
  let logger: Logger
  /// How many events one transaction hands on at most.
  var most = 2_000

  /// How long it waits where there is nothing to do.
  private static let pause = Duration.milliseconds(500)

  init(_ client: Client, delivered: Delivered = Delivered(), logger: Logger) {
    self.client = client
    self.delivered = delivered
    self.logger = logger
  }

  /// Works until the task is cancelled; a batch that does not end in time is tried in halves.
  func run() async {
    var size = most
    while !Task.isCancelled {
      do {
        let taken = try await deliver(size)
        if taken < size { try await Task.sleep(for: Self.pause) }
        size = min(size * 2, most)
      } catch is CancellationError {
        return
      } catch {
        logger.warning("Events could not be handed on: \(error)")
        size = max(size / 2, 1)
        try? await Task.sleep(for: Self.pause)
      }
    }
  }

  /// Hands on one batch.
  ///
  /// - Returns: how many events were taken; none where another service is at it.
  /// - Throws: `DatabaseError`, `ClientError`; then nothing was taken.
  @discardableResult
  func deliver(_ size: Int) async throws -> Int {
    let rows = try await client.rows("select system.deliver_events(\(size)::integer) as taken")
    let taken = try rows.single.intIfPresent("taken") ?? 0
    delivered.add(taken)
    return taken
  }
}

/// How many events this process has handed on.
final class Delivered: Sendable {
  private let held = Atomic(0)

  var count: Int { held.load(ordering: .relaxed) }

  func add(_ events: Int) { held.add(events, ordering: .relaxed) }
}
