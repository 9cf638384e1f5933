extension Client {
  /// Sends the statements in one round trip and one implicit transaction.
  ///
  /// - Parameters:
  ///   - lane: Fast only for reads by key.
  ///   - deadline: How long it may take once sent; the configuration's when `nil`.
  ///   - readOnly: Nothing is written, so that a loss is ``ClientError/unavailable`` instead of
  ///     ``ClientError/outcomeUnknown`` and a cancelled task cancels the statement on the server.
  /// - Returns: The result of each statement, in order.
  /// - Throws: ``DatabaseError`` with the place of its statement, ``ClientError``, or
  ///   `CancellationError`.
  public func batch(
    _ statements: [SQL], lane: Lane = .general, deadline: Duration? = nil, readOnly: Bool = false
  ) async throws -> [Rows] {
    try await attempt(statements, lane: lane, deadline: deadline, readOnly: readOnly).complete()
  }

  /// Like ``batch(_:lane:deadline:readOnly:)``, but an error of SQL is returned beside the results
  /// that came before it.
  ///
  /// - Throws: ``ClientError`` or `CancellationError`.
  public func attempt(
    _ statements: [SQL], lane: Lane = .general, deadline: Duration? = nil, readOnly: Bool = false
  ) async throws -> Attempt {
    if let refusal = SQL.refusal(of: statements) { return Attempt(results: [], error: refusal) }
    let limit = deadline ?? configuration.deadline
    let prelude = prelude(limit)
    let inbox = lane == .fast && configuration.fast > 0 ? fast : general
    let request = Request(
      .statements(prelude + statements), hidden: prelude.count, inbox: inbox,
      deadline: limit.nanoseconds, patience: min(limit, configuration.wait).nanoseconds,
      harmless: readOnly || lane == .fast)
    return try await request.answer()
  }

  /// Sends one statement.
  ///
  /// - Throws: Like ``batch(_:lane:deadline:readOnly:)``.
  public func rows(_ sql: SQL) async throws -> Rows {
    guard let rows = try await batch([sql]).first else { throw ClientError.unavailable }
    return rows
  }

  /// Sends one statement and takes its rows out one by one.
  public func all(_ sql: SQL) async throws -> [Row] { Array(try await rows(sql)) }

  /// Sends one statement and takes its first row.
  public func first(_ sql: SQL) async throws -> Row? { try await rows(sql).first }

  /// Sends one statement.
  ///
  /// - Returns: How many rows it touched.
  @discardableResult
  public func execute(_ sql: SQL) async throws -> Int { try await rows(sql).affected }

  /// Statements of ours before the caller's, where log-in has not settled the matter.
  func prelude(_ deadline: Duration) -> [SQL] {
    if !configuration.transactionPooling && deadline == configuration.deadline { return [] }
    let timeout = String(deadline.milliseconds)
    guard configuration.transactionPooling else {
      return ["select set_config('statement_timeout', \(timeout), true)"]
    }
    return [Self.pooledSettings + ", set_config('statement_timeout', \(timeout), true)"]
  }

  /// PgBouncer gives every transaction another session: its settings go with the batch.
  static let pooledSettings: SQL = {
    let settings = ConnectionSettings.session.map { "set_config('\($0.0)', '\($0.1)', true)" }
    return SQL(raw: "select " + settings.joined(separator: ", "))
  }()
}

extension Request {
  /// Queues the request and waits for what comes of it.
  func answer() async throws -> Attempt {
    try await withTaskCancellationHandler {
      try await answerRegardless()
    } onCancel: {
      cancel()
    }
  }

  /// Like ``answer()``, but a cancelled task waits all the same: for COMMIT and ROLLBACK.
  func answerRegardless() async throws -> Attempt {
    try await withUnsafeThrowingContinuation { continuation in
      if arm(continuation) { inbox.add(self) }
    }
  }
}

extension SQL {
  /// Why these statements cannot be sent: libpq takes texts up to their first NUL, and 65,535 binds.
  static func refusal(of statements: [SQL]) -> DatabaseError? {
    for (place, sql) in statements.enumerated() {
      if sql.binds.count > 65_535 {
        return DatabaseError(
          sqlState: "54023", message: "more than 65535 binds in one statement", statement: place)
      }
      for (number, bind) in sql.binds.enumerated() where bind.text?.utf8.contains(0) == true {
        return DatabaseError(
          sqlState: "22021",
          message: "bind $\(number + 1) holds a NUL character, which no text can",
          statement: place)
      }
    }
    return nil
  }
}
