extension Client {
  /// Reads a result of any size in parts, on a connection of its own.
  ///
  /// The connection is opened with the first part and closed after the last, or when the iterator
  /// is let go.
  ///
  /// - Parameters:
  ///   - sql: A query.
  ///   - before: Statements that run first in the same transaction.
  ///   - chunk: Rows in one part.
  ///   - check: Judges the results of `before`; what it throws ends the sequence.
  public func cursor(
    _ sql: SQL, before: [SQL] = [], chunk: Int = 1000, check: @escaping Check = { _ in }
  ) -> Cursor {
    Cursor(client: self, sql: sql, before: before, chunk: max(chunk, 1), check: check)
  }
}

/// A result in parts. Its errors are ``DatabaseError``, ``ClientError``, `CancellationError`.
public struct Cursor: AsyncSequence, Sendable {
  /// Some rows, never none.
  public typealias Element = Rows

  let client: Client
  let sql: SQL
  let before: [SQL]
  let chunk: Int
  let check: Client.Check

  /// Begins when the first part is asked for.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(cursor: self)
  }

  /// Takes the parts one by one.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let cursor: Cursor
    private var reading: Reading?
    private var isLast = false

    init(cursor: Cursor) {
      self.cursor = cursor
    }

    /// The next part, or `nil` after the last.
    public mutating func next() async throws -> Rows? {
      if isLast { return nil }
      let rows: Rows?
      if let reading {
        rows = try await reading.lease.send([cursor.fetch]).complete().last
      } else {
        rows = try await open()
      }
      if rows?.count != cursor.chunk { try await finish() }
      return rows?.isEmpty == false ? rows : nil
    }

    private mutating func open() async throws -> Rows? {
      let reading = Reading(try cursor.client.dedicatedLease())
      self.reading = reading
      let results = try await reading.lease.send(cursor.opening).complete()
      try cursor.check(Array(results.prefix(cursor.before.count)))
      return results.last
    }

    private mutating func finish() async throws {
      isLast = true
      try await reading?.lease.commit()
      reading = nil
    }
  }

  /// The planner shall think of all rows and not of the first ones.
  private var opening: [SQL] {
    before + [
      "select set_config('cursor_tuple_fraction', '1', true)",
      "declare reading no scroll cursor for \(sql)", fetch,
    ]
  }

  private var fetch: SQL { "fetch forward \(raw: "\(chunk)") from reading" }

  /// Closes the connection when nobody reads any more.
  private final class Reading {
    let lease: Lease

    init(_ lease: Lease) {
      self.lease = lease
    }

    deinit { lease.close() }
  }
}
