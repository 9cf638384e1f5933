import Postgres

/// A field in a statement: its column, the table it comes from and how SQL names it.
struct FieldReference: Sendable {
  let column: Column
  let resource: Resource
  /// The table's alias in the statement.
  let alias: String

  /// As it is stored.
  var sql: SQL { "\(raw: alias).\(identifier: column.name)" }

  /// The generated key that stands for the column in comparisons and sorting, if there is one.
  var key: SQL? { resource.keys[column.name].map { "\(raw: alias).\(identifier: $0)" } }

  /// As it is compared and sorted: by its key, or as text where the type is one that JSON only knows as text.
  var compared: SQL {
    if let key { return key }
    return column.type == .text && !column.isPlainText ? "\(sql)::text" : sql
  }

  /// The type of what ``compared`` is compared with.
  var comparedType: UInt32 {
    switch column.type {
    case .integer: Int.type
    case .text: column.isPlainText && key == nil ? column.oid : String.type
    default: column.oid
    }
  }
}

/// The tables of one statement: the resource's own as `t`, and one more for each reference that is followed.
struct Joins {
  let model: Model
  let root: Resource
  /// Whose rights decide what is seen through a reference; without one nothing is.
  private let caller: Caller?
  private var aliases: [String: String] = [:]
  private var clauses: [SQL] = []
  private var arguments = ReportArguments()

  /// How many references a path may follow.
  static let maximumHops = 2

  init(_ model: Model, _ root: Resource, _ caller: Caller?) {
    self.model = model
    self.root = root
    self.caller = caller
  }

  /// Whether a condition is an argument of the root, and is none any more.
  ///
  /// - Throws: a 400 for an argument that cannot be read or is given twice.
  mutating func takes(_ node: FilterNode) throws -> Bool { try arguments.take(node, of: root) }

  /// Where the root's rows come from.
  var source: SQL {
    let table: SQL = "\(identifier: root.table)"
    return root.arguments.isEmpty ? table : "\(table)(\(arguments.list))"
  }

  /// `from` and every join so far.
  ///
  /// - Parameter rows: Where the root's rows come from, where that is elsewhere.
  func from(_ rows: SQL? = nil) throws -> SQL {
    var sql: SQL = "from \(rows ?? source) as t"
    for clause in clauses { sql += clause }
    return sql
  }

  /// The field that a dotted name means; joins the tables on the way.
  ///
  /// - Throws: a 400 `unknown_field`, alike for what does not exist and what may not be read.
  mutating func field(_ name: String, parameter: String) throws -> FieldReference {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let (resource, alias) = try table(parts.dropLast(), parameter: parameter)
    guard let last = parts.last, let column = try model.field(last, of: resource) else {
      throw Problem.unknownField(name, parameter: parameter)
    }
    return FieldReference(column: column, resource: resource, alias: alias)
  }

  /// The resource at the end of a chain of references, `owner` or `owner.department`.
  mutating func table(_ hops: some Collection<String>, parameter: String) throws -> (
    Resource, String
  ) {
    guard hops.count <= Self.maximumHops else {
      throw Problem.malformed(
        "too_many_hops",
        Text(
          "A path follows at most \(Self.maximumHops) references.",
          ru: "В пути не больше \(Self.maximumHops) переходов."), field: parameter)
    }
    var (resource, alias, path) = (root, "t", "")
    for hop in hops {
      path += path.isEmpty ? hop : ".\(hop)"
      guard let column = try model.reference(hop, of: resource),
        let reference = column.reference,
        let target = model.target(of: column)
      else { throw Problem.unknownField(path, parameter: parameter) }
      alias = join(from: alias, column, reference, isSeen: isSeen(target))
      resource = target
    }
    return (resource, alias)
  }

  /// Row policies hide single records; a whole resource is hidden by the right to read it, whatever they let through.
  func isSeen(_ target: Resource) -> Bool {
    caller?.reads(target) ?? false
  }

  /// - Parameter isSeen: Otherwise the reference leads to nothing, as one does to a hidden record.
  private mutating func join(
    from alias: String, _ column: Column, _ reference: Column.Reference, isSeen: Bool
  ) -> String {
    // `owner` and `owner_id` are two spellings of one step.
    let step = "\(alias).\(column.name)"
    if let known = aliases[step] { return known }
    let made = "j\(aliases.count + 1)"
    aliases[step] = made
    clauses.append(
      """
       left join \(identifier: reference.table) as \(raw: made) \
      on \(raw: made).\(identifier: reference.column) = \(raw: alias).\(identifier: column.name)\(raw: isSeen ? "" : " and false")
      """)
    return made
  }
}

extension Model {
  /// The column that a step of a path follows: `owner` is `owner_id`, and `unit` itself where that is a reference.
  func reference(_ hop: String, of resource: Resource) throws -> Column? {
    if let column = try field("\(hop)_id", of: resource) { return column }
    return try field(hop, of: resource)
  }
}

extension Problem {
  /// 400: no such field, or none that the caller may read.
  static func unknownField(_ name: String, parameter: String) -> Problem {
    .malformed(
      "unknown_field",
      Text("There is no field '\(name)' here.", ru: "Поля «\(name)» здесь нет."), field: parameter)
  }
}
