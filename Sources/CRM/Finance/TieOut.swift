import Postgres

/// The checks of the books as the machine's administrator runs them, by the owner's role.
public struct TieOut: Sendable {
  /// A check, or one line of it that does not agree.
  public struct Line: Sendable, Hashable {
    /// What was reckoned anew.
    public let check: String
    /// The line that fails; nil where none of the check does.
    public let subject: String?
    /// What the ledger says.
    public let expected: String?
    /// What is kept.
    public let found: String?
  }

  private let client: Client

  /// - Parameter client: Connected as `crm_migrator`.
  public init(_ client: Client) { self.client = client }

  /// Every check with its failing lines; reads the whole ledger.
  public func lines() async throws -> [Line] {
    try await client.transaction { transaction in
      try await transaction.execute("set local role crm_owner")
      try await transaction.execute("set local statement_timeout = 0")
      let rows = try await transaction.all(
        """
        select check_name, subject, trim_scale(expected)::text as expected,
          trim_scale(found)::text as found, ok from finance.tie_out_all() order by id
        """)
      return try rows.map { row in
        let ok = try row.bool("ok")
        return Line(
          check: try row.string("check_name"),
          subject: try ok ? nil : row.stringIfPresent("subject") ?? "",
          expected: try row.stringIfPresent("expected"), found: try row.stringIfPresent("found"))
      }
    }
  }
}
