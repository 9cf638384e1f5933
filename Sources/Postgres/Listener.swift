import Logging

/// Listens on channels with one connection of its own.
final class Listener: Sendable {
  init(_ settings: ConnectionSettings, logger: Logger) {}
  func stop() {}
}
