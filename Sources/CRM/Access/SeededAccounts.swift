import Postgres

/// The accounts that a seed has made, told from everybody's own by the audit.
public struct SeededAccounts: Sendable {
  private let client: Client
  private let requestID: String

  /// - Parameters:
  ///   - client: Connected as `crm_migrator`.
  ///   - requestID: Under which the seed was loaded, and nothing else.
  public init(_ client: Client, requestID: String) {
    self.client = client
    self.requestID = requestID
  }

  /// Gives all of them their first password at once; whoever has one, or was there before the seed, is left alone.
  ///
  /// - Parameter hash: What ``Password/hash(_:)`` answered.
  /// - Returns: how many were given it.
  @discardableResult
  public func givePassword(_ hash: String) async throws -> Int {
    try await client.transaction { transaction in
      try await transaction.execute("set local role crm_owner")
      return try await transaction.execute(
        """
        insert into access.password (account_id, hash)
        select a.id, \(hash) from access.account as a
        where exists (
          select from audit.change as c
          where (c.table_name, c.record_id) = ('access.account', a.id)
            and (c.action, c.request_id) = ('insert', \(requestID)))
        on conflict (account_id) do nothing
        """)
    }
  }
}
