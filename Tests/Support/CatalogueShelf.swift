import CRM
import Postgres

/// What PostgreSQL says of the tables of test databases, read once for all in which it is the same.
///
/// Nearly all are clones of one template, and to read them one by one is a third of the work of a whole run.
public actor CatalogueShelf {
  static let shared = CatalogueShelf()

  /// Enough for the templates that are in use at a time.
  private static let places = 8
  private var held: [(mark: String, catalogue: Catalogue)] = []
  private var reading: [String: Task<Void, Never>] = [:]
  /// How often one was read.
  public private(set) var readings = 0

  public init() {}

  /// What ``Catalogue/load(_:tables:)`` answers.
  public func catalogue(_ client: Client, _ tables: [String]) async throws -> Catalogue {
    let wanted = tables.joined(separator: " ")
    let mark = try await Self.mark(client) + wanted
    // What somebody reads at this moment is worth waiting for; where he fails, each reads for himself.
    if let reading = reading[mark] { await reading.value }
    if let known = known(mark) { return known }
    let (ended, end) = AsyncStream<Void>.makeStream()
    reading[mark] = Task { for await _ in ended {} }
    defer {
      reading[mark] = nil
      end.finish()
    }
    readings += 1
    let catalogue = try await Catalogue.load(client, tables: tables)
    // What changed while it was read belongs to no mark.
    guard try await Self.mark(client) + wanted == mark else { return catalogue }
    held.append((mark, catalogue))
    if held.count > Self.places { held.removeFirst() }
    return catalogue
  }

  private func known(_ mark: String) -> Catalogue? {
    guard let place = held.firstIndex(where: { $0.mark == mark }) else { return nil }
    let known = held.remove(at: place)
    held.append(known)
    return known.catalogue
  }

  /// Differs wherever the answer could: a row of the system's catalogues keeps, in a clone of a database too, the
  /// number of the transaction that wrote it, and two transactions of a cluster have not the same.
  private static func mark(_ client: Client) async throws -> String {
    try await client.rows(
      """
      select concat_ws(' ', current_user, (select system_identifier from pg_control_system()),
        (select sum(hash_record_extended((t.xmin, t.oid), 0)) from pg_catalog.pg_namespace t),
        (select sum(hash_record_extended((t.xmin, t.oid), 0)) from pg_catalog.pg_class t),
        (select sum(hash_record_extended((t.xmin, t.attrelid, t.attnum), 0))
         from pg_catalog.pg_attribute t where t.attrelid >= 16384),
        (select sum(hash_record_extended((t.xmin, t.oid), 0)) from pg_catalog.pg_type t),
        (select sum(hash_record_extended((t.xmin, t.oid), 0)) from pg_catalog.pg_constraint t),
        (select sum(hash_record_extended((t.xmin, t.oid), 0)) from pg_catalog.pg_trigger t),
        (select sum(hash_record_extended((t.xmin, t.oid), 0)) from pg_catalog.pg_policy t),
        (select sum(hash_record_extended((t.xmin, t.oid), 0))
         from pg_catalog.pg_proc t where t.oid >= 16384),
        (select sum(hash_record_extended((t.xmin, t.objoid, t.classoid, t.objsubid), 0))
         from pg_catalog.pg_description t where t.objoid >= 16384),
        (select sum(hash_record_extended((t.xmin, t.roleid, t.member), 0))
         from pg_catalog.pg_auth_members t)) as mark
      """
    ).single.string("mark")
  }
}
