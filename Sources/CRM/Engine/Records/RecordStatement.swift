import NIOCore
import Postgres

/// The statements that answer one whole record with its owned lists, in one round trip.
struct RecordStatement: Sendable {
  /// The record's own statement, then one for all owned lists, if there are any.
  private(set) var statements: [SQL]
  private let shape: Shape
  private let lists: [List]
  private let versioned: Bool

  /// An owned list: its member in the record, and where it is found.
  private struct List {
    let name: [UInt8]
    let shape: Shape
    /// What stands behind `select place as list`.
    let members: String
  }

  /// The whole record, or some of its own fields.
  ///
  /// - Parameter id: A bind, or an expression that tells the id inside of the transaction.
  /// - Throws: a 400 `unknown_field`.
  init(_ resource: Resource, _ model: Model, id: SQL, fields: [String]? = nil) throws {
    let key = "\(resource.name) \(id.text) \(fields?.joined(separator: ",") ?? "")"
    self = try model.cache.record(key) {
      try RecordStatement(
        resource, model, id: id, fields: fields, expand: [], children: fields == nil, caller: nil)
    }
    statements = statements.map { $0.binding(id.binds) }
  }

  /// The whole record as ``RecordSource/keeping(_:_:_:id:)`` has kept it.
  ///
  /// - Parameter answer: An expression of type jsonb.
  init(_ resource: Resource, _ model: Model, kept answer: SQL) throws {
    try self.init(
      resource, model, .kept(answer), fields: nil, expand: [], children: true, caller: nil)
  }

  /// Parts of the record, and others that it refers to.
  ///
  /// - Parameter caller: Whose rights decide what is seen through references.
  init(
    _ resource: Resource, _ model: Model, id: SQL, fields: [String]?, expand: [Expansion],
    children: Bool, caller: Caller?
  ) throws {
    try self.init(
      resource, model, .tables(id: id), fields: fields, expand: expand, children: children,
      caller: caller)
  }

  private init(
    _ resource: Resource, _ model: Model, _ source: RecordSource, fields: [String]?,
    expand: [Expansion], children: Bool, caller: Caller?
  ) throws {
    var joins = Joins(model, resource, caller)
    var selection = try Selection(resource, fields: fields, expand: expand, &joins)
    versioned = try model.table(of: resource).versioned
    _ = selection.add(versioned ? "t.version" : "1")
    shape = selection.shape
    let (rows, condition) = source.record(resource)
    statements = ["select \(selection.list) \(try joins.from(rows)) where \(condition)"]
    lists = try children ? Self.lists(resource, model, source) : []
    if !lists.isEmpty { statements.append(Self.statement(lists, source)) }
  }

  private static func lists(
    _ resource: Resource, _ model: Model, _ source: RecordSource
  ) throws -> [List] {
    try resource.children.compactMap { child in
      guard let owned = model.resource(child.resource) else { return nil }
      var joins = Joins(model, owned, nil)
      let selection = try Selection(owned, fields: nil, expand: [], &joins)
      let (rows, condition) = source.list(child, owned)
      return List(
        name: Shape.name(child.member), shape: selection.shape,
        members:
          "t.id, row(\(selection.list.text)) \(try joins.from(rows).text) where \(condition.text)"
      )
    }
  }

  /// Every member of every list as one value, list by list: what a statement costs that finds little is its
  /// beginning, so there is one for all.
  private static func statement(_ lists: [List], _ source: RecordSource) -> SQL {
    let parts = lists.enumerated().map { "select \($0) as list, \($1.members)" }
    return SQL(raw: parts.joined(separator: " union all ") + " order by 1, 2", binds: source.binds)
  }

  /// The record as JSON and its ETag; nil when there is none that the caller may see.
  ///
  /// - Parameter results: Of ``statements``, in their order.
  func read(_ results: some Collection<Rows>) -> (body: ByteBuffer, etag: String)? {
    let results = Array(results)
    guard let rows = results.first, rows.count == 1 else { return nil }
    let version = rows.string(0, rows.columnCount - 1) ?? "1"
    var out = ByteBuffer()
    out.reserveCapacity(1024)
    shape.write(rows, 0, into: &out) { out in
      if results.count > 1 { write(results[1], into: &out) }
    }
    return (out, lists.isEmpty ? "\"v\(version)\"" : "\"v\(version)-\(Self.mark(out))\"")
  }

  /// Owned lists change without the record's version, so they have a part in what the client holds (FNV-1a).
  static func mark(_ body: ByteBuffer) -> String {
    let hash = body.withUnsafeReadableBytes { bytes in
      bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
    return String(hash, radix: 16)
  }

  /// Appends the lists; `rows` has their members in the lists' order.
  private func write(_ rows: Rows, into out: inout ByteBuffer) {
    var row = 0
    for (place, list) in lists.enumerated() {
      if !(shape.isEmpty && place == 0) { out.writeInteger(UInt8(ascii: ",")) }
      out.writeBytes(list.name)
      out.writeInteger(UInt8(ascii: "["))
      let (first, number) = (row, "\(place)")
      while row < rows.count, rows.string(row, 0) == number, let value = rows.bytes(row, 2) {
        if row > first { out.writeInteger(UInt8(ascii: ",")) }
        list.shape.write(RowValue(value), into: &out)
        row += 1
      }
      out.writeInteger(UInt8(ascii: "]"))
    }
  }
}
