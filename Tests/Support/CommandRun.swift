import Cluster
import Foundation

/// One run of the program `crm` to its end.
public struct CommandRun: Sendable {
  /// The exit code.
  public let status: Int32
  /// What it wrote, on both channels.
  public let output: String

  /// Where the program lies that was built beside the tests.
  static let program = built("crm")

  /// Where a program or library lies that was built beside the tests.
  static func built(_ name: String) -> String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent(name).path
  }

  /// Runs the program that was built beside the tests.
  ///
  /// - Parameter sql: Whether it is told where the product's SQL lies; not every command can be.
  public init(
    _ arguments: [String], sql: Bool = true, environment: [String: String] = [:]
  ) async throws {
    let tool = Tool(
      Self.program, arguments + (sql ? ["--sql", TestDatabase.files.directory] : []),
      environment: environment)
    do {
      output = try await tool.output()
      status = 0
    } catch ClusterError.failed(_, let status, let output) {
      self.status = status
      self.output = output
    }
  }
}
