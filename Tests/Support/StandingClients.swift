import Postgres
import Synchronization

/// The connections by which a test asks its database and arranges it: opened when first needed and kept, since what
/// is asked again and again until it holds would else start a server process each time.
final class StandingClients: Sendable {
  private struct Standing {
    let client: Client
    let running: Task<Void, Never>
  }

  private let open = Mutex<[String: Standing]>([:])

  /// The client of a connection string.
  func client(_ conninfo: String) -> Client {
    open.withLock { open in
      if let known = open[conninfo] { return known.client }
      let client = Client(.test(conninfo, connections: 1), logger: .quiet)
      open[conninfo] = Standing(client: client, running: Task { await client.run() })
      return client
    }
  }

  /// Ends them; one that is asked for afterwards is a new one.
  func close() async {
    let all = open.withLock { open in
      defer { open = [:] }
      return Array(open.values)
    }
    for standing in all {
      standing.running.cancel()
      await standing.running.value
    }
  }
}
