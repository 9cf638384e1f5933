/// Where the value of one field comes from and what is done to it on the way.
struct ImportSource: Sendable {
  /// A reference is found by the values of other fields of the record that is meant.
  struct Lookup: Sendable {
    let resource: String
    /// Field to value; nil stands for the value of the cell.
    let by: [(field: String, value: String?)]
  }

  private enum Origin: Sendable {
    case column(String)
    case template([Piece])
  }

  private enum Piece: Sendable {
    case text(String)
    case cell(String)
  }

  private let origin: Origin
  private let trim: Bool
  private let squeeze: Bool
  private let lower: Bool
  private let normalizeName: Bool
  private let map: [String: String]?
  private let standard: String?
  let lookup: Lookup?

  init(_ json: JSON, pointer: String) throws {
    if let column = json["column"]?.string {
      origin = .column(column)
    } else if let template = json["template"]?.string {
      origin = .template(Self.pieces(template))
    } else {
      throw ImportMapping.wrong(pointer)
    }
    trim = json["trim"]?.bool ?? false
    squeeze = json["squeeze"]?.bool ?? false
    lower = json["lower"]?.bool ?? false
    normalizeName = json["normalize_name"]?.bool ?? false
    map = json["map"]?.object.map { members in
      Dictionary(
        members.compactMap { member in ImportMapping.text(member.value).map { (member.name, $0) } }
      ) { $1 }
    }
    standard = json["default"].flatMap(ImportMapping.text)
    lookup = try json["find"].map { try Self.lookup($0, pointer) }
  }

  private static func lookup(_ json: JSON, _ pointer: String) throws -> Lookup {
    guard let resource = json["resource"]?.string, let by = json["by"]?.object, !by.isEmpty else {
      throw ImportMapping.wrong("\(pointer)/find")
    }
    return Lookup(
      resource: resource,
      by: try by.map { member in
        guard let text = ImportMapping.text(member.value) else {
          throw ImportMapping.wrong("\(pointer)/find/by/\(member.name)")
        }
        return (member.name, text == "$value" ? nil : text)
      })
  }

  private static func pieces(_ template: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      pieces.append(.cell(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }

  /// The columns of the file that it reads.
  var names: [String] {
    switch origin {
    case .column(let name): [name]
    case .template(let pieces):
      pieces.compactMap { if case .cell(let name) = $0 { name } else { nil } }
    }
  }

  /// The value for one row; nil where there is none.
  func value(_ cell: (String) -> String) -> String? {
    var text =
      switch origin {
      case .column(let name): cell(name)
      case .template(let pieces):
        pieces.map { piece in
          switch piece {
          case .text(let text): text
          case .cell(let name): cell(name)
          }
        }.joined()
      }
    if trim || squeeze { text = text.trimmed }
    if squeeze { text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    if lower { text = text.lowercased() }
    if normalizeName { text = Self.normalized(text) }
    if let map { text = map[text] ?? map["*"] ?? text }
    if text.isEmpty { text = standard ?? "" }
    return text.isEmpty ? nil : text
  }

  /// Small letters; only letters, digits, underscore, ampersand and single spaces are left.
  static func normalized(_ name: String) -> String {
    let kept = name.lowercased().filter {
      $0.isLetter || $0.isNumber || $0 == "_" || $0 == "&" || $0.isWhitespace
    }
    return kept.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
