import NIOCore
import Postgres

/// The statements that answer one whole record with its owned lists, in one round trip.
struct RecordStatement: Sendable {
  /// The record's own statement, then one for each owned list.
  private(set) var statements: [SQL]
  private let shape: Shape
  private let lists: [(name: [UInt8], shape: Shape)]
  private let versioned: Bool

  /// The whole record.
  ///
  /// - Parameter id: A bind, or an expression that tells the id inside of the transaction.
  init(_ resource: Resource, _ model: Model, id: SQL) throws {
    self = try model.cache.record("\(resource.name) \(id.text)") {
      try RecordStatement(
        resource, model, id: id, fields: nil, expand: [], children: true, caller: nil)
    }
    statements = statements.map { $0.binding(id.binds) }
  }

  /// Parts of the record, and others that it refers to.
  ///
  /// - Parameter caller: Whose rights decide what is seen through references.
  init(
    _ resource: Resource, _ model: Model, id: SQL, fields: [String]?, expand: [Expansion],
    children: Bool, caller: Caller?
  ) throws {
    var joins = Joins(model, resource, caller)
    var selection = try Selection(resource, fields: fields, expand: expand, &joins)
    versioned = try model.table(of: resource).versioned
    _ = selection.add(versioned ? "t.version" : "1")
    shape = selection.shape
    var all: [SQL] = [
      "select \(selection.list) \(try joins.from()) where t.id = \(id)"
    ]
    var lists: [(name: [UInt8], shape: Shape)] = []
    for child in children ? resource.children : [] {
      guard let owned = model.resource(child.resource) else { continue }
      var joins = Joins(model, owned, caller)
      let selection = try Selection(owned, fields: nil, expand: [], &joins)
      all.append(
        """
        select \(selection.list) \(try joins.from()) \
        where t.\(identifier: child.column) = \(id) order by t.id
        """)
      lists.append((Shape.name(child.member), selection.shape))
    }
    statements = all
    self.lists = lists
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
      for (place, list) in lists.enumerated() {
        if !(shape.isEmpty && place == 0) { out.writeInteger(UInt8(ascii: ",")) }
        out.writeBytes(list.name)
        Self.write(results[place + 1], list.shape, into: &out)
      }
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

  private static func write(_ rows: Rows, _ shape: Shape, into out: inout ByteBuffer) {
    out.writeInteger(UInt8(ascii: "["))
    for row in 0..<rows.count {
      if row > 0 { out.writeInteger(UInt8(ascii: ",")) }
      shape.write(rows, row, into: &out)
    }
    out.writeInteger(UInt8(ascii: "]"))
  }
}
