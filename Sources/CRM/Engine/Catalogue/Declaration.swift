/// What a resource declares by name, to be compared with what there is: a name that is mistyped would otherwise hide
/// nothing, or leave out a list, and nobody would be told.
struct Declaration {
  private let resource: Resource
  private let others: [Resource]

  init(_ resource: Resource, _ others: [Resource]) {
    self.resource = resource
    self.others = others
  }

  /// - Throws: ``Catalogue/Missing`` for the first name that means nothing.
  func check(_ catalogue: Catalogue) throws {
    guard let table = catalogue.tables[resource.table] else {
      throw Catalogue.Missing(.table, resource.table)
    }
    for column in columns { try Self.check(column, in: table) }
    for child in resource.children { try check(child, catalogue) }
    if let function = resource.searchFunction, !catalogue.searchFunctions.contains(function) {
      throw Catalogue.Missing(.function, function)
    }
  }

  private var columns: [String] {
    [resource.label] + resource.internalColumns.sorted() + resource.keys.keys.sorted()
      + resource.order.map(\.field) + resource.stored.flatMap { [$0] + $1.arguments }.sorted()
  }

  private func check(_ child: Resource.Child, _ catalogue: Catalogue) throws {
    guard let owned = others.first(where: { $0.name == child.resource }) else {
      throw Catalogue.Missing(.resource, child.resource)
    }
    guard let table = catalogue.tables[owned.table] else {
      throw Catalogue.Missing(.table, owned.table)
    }
    try Self.check(child.column, in: table)
  }

  private static func check(_ column: String, in table: Table) throws {
    guard table[column] != nil else {
      throw Catalogue.Missing(.column, "\(table.name).\(column)")
    }
  }
}
