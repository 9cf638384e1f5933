import Postgres

/// Whether the connection is one that takes no changes: a standby, or a log-in that only reads.
enum ReadOnly {
  /// - Throws: `DatabaseError` or `ClientError` when the database cannot be asked.
  static func check(_ client: Client) async throws -> Bool {
    let rows = try await client.rows(
      """
      select current_setting('transaction_read_only') = 'on'
        or session_user in ('crm_reader', 'crm_limited') as answer
      """)
    return try rows.first?.bool("answer") ?? false
  }
}
