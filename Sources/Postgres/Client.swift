import Foundation
import Logging

/// A pool of connections to one database, each with a blocking thread of its own.
///
/// Nothing here blocks Swift's cooperative threads: requests are queued, connections serve them in
/// libpq's pipeline mode, and tasks are resumed from the connections' threads.
public final class Client: Sendable {
  let configuration: Configuration
  let logger: Logger
  let counters = Counters()
  let general: Inbox
  let fast: Inbox
  let lifecycle = Lifecycle()
  let listener: Listener

  /// A client that connects once ``run()`` is called.
  public init(_ configuration: Configuration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    let outage = configuration.outage.nanoseconds
    general = Inbox(limit: configuration.waiting, outage: outage)
    fast = Inbox(limit: configuration.waiting, outage: outage)
    listener = Listener(configuration.listening, logger: logger)
  }

  /// Keeps the connections until the task is cancelled; then refuses new requests, answers those
  /// that wait and returns. Requests made before it is called wait for it.
  public func run() async {
    let generals = min(max(configuration.general, 1), Inbox.maximumSeats)
    let fasts = min(max(configuration.fast, 0), Inbox.maximumSeats)
    await lifecycle.run(threads: generals + fasts) {
      for _ in 0..<generals { start(general, depth: 1) }
      for _ in 0..<fasts { start(fast, depth: max(configuration.fastDepth, 1)) }
      startSweeper()
    } stop: {
      general.close()
      fast.close()
      listener.stop()
    }
  }

  /// What the client is doing.
  public var statistics: Statistics {
    let waitingFast = fast.waiting
    return Statistics(
      waiting: general.waiting + waitingFast, waitingFast: waitingFast,
      busy: counters.busy.load(ordering: .relaxed),
      opened: counters.opened.load(ordering: .relaxed),
      dedicated: counters.dedicated.load(ordering: .relaxed))
  }

  private func start(_ inbox: Inbox, depth: Int) {
    let settings = configuration.settings(timeout: configuration.deadline)
    let (counters, logger, lifecycle) = (counters, logger, lifecycle)
    Thread.start("pg-\(depth == 1 ? "general" : "fast")") {
      Worker(inbox, depth: depth, settings: settings, counters: counters, logger: logger).run()
      lifecycle.threadEnded()
    }
  }

  /// Lets requests go that have waited too long, twenty times a second.
  private func startSweeper() {
    let (general, fast, counters, lifecycle) = (general, fast, counters, lifecycle)
    Thread.start("pg-sweeper") {
      while !lifecycle.isEnded {
        lifecycle.signal.wait(milliseconds: 50)
        let now = Clock.now()
        general.sweep(now)
        fast.sweep(now)
        guard lifecycle.isTimeOver(now) else { continue }
        counters.isAborted.store(true, ordering: .relaxed)
        general.fail()
        fast.fail()
      }
    }
  }
}

extension Client.Configuration {
  func settings(timeout: Duration) -> ConnectionSettings {
    ConnectionSettings(
      conninfo: conninfo, applicationName: applicationName,
      isPrepared: preparedStatements && !transactionPooling, isPooled: transactionPooling,
      preparedLimit: preparedLimit, statementTimeout: timeout)
  }

  fileprivate var listening: ConnectionSettings {
    var settings = settings(timeout: deadline)
    settings.conninfo = listenConninfo ?? conninfo
    return settings
  }
}

extension Thread {
  /// Runs the body on a thread of its own.
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    thread.start()
  }
}
