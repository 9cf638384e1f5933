/// A statement prepared on one connection.
final class Prepared {
  /// Its name as a C string.
  let name: ContiguousArray<CChar>
  /// Its name.
  let label: String
  let text: String
  let types: [UInt32]
  /// The server has confirmed it.
  var isReady = false
  /// The tick of its last use.
  var lastUse: UInt64 = 0

  init(number: Int, sql: SQL) {
    label = "s\(number)"
    name = label.utf8CString
    text = sql.text
    types = sql.binds.map(\.type)
  }

  func fits(_ sql: SQL) -> Bool {
    guard types.count == sql.binds.count else { return false }
    for place in types.indices where types[place] != sql.binds[place].type { return false }
    return true
  }
}

/// The statements prepared on one connection, by text; the least used give way.
struct PreparedStatements {
  private var byText: [String: Prepared] = [:]
  private var tick: UInt64 = 0
  private var number = 0
  private let limit: Int
  /// Those to be deallocated on the server.
  var dropped: [Prepared] = []

  init(limit: Int) {
    self.limit = limit
  }

  /// The statement prepared for this text and these types.
  mutating func find(_ sql: SQL) -> Prepared? {
    guard let prepared = byText[sql.text], prepared.fits(sql) else { return nil }
    tick += 1
    prepared.lastUse = tick
    return prepared
  }

  /// A new one, yet to be prepared on the server.
  mutating func add(_ sql: SQL) -> Prepared {
    number += 1
    tick += 1
    let prepared = Prepared(number: number, sql: sql)
    prepared.lastUse = tick
    if let old = byText.updateValue(prepared, forKey: sql.text), old.isReady {
      dropped.append(old)
    }
    if byText.count > limit { evict() }
    return prepared
  }

  /// The server has it.
  mutating func confirm(_ prepared: Prepared) {
    prepared.isReady = true
    if byText[prepared.text] !== prepared { dropped.append(prepared) }
  }

  /// The server does not have it, or no longer the right one.
  mutating func forget(_ prepared: Prepared) {
    if byText[prepared.text] === prepared { byText[prepared.text] = nil }
    if prepared.isReady { dropped.append(prepared) }
    prepared.isReady = false
  }

  /// Makes room for an eighth of all, so that the search is rare.
  private mutating func evict() {
    let ready = byText.values.filter(\.isReady).sorted { $0.lastUse < $1.lastUse }
    for prepared in ready.prefix(max(limit / 8, 1)) { forget(prepared) }
  }
}
