import Postgres

/// The statements at the head of every batch: they tell PostgreSQL who asks, and take nothing on trust.
///
/// The second answers no row for a token that is unknown, has ended, or whose rights have changed since
/// `version`; then there is no context, and what follows neither sees nor changes anything.
enum Enter {
  /// - Parameter language: In which the database says what it says in words.
  static func statements(
    tokenHash: String, version: Int, requestID: String, language: Language = .en
  ) -> [SQL] {
    [
      """
      select set_config('crm.token', \(tokenHash), true), set_config('crm.request', \(requestID), true),
        set_config('crm.language', \(language.rawValue), true)
      """,
      """
      select set_config('crm.account', account_id::text, true),
        set_config('crm.department', department, true), set_config('crm.team', team, true),
        set_config('crm.below', below, true), set_config('crm.read', may_read, true),
        set_config('crm.create', may_create, true), set_config('crm.update', may_update, true),
        set_config('crm.delete', may_delete, true), set_config('crm.act', may_act, true)
      from access.session
      where token_hash = decode(\(tokenHash), 'hex') and version = \(version)
        and expires_at > now() and context_until > now()
      """,
    ]
  }

  /// How many statements stand before the caller's own.
  static let count = 2
}
