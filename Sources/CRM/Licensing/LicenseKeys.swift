import License
import Postgres

/// The keys that this build believes, entered where the database checks signatures itself.
enum LicenseKeys {
  /// Tells a database whom this build believes; one without the tables for it is left as it is.
  ///
  /// - Parameter client: Works as `crm_owner`, who alone may.
  /// - Throws: `DatabaseError` or `ClientError`.
  static func enter(_ client: Client) async throws {
    let known = try await client.rows(
      "select to_regclass('licensing.trusted_key') is not null as answer")
    guard try known.single.bool("answer") else { return }
    let keys = TrustedKeys.vendor + [TrustedKeys.test]
    _ = try await client.rows(
      """
      select licensing.trust(\(keys.map(\.kid)),
        array(select decode(k.hex, 'hex') from unnest(\(keys.map { Digest.hex($0.bytes) }))
          with ordinality as k (hex, place) order by k.place),
        \(keys.map(\.status.rawValue)), \(keys.map { $0 == TrustedKeys.test }))
      """)
  }
}
