/// How the columns of a file become the fields of a resource.
struct ImportMapping: Sendable {
  enum Mode: String, Sendable, CaseIterable {
    /// Makes records, changes those that are there.
    case upsert
    /// Makes records, leaves those alone that are there.
    case insert
    /// Changes those that are there, leaves others out.
    case update
  }

  let resource: String
  let mode: Mode
  /// The fields by which a record is known again; empty to make every row a record.
  let matchBy: [String]
  let delimiter: UInt8
  /// Field to value, the same in every row.
  let constants: [(field: String, value: String)]
  let columns: [(field: String, source: ImportSource)]
  let skipIfEmpty: [String]

  /// - Throws: a 422 that says where in the mapping what is wrong.
  init(_ json: JSON) throws {
    try Self.members(
      json, "",
      known: ["resource", "mode", "match_by", "csv", "constants", "columns", "skip_if_empty"])
    guard let resource = json["resource"]?.string else { throw Self.wrong("/resource") }
    self.resource = resource
    guard let mode = (json["mode"] ?? "upsert").string.flatMap(Mode.init) else {
      throw Self.wrong("/mode")
    }
    self.mode = mode
    matchBy = try Self.names(json, "match_by")
    skipIfEmpty = try Self.names(json, "skip_if_empty")
    delimiter = try Self.delimiter(json["csv"] ?? [:])
    constants = try Self.members(json["constants"] ?? [:], "/constants").map { member in
      guard let text = Self.text(member.value) else {
        throw Self.wrong("/constants/\(member.name.pointerEscaped)")
      }
      return (member.name, text)
    }
    columns = try Self.members(json["columns"] ?? [:], "/columns").map { member in
      let pointer = "/columns/\(member.name.pointerEscaped)"
      return (member.name, try ImportSource(member.value, pointer: pointer))
    }
    guard !columns.isEmpty else { throw Self.wrong("/columns") }
  }

  private static func delimiter(_ csv: JSON) throws -> UInt8 {
    try members(csv, "/csv", known: ["delimiter", "encoding"])
    let text = (csv["delimiter"] ?? ",").string ?? ""
    guard let delimiter = text.utf8.first, text.utf8.count == 1,
      !"\"\r\n\0".utf8.contains(delimiter)
    else { throw wrong("/csv/delimiter") }
    guard (csv["encoding"] ?? "utf-8").string?.lowercased() == "utf-8" else {
      throw wrong("/csv/encoding")
    }
    return delimiter
  }

  private static func names(_ json: JSON, _ name: String) throws -> [String] {
    guard let list = (json[name] ?? []).array else { throw wrong("/\(name)") }
    return try list.map {
      guard let text = $0.string else { throw wrong("/\(name)") }
      return text
    }
  }

  /// The members of an object.
  ///
  /// - Throws: a 422 for what is none, or has a member that is not `known`.
  @discardableResult
  static func members(
    _ json: JSON, _ pointer: String, known: [String]? = nil
  ) throws -> [JSON.Member] {
    guard let members = json.object else { throw wrong(pointer) }
    if let known, let other = members.first(where: { !known.contains($0.name) }) {
      throw wrong("\(pointer)/\(other.name.pointerEscaped)")
    }
    return members
  }

  static func text(_ json: JSON) -> String? {
    switch json {
    case .string(let text): text
    case .number(let digits): digits
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  static func wrong(_ pointer: String) -> Problem {
    .validation([
      .init(
        pointer, "wrong_mapping",
        Text(
          "This part of the mapping is missing or not understood.",
          ru: "Эта часть сопоставления отсутствует или непонятна."))
    ])
  }
}
