import Postgres

/// What PostgreSQL itself says of the tables that the API serves, read once at start and again when they change.
public struct Catalogue: Sendable {
  public let tables: [String: Table]
  private let constraints: [String: Constraint]

  /// Reads every table of the schemas in which `tables` stand, as the log-in of `client` may see them.
  ///
  /// - Throws: the client's errors, and ``Missing`` when a declared table does not exist.
  public static func load(_ client: Client, tables wanted: [String]) async throws -> Catalogue {
    let schemas = Set(wanted.compactMap { $0.split(separator: ".").first.map(String.init) })
    let answers = try await client.batch(
      CatalogueQuery.all(schemas: schemas.sorted()), lane: .general)
    let catalogue = try CatalogueReader(answers).catalogue()
    for table in wanted where catalogue.tables[table] == nil { throw Missing(table: table) }
    return catalogue
  }

  /// A resource names a table that the database does not have or that the log-in may not see.
  public struct Missing: Error, CustomStringConvertible {
    public let table: String
    public var description: String {
      "The table \(table) is declared but does not exist here: run `crm migrate`."
    }
  }

  init(tables: [String: Table]) {
    self.tables = tables
    let all = tables.values.flatMap(\.constraints).map { ("\($0.table).\($0.name)", $0) }
    constraints = Dictionary(all) { first, _ in first }
  }

  /// The rule that an error of the database names.
  public func constraint(_ name: String, of table: String) -> Constraint? {
    constraints["\(table).\(name)"]
  }

  /// The policy whose name stands in the message of an error, in whatever language that is.
  func policy(in message: String, of table: String) -> Constraint? {
    tables[table]?.constraints.first { $0.kind == .policy && message.contains("\"\($0.name)\"") }
  }
}
