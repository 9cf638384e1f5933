import Postgres

/// Builds the catalogue from the answers of ``CatalogueQuery``.
struct CatalogueReader {
  private let tables: Rows
  private let functions: Set<String>
  private let columns: [String: [Row]]
  private let constraints: [String: [Constraint]]

  init(_ answers: [Rows]) throws {
    tables = answers[0]
    let columns = try Dictionary(grouping: answers[1]) { try $0.string("table") }
    let names = try columns.mapValues { rows in
      let pairs = try rows.map { (try $0.int("number"), try $0.string("name")) }
      return Dictionary(uniqueKeysWithValues: pairs)
    }
    self.columns = columns
    constraints = try Dictionary(
      grouping: answers[2].map { try Self.constraint($0, names) }, by: \.table)
    functions = Set(try answers[3].map { try $0.string("name") })
  }

  func catalogue() throws -> Catalogue {
    let all = try tables.map { row in
      let name = try row.string("name")
      let comment = try row.stringIfPresent("comment")
      return (name, try table(name, comment, isView: try row.bool("is_view")))
    }
    return Catalogue(
      tables: Dictionary(uniqueKeysWithValues: all), searchFunctions: functions)
  }

  private func table(_ name: String, _ comment: String?, isView: Bool) throws -> Table {
    let rules = constraints[name] ?? []
    let noun = name.split(separator: ".").last.map(String.init) ?? name
    let words = Description(comment: comment, name: noun)
    let own = Dictionary(grouping: rules.filter { $0.columns.count == 1 }) { $0.columns[0] }
    let columns = try (columns[name] ?? []).map {
      try column($0, own[try $0.string("name")] ?? [], describesItself: isView)
    }
    return Table(
      name: name, label: words.label, description: words.text, columns: columns,
      constraints: rules, isView: isView)
  }

  /// - Parameters:
  ///   - own: The rules of this column alone.
  ///   - describesItself: A view has no rules of its own; its comment says what there is.
  private func column(_ row: Row, _ own: [Constraint], describesItself: Bool) throws -> Column {
    let name = try row.string("name")
    let words = Description(comment: try row.stringIfPresent("comment"), name: name)
    // Only archiving and restoring write it.
    let isWritten = name != Table.archive
    var column = Column(
      name: name, type: ValueType(typeName: try row.string("type")),
      sqlType: try row.string("sql_type"), oid: UInt32(try row.int("oid")),
      notNull: try row.bool("not_null"), hasDefault: try row.bool("has_default"),
      readable: try row.bool("readable"), insertable: try isWritten && row.bool("insertable"),
      updatable: try isWritten && row.bool("updatable"), label: words.label, description: words.text
    )
    column.digits = Digits(sqlType: column.sqlType)
    var values: [String] = []
    for rule in own {
      column.reference = column.reference ?? rule.reference
      column.bounds = column.bounds ?? rule.bounds
      column.isDemanded = column.isDemanded || rule.demandsValue
      values = values.isEmpty ? rule.values : values
    }
    column.choices = values.map { value in
      let label = words.choices.first { $0.value == value }?.label
      return Column.Choice(value: value, label: label ?? Text(value, ru: value))
    }
    if describesItself { column.choices = words.choices.map { .init(value: $0, label: $1) } }
    return column
  }

  /// Behind a rule that the records from before it were never held to.
  private static let notValid = " NOT VALID"

  /// - Parameter names: Of the columns of each table, by their numbers.
  private static func constraint(
    _ row: Row, _ names: [String: [Int: String]]
  ) throws -> Constraint {
    let table = try row.string("table")
    let numbers = try row.string("columns").split(separator: ",").compactMap { Int($0) }
    let columns = numbers.compactMap { names[table]?[$0] }
    let kind = Constraint.Kind(rawValue: try row.string("kind")) ?? .trigger
    let target = try row.stringIfPresent("foreign_table")
    let name = try row.string("name")
    let definition = try row.string("definition")
    return Constraint(
      name: name, table: table, kind: kind,
      // A policy names its columns in no order.
      columns: kind == .policy ? columns.sorted() : columns,
      message: Text(
        comment: try row.stringIfPresent("comment")
          ?? "The rule \(name) is broken. | Нарушено правило \(name)."),
      definition: definition.hasSuffix(Self.notValid)
        ? String(definition.dropLast(Self.notValid.count)) : definition,
      reference: try row.stringIfPresent("foreign_column").flatMap { column in
        target.map { Column.Reference(table: $0, column: column) }
      })
  }
}
