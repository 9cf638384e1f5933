import CPostgres
import Foundation
import Logging
import Synchronization

extension Client {
  /// What others send by NOTIFY on a channel, for as long as the stream is kept.
  ///
  /// An empty text says that something may have been missed: when listening begins, after each
  /// reconnect and when the reader is too slow.
  public func notifications(_ channel: String) -> AsyncStream<String> {
    listener.subscribe(channel)
  }
}

/// Listens on all channels that somebody reads, with one connection of its own.
final class Listener: Sendable {
  private typealias Reader = AsyncStream<String>.Continuation

  private struct State {
    var readers: [String: [Int: Reader]] = [:]
    /// What the server has been told to listen to.
    var channels: Set<String> = []
    var lastID = 0
    var isStarted = false
    var isStopped = false
  }

  private let settings: ConnectionSettings
  private let logger: Logger
  private let signal = Signal()
  private let state = Mutex(State())

  init(_ settings: ConnectionSettings, logger: Logger) {
    self.settings = settings
    self.logger = logger
  }

  /// A new reader; the first one starts the thread.
  func subscribe(_ channel: String) -> AsyncStream<String> {
    let (stream, reader) = AsyncStream.makeStream(
      of: String.self, bufferingPolicy: .bufferingNewest(1000))
    let (id, isFirst) = state.withLock { state in
      if state.isStopped { reader.finish() }
      if state.channels.contains(channel) { reader.yield("") }
      state.lastID += 1
      state.readers[channel, default: [:]][state.lastID] = reader
      defer { state.isStarted = true }
      return (state.lastID, !state.isStarted && !state.isStopped)
    }
    reader.onTermination = { [weak self] _ in self?.unsubscribe(channel, id) }
    signal.raise()
    if isFirst { Thread.start("pg-listener") { self.run() } }
    return stream
  }

  /// Ends all streams.
  func stop() {
    let readers = state.withLock { state in
      state.isStopped = true
      defer { state.readers = [:] }
      return state.readers.values.flatMap(\.values)
    }
    for reader in readers { reader.finish() }
    signal.raise()
  }

  private func unsubscribe(_ channel: String, _ id: Int) {
    state.withLock { state in
      state.readers[channel]?[id] = nil
      if state.readers[channel]?.isEmpty == true { state.readers[channel] = nil }
    }
    signal.raise()
  }

  private var isStopped: Bool { state.withLock { $0.isStopped } }
  private var channels: Set<String> { state.withLock { Set($0.readers.keys) } }

  private func run() {
    var backoff = Backoff()
    while !isStopped {
      do {
        let connection = try DirectConnection(settings, signal: signal) { [self] in isStopped }
        backoff = Backoff()
        try listen(connection)
      } catch is CancellationError {
        return
      } catch {
        logger.warning("Listening for notifications was interrupted: \(error)")
        signal.wait(milliseconds: backoff.next())
      }
    }
  }

  /// Passes notifications on until the connection is lost or all is over.
  private func listen(_ connection: DirectConnection) throws {
    var current: Set<String> = []
    defer { state.withLock { $0.channels = [] } }
    while true {
      let wanted = channels
      for channel in current.subtracting(wanted) {
        try connection.run("unlisten \(raw: SQL.quoted(channel))", patience: Self.patience)
      }
      for channel in wanted.subtracting(current) {
        try connection.run("listen \(raw: SQL.quoted(channel))", patience: Self.patience)
        send("", to: channel)
      }
      current = wanted
      state.withLock { $0.channels = wanted }
      try deliver(connection)
    }
  }

  /// How long the server may take for an answer before the connection counts as lost.
  private static let patience = Duration.seconds(5)
  /// How long it may be silent before it is asked whether it is still there.
  private static let silence: Nanoseconds = 30_000_000_000

  /// Passes on what has come, then sleeps until there is more.
  private func deliver(_ connection: DirectConnection) throws {
    while let notification = PQnotifies(connection.pointer) {
      defer { PQfreemem(notification) }
      send(
        String(cString: notification.pointee.extra),
        to: String(cString: notification.pointee.relname))
    }
    let end = Clock.now() + Self.silence
    if try connection.sleep(until: end) {
      guard PQconsumeInput(connection.pointer) == 1 else { throw connection.lost }
    } else {
      try connection.run("select 1", patience: Self.patience)
    }
  }

  private func send(_ text: String, to channel: String) {
    let readers = state.withLock { Array(($0.readers[channel] ?? [:]).values) }
    for reader in readers {
      if case .dropped = reader.yield(text) { reader.yield("") }
    }
  }
}
