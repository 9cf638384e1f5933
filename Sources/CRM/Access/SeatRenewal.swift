import Postgres
import Synchronization

/// Renews the seats of sessions that are in use, beside their requests: one statement of its own, never inside
/// a request's transaction.
final class SeatRenewal: Sendable {
  private let client: Client
  private let running = Mutex<Set<String>>([])

  /// - Parameter client: Connected as the service.
  init(_ client: Client) { self.client = client }

  /// Whether `entered`, the answer of ``Enter``, lets the session in; where its seat is due, it is renewed meanwhile.
  func isIn(_ hash: String, _ entered: Rows) throws -> Bool {
    guard let row = entered.first else { return false }
    if try row.bool("seat_due") { renew(hash) }
    return true
  }

  /// Asks once at a time for each session. What fails is asked again by the next request: the lease has half of
  /// its time left.
  private func renew(_ hash: String) {
    guard running.withLock({ $0.insert(hash).inserted }) else { return }
    Task {
      _ = try? await client.rows("select access.renew_seat(\(hash))")
      running.withLock { _ = $0.remove(hash) }
    }
  }
}
