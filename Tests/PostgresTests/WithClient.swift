import Foundation
import Logging
import Postgres

/// Lends a running client; it is stopped afterwards.
@discardableResult
func withClient<T: Sendable>(
  _ configuration: Client.Configuration? = nil, _ body: (Client) async throws -> T
) async throws -> T {
  let client = Client(try configuration ?? .test(), logger: .quiet)
  let running = Task { await client.run() }
  let result: Result<T, any Error>
  do { result = .success(try await body(client)) } catch { result = .failure(error) }
  running.cancel()
  await running.value
  return try result.get()
}

extension Client.Configuration {
  /// A few connections to the server that `deploy/test` starts, whose first may come late on a busy machine.
  static func test(
    general: Int = 4, fast: Int = 2, preparedLimit: Int = 512, wait: Duration = .seconds(30),
    deadline: Duration = .seconds(15)
  ) throws -> Self {
    Self(
      conninfo: try Server.shared(), general: general, fast: fast, waiting: 20_000, wait: wait,
      outage: .seconds(20), deadline: deadline, preparedLimit: preparedLimit)
  }
}

enum Server {
  /// There is no server to test against.
  struct Missing: Error, CustomStringConvertible {
    let description =
      "CRM_TEST_SOCKET_DIR is not set. Run deploy/test, or: eval \"$(deploy/test-cluster start)\""
  }

  /// How to reach the server that `deploy/test` starts.
  static func shared() throws -> String {
    guard let directory = ProcessInfo.processInfo.environment["CRM_TEST_SOCKET_DIR"] else {
      throw Missing()
    }
    return "host=\(directory) port=5432 user=postgres dbname=postgres"
  }
}

extension Logger {
  /// Says nothing.
  static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// A name no other test uses.
func uniqueName(_ word: String) -> String {
  word + "_" + UUID().uuidString.lowercased().replacing("-", with: "")
}
