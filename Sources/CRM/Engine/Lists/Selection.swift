import Postgres

/// The columns of a statement and the shape of the JSON they become.
struct Selection: Sendable {
  /// The columns between commas.
  private(set) var list = SQL()
  /// How many there are.
  private(set) var count = 0
  private(set) var shape = Shape(parts: [])
  private var parts: [Shape.Part] = []

  /// Chooses the fields, all unless some are named, and what expansions add.
  ///
  /// - Throws: a 400 `unknown_field`.
  init(
    _ resource: Resource, fields: [String]?, expand: [Expansion], _ joins: inout Joins
  ) throws {
    let model = joins.model
    var faults = QueryFaults()
    let picked = try fields.map { names in
      try faults.attempt { try Self.pick(names, model.fields(of: resource)) } ?? []
    }
    self =
      try picked.map { Selection($0, of: resource) }
      ?? model.cache.selection(resource.name) {
        Selection(try model.fields(of: resource), of: resource)
      }
    for root in Self.tree(expand) {
      if let part = try faults.attempt({ try add(root, [], &joins) }) { parts.append(part) }
    }
    try faults.finish()
    if !expand.isEmpty { shape = Shape(parts: parts) }
  }

  private init(_ columns: [Column], of resource: Resource) {
    for column in columns {
      parts.append(add(FieldReference(column: column, resource: resource, alias: "t")))
    }
    shape = Shape(parts: parts)
  }

  private static func pick(_ names: [String], _ known: [Column]) throws -> [Column] {
    var faults = QueryFaults()
    let columns = try names.compactMap { name in
      try faults.attempt {
        guard let column = known.first(where: { $0.name == name }) else {
          throw Problem.unknownField(name, parameter: "fields")
        }
        return column
      }
    }
    try faults.finish()
    return columns
  }

  private mutating func add(_ field: FieldReference) -> Shape.Part {
    .cell(
      name: Shape.name(field.column.name), column: add(field.output),
      style: Shape.Style(field.column.type))
  }

  /// Adds a column and tells its place.
  mutating func add(_ sql: SQL) -> Int {
    if count > 0 { list.append(raw: ", ") }
    list.append(sql)
    count += 1
    return count - 1
  }

  /// An expansion with those below it.
  private struct Branch {
    let name: String
    var fields: [String]?
    var below: [Branch] = []
  }

  private static func tree(_ expansions: [Expansion]) -> [Branch] {
    var roots: [Branch] = []
    for expansion in expansions { insert(expansion.path[...], expansion.fields, into: &roots) }
    return roots
  }

  private static func insert(
    _ path: ArraySlice<String>, _ fields: [String]?, into branches: inout [Branch]
  ) {
    guard let first = path.first else { return }
    let place = branches.firstIndex { $0.name == first } ?? branches.count
    if place == branches.count { branches.append(Branch(name: first)) }
    if path.count == 1 {
      branches[place].fields = fields ?? branches[place].fields
    } else {
      insert(path.dropFirst(), fields, into: &branches[place].below)
    }
  }

  private mutating func add(
    _ branch: Branch, _ above: [String], _ joins: inout Joins
  ) throws -> Shape.Part {
    let path = above + [branch.name]
    let (parent, _) = try joins.table(above, parameter: "expand")
    guard try joins.model.field(branch.name, of: parent) == nil else {
      throw Problem.unknownField(path.joined(separator: "."), parameter: "expand")
    }
    let (resource, _) = try joins.table(path, parameter: "expand")
    var names = ["id"]
    for name in branch.fields ?? [resource.label] where !names.contains(name) { names.append(name) }
    let fields = try names.map {
      try joins.field((path + [$0]).joined(separator: "."), parameter: "expand")
    }
    let presence = count
    var inner = fields.map { add($0) }
    for below in branch.below { inner.append(try add(below, path, &joins)) }
    return .object(name: Shape.name(branch.name), presence: presence, inner)
  }
}

extension FieldReference {
  /// As it is selected: arrays as JSON, all else as it is.
  var output: SQL {
    switch column.type {
    case .textList, .integerList: "to_jsonb(\(sql))"
    default: sql
    }
  }
}
