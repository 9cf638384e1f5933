/// The declared resources over the catalogue as it was when it was read; what changes the tables takes a new model.
public struct Model: Sendable {
  /// What PostgreSQL says of the tables.
  public let catalogue: Catalogue
  /// In the order of declaration.
  public let resources: [Resource]
  /// The function that answers which records stand in the way of another, for a rule of exclusion: of the table, the
  /// rule, the number of the other record, and its values; nil where nobody is to be told.
  let conflicts: String?
  let cache = ModelCache()
  private let places: [String: Int]
  private let tables: [String: String]

  /// - Throws: ``Catalogue/Missing`` when a table, column, function or resource that is declared does not exist.
  public init(catalogue: Catalogue, resources: [Resource], conflicts: String? = nil) throws {
    for resource in resources { try Declaration(resource, resources).check(catalogue) }
    self.catalogue = catalogue
    self.resources = resources
    self.conflicts = conflicts
    places = Dictionary(uniqueKeysWithValues: resources.enumerated().map { ($1.name, $0) })
    tables = Dictionary(resources.map { ($0.table, $0.name) }) { first, _ in first }
  }

  /// The resource of that name, or nil.
  public func resource(_ name: String) -> Resource? { places[name].map { resources[$0] } }

  /// What to tell of a resource that there is not: the nearest name.
  func unknown(resource name: String) -> Text {
    let near = resources.map(\.name).min { $0.distance(to: name) < $1.distance(to: name) } ?? ""
    return Text(
      "There is no resource \"\(name)\"; did you mean \"\(near)\"?",
      ru: "Ресурса \"\(name)\" нет; может быть, \"\(near)\"?")
  }

  /// The resource that serves a table, which is what a reference to it leads to.
  public func resource(serving table: String) -> Resource? {
    tables[table].flatMap { resource($0) }
  }

  /// - Throws: ``Catalogue/Missing``; the initializer has made sure that it does not.
  public func table(of resource: Resource) throws -> Table {
    guard let table = catalogue.tables[resource.table] else {
      throw Catalogue.Missing(.table, resource.table)
    }
    return table
  }

  /// The columns that the API shows of a resource.
  public func fields(of resource: Resource) throws -> [Column] {
    try table(of: resource).columns.filter {
      $0.readable && !resource.internalColumns.contains($0.name)
    }
  }

  /// A field by its name in JSON; nil for one that does not exist or may not be read, which look alike.
  public func field(_ name: String, of resource: Resource) throws -> Column? {
    guard !resource.internalColumns.contains(name) else { return nil }
    return try table(of: resource)[name].flatMap { $0.readable ? $0 : nil }
  }

  /// The resource that a reference field leads to.
  public func target(of column: Column) -> Resource? {
    column.reference.flatMap { resource(serving: $0.table) }
  }
}
