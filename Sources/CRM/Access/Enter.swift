import Postgres

/// The statements at the head of every batch: they tell PostgreSQL who asks, and take nothing on trust.
///
/// The second answers no row for a token that is unknown, has ended, has no seat any more, or whose rights have
/// changed since `version`; then there is no context, and what follows neither sees nor changes anything. Its row
/// tells whether the seat is to be renewed.
enum Enter {
  /// - Parameter language: In which the database says what it says in words.
  static func statements(
    tokenHash: String, version: Int, requestID: String, language: Language = .en
  ) -> [SQL] {
    [
      present.binding([tokenHash.bind, requestID.bind, language.rawValue.bind]),
      take.binding([tokenHash.bind, version.bind]),
    ]
  }

  private static let present = SQL(
    raw: """
      select set_config('crm.token', $1, true), set_config('crm.request', $2, true),
        set_config('crm.language', $3, true)
      """, binds: ["".bind, "".bind, "".bind])

  private static let take = SQL(
    raw: """
      select set_config('crm.account', account_id::text, true),
        set_config('crm.department', department, true), set_config('crm.team', team, true),
        set_config('crm.below', below, true), set_config('crm.read', may_read, true),
        set_config('crm.create', may_create, true), set_config('crm.update', may_update, true),
        set_config('crm.delete', may_delete, true), set_config('crm.act', may_act, true),
        seat_renew_at < now() as seat_due
      from access.session
      where token_hash = decode($1, 'hex') and version = $2
        and expires_at > now() and context_until > now()
        and licensing.is_alive(seat_until, now())
      """, binds: ["".bind, 0.bind])

  /// How many statements stand before the caller's own.
  static let count = 2
}
