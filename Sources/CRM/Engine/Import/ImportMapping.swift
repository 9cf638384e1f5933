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
    guard let resource = json["resource"]?.string else { throw Self.wrong("/resource") }
    self.resource = resource
    guard let mode = Mode(rawValue: json["mode"]?.string ?? "upsert") else {
      throw Self.wrong("/mode")
    }
    self.mode = mode
    matchBy = (json["match_by"]?.array ?? []).compactMap(\.string)
    let mark = json["csv"]?["delimiter"]?.string ?? ","
    guard let delimiter = mark.utf8.first, mark.utf8.count == 1, delimiter != 0x22 else {
      throw Self.wrong("/csv/delimiter")
    }
    self.delimiter = delimiter
    if let encoding = json["csv"]?["encoding"]?.string, encoding.lowercased() != "utf-8" {
      throw Self.wrong("/csv/encoding")
    }
    constants = try (json["constants"]?.object ?? []).map { member in
      guard let text = Self.text(member.value) else {
        throw Self.wrong("/constants/\(member.name)")
      }
      return (member.name, text)
    }
    columns = try (json["columns"]?.object ?? []).map { member in
      (member.name, try ImportSource(member.value, pointer: "/columns/\(member.name)"))
    }
    skipIfEmpty = (json["skip_if_empty"]?.array ?? []).compactMap(\.string)
    guard !columns.isEmpty else { throw Self.wrong("/columns") }
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
