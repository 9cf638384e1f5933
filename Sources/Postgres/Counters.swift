import Synchronization

/// What the connections of a client count together.
final class Counters: Sendable {
  /// Requests on their way.
  let busy = Atomic<Int>(0)
  /// Connections opened since the start.
  let opened = Atomic<Int>(0)
  /// Dedicated connections in use.
  let dedicated = Atomic<Int>(0)
  /// Everything shall end now.
  let isAborted = Atomic<Bool>(false)
}

/// A look at a client's work.
public struct Statistics: Sendable, Hashable {
  /// Requests that wait for a connection, in both lanes.
  public var waiting: Int
  /// Those of them in the fast lane.
  public var waitingFast: Int
  /// Requests on their way.
  public var busy: Int
  /// Connections opened since the start.
  public var opened: Int
  /// Dedicated connections in use, for COPY and cursors.
  public var dedicated: Int
}
