import Synchronization

/// The routes as they are now; they change when the database has become fit to be served.
final class CurrentRoutes: Sendable {
  private let held: Mutex<RouteTable>

  init(_ routes: RouteTable) { held = Mutex(routes) }

  var value: RouteTable {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }
}
