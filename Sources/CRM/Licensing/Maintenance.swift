import Postgres

/// Whether the licence covers a build that has not run on this database yet; the database judges.
enum Maintenance {
  /// Why the build must not begin here, in English; nil where nothing stands in its way, as in a database that
  /// knows no licences yet.
  ///
  /// - Throws: `DatabaseError` or `ClientError`.
  static func fault(_ client: Client, build: Build = .current) async throws -> String? {
    let known = try await client.rows(
      "select to_regprocedure('licensing.uncovered(date)') is not null as answer")
    guard try known.single.bool("answer") else { return nil }
    let rows = try await client.rows(
      """
      select u.serial, u.until::text as until
      from licensing.uncovered(\(build.seriesDate)::text::date) as u
      """)
    guard let row = rows.first else { return nil }
    return """
      The licence \(try row.string("serial")) covers what was released until \(try row.string("until")); \
      the series of crm \(build.version) was released on \(build.seriesDate). Nothing was changed: \
      the version that ran here goes on. Ask the vendor for maintenance, install the new licence \
      (crm license install), and run this again.
      """
  }

  /// Tells the database which build begins to serve.
  ///
  /// - Throws: `DatabaseError` or `ClientError`.
  static func enter(_ client: Client, build: Build = .current) async throws {
    _ = try await client.rows(
      "select licensing.enter_build(\(build.version), \(build.seriesDate)::text::date)")
  }
}
