import CPostgres

extension Client {
  /// Feeds `copy … from stdin` with chunks, on a connection of its own and in a transaction.
  ///
  /// Chunks are asked for only as fast as the server takes them. Values interpolated into the
  /// statement become literals, since COPY takes no parameters.
  ///
  /// - Parameters:
  ///   - before: Statements that run first in the same transaction.
  ///   - check: Judges their results; what it throws undoes everything.
  /// - Returns: How many rows were copied.
  /// - Throws: ``DatabaseError``, ``ClientError``, `CancellationError`, what the chunks or the check
  ///   throw; then nothing was copied, but for ``ClientError/outcomeUnknown``.
  public func copyIn<Chunks: AsyncSequence>(
    _ sql: SQL, _ chunks: Chunks, before: [SQL] = [], check: @escaping Check = { _ in }
  ) async throws -> Int where Chunks.Element == [UInt8] {
    if let refusal = SQL.refusal(of: before + [sql]) { throw refusal }
    let handoff = Handoff()
    let place = before.count
    try startCopy(handoff, before: before, check: check) { connection in
      try connection.copyIn(sql, place: place, from: handoff)
    }
    do {
      for try await chunk in chunks where !chunk.isEmpty {
        guard try await handoff.send(chunk) else { break }
      }
      return try await handoff.complete().get()
    } catch {
      handoff.abandon()
      throw error
    }
  }
}

extension Handoff {
  /// For the task: `false` when the other side has ended early.
  fileprivate func send(_ chunk: [UInt8]) async throws -> Bool {
    try await wait { state -> Bool? in
      if state.outcome != nil { return false }
      guard !state.isFull else { return nil }
      state.chunks.append(chunk)
      return true
    }
  }

  /// For the task: there are no more chunks; what came of them?
  fileprivate func complete() async throws -> Result<Int, any Error> {
    _ = try await wait { state -> Bool? in
      state.isComplete = true
      return true
    }
    return try await wait { $0.outcome }
  }

  /// For the thread: the next chunk; empty after the last.
  fileprivate func pull() throws -> [UInt8] {
    try block { state in
      if let chunk = state.chunks.removeFirst() { return chunk }
      return state.isComplete ? [] : nil
    }
  }
}

extension DirectConnection {
  fileprivate func copyIn(_ sql: SQL, place: Int, from handoff: Handoff) throws -> Int {
    let command = SQL(raw: sql.inlined(\.literal))
    guard PQresultStatus(try run(command, place: place).pointer) == PGRES_COPY_IN else {
      throw DatabaseError(
        sqlState: "42601", message: "the statement is no COPY FROM STDIN", statement: place)
    }
    while true {
      let chunk = try handoff.pull()
      if chunk.isEmpty { break }
      try put(chunk)
    }
    while PQputCopyEnd(pointer, nil) == 0 { try pause(isWriting: true) }
    try flush()
    return try lastResult(place: place).affected
  }

  private func put(_ chunk: [UInt8]) throws {
    try chunk.withUnsafeBytes { bytes in
      let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      while true {
        switch PQputCopyData(pointer, start, Int32(bytes.count)) {
        case 1: return try flush()
        case 0: try pause(isWriting: true)
        default: throw lost
        }
      }
    }
  }
}
