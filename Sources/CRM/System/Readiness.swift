import Postgres

/// Whether the service may work on this database as this role.
public struct Readiness: Sendable {
  /// Why the role must not serve; empty when it may.
  let roleFaults: [String]
  /// Why texts of this database cannot be trusted, or nil.
  let encodingFault: String?
  /// Nil where the role is not fit to ask.
  let schema: SchemaVersion?
  /// Why this build must not begin here: the licence does not cover it. Nil where it may.
  let maintenanceFault: String?

  /// The reasons why not; empty when it may.
  public var faults: [String] {
    roleFaults + [encodingFault, maintenanceFault, schema?.fault].compactMap(\.self)
  }

  /// What an operator should know though it does not stop the service.
  public var warnings: [String] { [schema?.warning].compactMap(\.self) }

  /// Why the service must wait for `crm migrate`, where that is all that is wrong.
  var migrationMissing: String? {
    roleFaults.isEmpty && encodingFault == nil && maintenanceFault == nil ? schema?.fault : nil
  }

  /// Looks at the role, the encoding and the schema version.
  ///
  /// - Throws: `DatabaseError` or `ClientError` when the database cannot be asked.
  public static func check(_ client: Client, files: SQLFiles) async throws -> Readiness {
    let role = try await roleFaults(client)
    guard role.isEmpty else {
      return Readiness(
        roleFaults: role, encodingFault: nil, schema: nil, maintenanceFault: nil)
    }
    return Readiness(
      roleFaults: [], encodingFault: try await DatabaseEncoding.fault(client),
      schema: try await SchemaVersion.check(client, files: files),
      maintenanceFault: try await Maintenance.fault(client))
  }

  /// Goes on only without faults.
  ///
  /// - Throws: ``Unready``.
  public func demand() throws {
    guard faults.isEmpty else { throw Unready(faults: faults) }
  }

  /// A service that owns its tables, or is superuser, is not bound by their policies.
  private static func roleFaults(_ client: Client) async throws -> [String] {
    let rows = try await client.rows(
      """
      select r.rolname::text as name, r.rolsuper as super, r.rolbypassrls as bypass,
        r.rolcreaterole or r.rolcreatedb or r.rolreplication as powers,
        pg_has_role(r.oid, d.datdba, 'member') as owner,
        exists (select from pg_catalog.pg_class c where c.relowner = r.oid) as tables
      from pg_catalog.pg_roles r
      join pg_catalog.pg_database d on d.datname = current_database()
      where r.rolname = session_user
      """)
    guard let row = rows.first else { return ["The database does not know its own log-in."] }
    let name = try row.string("name")
    let advice = "Connect as crm_service (deploy/roles.sql makes it)."
    if try row.bool("super") {
      return ["The role \(name) is a superuser, whom no row policy binds. \(advice)"]
    }
    return try [
      ("bypass", "has BYPASSRLS, so no row policy binds it"),
      ("powers", "may create roles or databases or replicate, which the service never needs"),
      ("owner", "belongs to the owner of the database, whom no row policy binds"),
      ("tables", "owns tables, whose policies do not bind their owner"),
    ].compactMap { column, reason in
      try row.bool(column) ? "The role \(name) \(reason). \(advice)" : nil
    }
  }
}

/// The service does not start on this database, and why.
public struct Unready: Error, Sendable, CustomStringConvertible {
  /// Each says what is wrong and what to do.
  public let faults: [String]

  /// Every fault on a line of its own.
  public var description: String { faults.joined(separator: "\n") }
}
