import Postgres

/// What PostgreSQL itself says of the tables that the API serves, read once at start.
public struct Catalogue: Sendable {
  /// The tables by `schema.table`.
  public let tables: [String: Table]
  /// Functions `(text) returns setof bigint`, `schema.name`.
  let searchFunctions: Set<String>
  private let constraints: [String: Constraint]

  /// Reads every table of the schemas in which `tables` stand, as the log-in of `client` may see them.
  ///
  /// - Throws: the client's errors, and ``Missing`` when a declared table does not exist.
  public static func load(_ client: Client, tables wanted: [String]) async throws -> Catalogue {
    let schemas = Set(wanted.compactMap { $0.split(separator: ".").first.map(String.init) })
    let answers = try await client.batch(
      CatalogueQuery.all(schemas: schemas.sorted()), lane: .general)
    let catalogue = try CatalogueReader(answers).catalogue()
    for table in wanted where catalogue.tables[table] == nil { throw Missing(.table, table) }
    return catalogue
  }

  /// How a service comes by the catalogue: given the client and the tables that the resources name.
  public typealias Reading = @Sendable (Client, [String]) async throws -> Catalogue

  /// Asks the database each time.
  public static let loading: Reading = { try await load($0, tables: $1) }

  /// A resource names what the database does not have or the log-in may not see.
  public struct Missing: Error, Hashable, CustomStringConvertible {
    /// What may be declared and be missing.
    public enum Kind: String, Sendable {
      case table, column, function, resource
    }

    /// What is missing.
    public let kind: Kind
    /// `schema.table`, `schema.table.column`, `schema.function`, or the resource's own.
    public let name: String

    init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }

    /// What is missing and what to do, in English.
    public var description: String {
      "The \(kind.rawValue) \(name) is declared but does not exist here: run `crm migrate`."
    }
  }

  init(tables: [String: Table], searchFunctions: Set<String> = []) {
    self.tables = tables
    self.searchFunctions = searchFunctions
    let all = tables.values.flatMap(\.constraints).map { ("\($0.table).\($0.name)", $0) }
    constraints = Dictionary(all) { first, _ in first }
  }

  /// The rule that an error of the database names.
  public func constraint(_ name: String, of table: String) -> Constraint? {
    constraints["\(table).\(name)"]
  }

  /// The table that an error speaks of; where that is a partition, which bears a month, the table that it is a part of.
  func table(of error: DatabaseError) -> String? {
    guard let schema = error.schema, let table = error.table else { return nil }
    let whole = "\(schema).\(table.replacing(/_[0-9]{4}_[0-9]{2}$/, with: ""))"
    return tables[whole] != nil ? whole : "\(schema).\(table)"
  }

  /// The policy whose name stands in the message of an error, in whatever language that is.
  func policy(in message: String, of table: String) -> Constraint? {
    tables[table]?.constraints.first { $0.kind == .policy && message.contains("\"\($0.name)\"") }
  }
}
