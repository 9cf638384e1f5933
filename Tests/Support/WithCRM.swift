import CRM
import Logging
import ServiceLifecycle
import Synchronization

/// One setting that differs from what the service takes by itself.
public struct Change: Sendable {
  let apply: @Sendable (inout Config) -> Void

  /// Sets a setting.
  public static func set<Value: Sendable>(
    _ setting: any WritableKeyPath<Config, Value> & Sendable, _ value: Value
  ) -> Change {
    Change { $0[keyPath: setting] = value }
  }
}

/// Gives the body the whole service over a migrated database of its own.
///
/// - Parameter changes: To the settings before the service starts.
@discardableResult
public func withCRM<Answer: Sendable>(
  _ changes: Change..., body: (TestCRM) async throws -> Answer
) async throws -> Answer {
  try await withDatabase { database in
    try await serve(database, changes, body)
  }
}

/// Gives the body the whole service over a database that the test has.
@discardableResult
public func withCRM<Answer: Sendable>(
  on database: TestDatabase, _ changes: Change..., body: (TestCRM) async throws -> Answer
) async throws -> Answer {
  try await serve(database, changes, body)
}

private func serve<Answer: Sendable>(
  _ database: TestDatabase, _ changes: [Change], _ body: (TestCRM) async throws -> Answer
) async throws -> Answer {
  let (ports, port) = AsyncStream<Int>.makeStream()
  var config = Config(database: database.service, files: TestDatabase.files)
  config.port = 0
  config.connections = 2
  config.fastConnections = 1
  // Long enough for a busy machine; a test of them sets its own.
  config.wait = .seconds(60)
  config.deadline = .seconds(60)
  config.catalogue = { try await CatalogueShelf.shared.catalogue($0, $1) }
  config.ready = { port.yield($0) }
  for change in changes { change.apply(&config) }
  var settings = ServiceGroupConfiguration(
    services: [CRM(configuration: config, logger: .quiet)], logger: .quiet)
  settings.maximumGracefulShutdownDuration = .seconds(30)
  let group = ServiceGroup(configuration: settings)
  let running = Task {
    defer { port.finish() }
    try await group.run()
  }
  guard let listening = await ports.first(where: { _ in true }) else {
    try await running.value
    throw NotListening()
  }
  let crm = TestCRM(database: database, port: listening, lifecycle: group)
  do {
    let answer = try await body(crm)
    await group.triggerGracefulShutdown()
    try await running.value
    return answer
  } catch {
    running.cancel()
    _ = try? await running.value
    throw error
  }
}

/// The service ended before it listened, without saying why.
struct NotListening: Error {}
