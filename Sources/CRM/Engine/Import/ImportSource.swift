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
  /// How the file writes the values; nil: as the API does.
  let format: ImportFormat?

  /// - Throws: a 422 that says where below `pointer` what is wrong, and what would be right.
  init(_ json: JSON, pointer: String) throws {
    try ImportMapping.members(
      json, pointer,
      known: [
        "column", "template", "trim", "squeeze", "lower", "normalize_name", "map", "default",
        "find", "date", "zone", "decimal", "group", "percent", "boolean",
      ])
    switch (json["column"], json["template"]) {
    case (.string(let column)?, nil): origin = .column(column)
    case (nil, .string(let template)?): origin = .template(Self.pieces(template))
    default: throw ImportMapping.wrong(pointer, Self.either)
    }
    trim = try ImportMapping.flag(json, "trim", pointer)
    squeeze = try ImportMapping.flag(json, "squeeze", pointer)
    lower = try ImportMapping.flag(json, "lower", pointer)
    normalizeName = try ImportMapping.flag(json, "normalize_name", pointer)
    map = try json["map"].map { json in
      let pairs = try ImportMapping.members(json, "\(pointer)/map").map { member in
        let place = "\(pointer)/map/\(member.name.pointerEscaped)"
        return (member.name, try ImportMapping.text(member.value, place))
      }
      return Dictionary(pairs) { $1 }
    }
    standard = try json["default"].map { try ImportMapping.text($0, "\(pointer)/default") }
    lookup = try json["find"].map { try Self.lookup($0, "\(pointer)/find") }
    format = try ImportFormat.read(json, pointer)
  }

  private static let either = Text(
    "Either {\"column\": \"a column of the file\"} or {\"template\": \"{First} {Last}\"}.",
    ru: "Либо {\"column\": \"столбец файла\"}, либо {\"template\": \"{Имя} {Фамилия}\"}.")

  private static func lookup(_ json: JSON, _ pointer: String) throws -> Lookup {
    try ImportMapping.members(json, pointer, known: ["resource", "by"])
    let by = json["by"]?.object ?? []
    guard let resource = json["resource"]?.string, !by.isEmpty else {
      throw ImportMapping.wrong(
        pointer,
        Text(
          "A resource and the fields that a record is found by, {\"resource\": …, \"by\": {field: \"$value\"}}.",
          ru:
            "Ресурс и поля, по которым ищется запись, {\"resource\": …, \"by\": {field: \"$value\"}}."
        ))
    }
    return Lookup(
      resource: resource,
      by: try by.map { member in
        let place = "\(pointer)/by/\(member.name.pointerEscaped)"
        let value = try ImportMapping.text(member.value, place)
        return (member.name, value == "$value" ? nil : value)
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

  /// The column of the file whose cell alone is the value.
  var column: String? { if case .column(let name) = origin { name } else { nil } }

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
