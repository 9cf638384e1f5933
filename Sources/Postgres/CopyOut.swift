import CPostgres
import Glibc

extension Client {
  /// Reads what `copy … to stdout` writes, in chunks of about 64 kB, on a connection of its own.
  ///
  /// The server is read only as fast as the chunks are taken. The connection is opened with the
  /// first chunk and closed with the last, or when the iterator is let go. Values interpolated into
  /// the statement become literals, since COPY takes no parameters.
  ///
  /// - Parameters:
  ///   - before: Statements that run first in the same transaction.
  ///   - check: Judges their results; what it throws ends the sequence.
  public func copyOut(
    _ sql: SQL, before: [SQL] = [], check: @escaping Check = { _ in }
  ) -> CopyOut {
    CopyOut(client: self, sql: sql, before: before, check: check)
  }
}

/// The output of a COPY. Its errors are ``DatabaseError``, ``ClientError``, `CancellationError`.
public struct CopyOut: AsyncSequence, Sendable {
  /// Bytes as the server wrote them; lines may go on in the next chunk.
  public typealias Element = [UInt8]

  let client: Client
  let sql: SQL
  let before: [SQL]
  let check: Client.Check

  /// Begins when the first chunk is asked for.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(copy: self)
  }

  /// Takes the chunks one by one.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let copy: CopyOut
    private var reading: Reading?

    init(copy: CopyOut) {
      self.copy = copy
    }

    /// The next chunk, or `nil` after the last.
    public mutating func next() async throws -> [UInt8]? {
      let handoff = try reading?.handoff ?? start()
      let step: Step = try await handoff.wait { state in
        if let chunk = state.chunks.removeFirst() { return .chunk(chunk) }
        return state.outcome.map { .end($0) }
      }
      switch step {
      case .chunk(let chunk): return chunk
      case .end(let outcome):
        _ = try outcome.get()
        return nil
      }
    }

    private mutating func start() throws -> Handoff {
      if let refusal = SQL.refusal(of: copy.before + [copy.sql]) { throw refusal }
      let reading = Reading()
      self.reading = reading
      let (handoff, sql) = (reading.handoff, copy.sql)
      let place = copy.before.count
      try copy.client.startCopy(handoff, before: copy.before, check: copy.check) { connection in
        try connection.copyOut(sql, place: place, to: handoff)
      }
      return handoff
    }
  }

  private enum Step: Sendable {
    case chunk([UInt8])
    case end(Result<Int, any Error>)
  }

  /// Ends the COPY when nobody reads it any more.
  private final class Reading {
    let handoff = Handoff()

    deinit { handoff.abandon() }
  }
}

extension DirectConnection {
  private static let chunkSize = 1 << 16

  fileprivate func copyOut(_ sql: SQL, place: Int, to handoff: Handoff) throws -> Int {
    let command = SQL(raw: sql.inlined(\.literal))
    guard PQresultStatus(try run(command, place: place).pointer) == PGRES_COPY_OUT else {
      throw DatabaseError(
        sqlState: "42601", message: "the statement is no COPY TO STDOUT", statement: place)
    }
    var chunk: [UInt8] = []
    while let isComplete = try readLine(into: &chunk) {
      if chunk.count >= Self.chunkSize || (!isComplete && !chunk.isEmpty) {
        try handoff.push(chunk)
        chunk = []
        chunk.reserveCapacity(Self.chunkSize + 4096)
      }
      guard !isComplete else { continue }
      try pause()
      guard PQconsumeInput(pointer) == 1 else { throw lost }
    }
    if !chunk.isEmpty { try handoff.push(chunk) }
    return try lastResult(place: place).affected
  }

  /// Adds a line to the chunk: `true`; `false` when none has come yet, `nil` after the last.
  private func readLine(into chunk: inout [UInt8]) throws -> Bool? {
    var buffer: UnsafeMutablePointer<CChar>?
    let length = PQgetCopyData(pointer, &buffer, 1)
    defer { if let buffer { PQfreemem(buffer) } }
    if let buffer, length > 0 {
      chunk.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: Int(length)))
      return true
    }
    if length == -2 { throw lost }
    return length == 0 ? false : nil
  }
}

extension Handoff {
  /// For the thread: blocks while the task has enough to do.
  fileprivate func push(_ chunk: [UInt8]) throws {
    try block { state -> Void? in
      guard !state.isFull else { return nil }
      state.chunks.append(chunk)
      return ()
    }
  }
}
