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
  let form: ImportForm
  /// Field to value, the same in every row.
  let constants: [(field: String, value: String)]
  let columns: [(field: String, source: ImportSource)]
  let skipIfEmpty: [String]

  /// - Throws: a 422 with every part of the mapping that is wrong, and what would be right.
  init(_ json: JSON) throws {
    guard json.object != nil else { throw Self.wrong("", Self.anObject) }
    var faults = Faults()
    try faults.attempt {
      try Self.members(
        json, "",
        known: ["resource", "mode", "match_by", "csv", "constants", "columns", "skip_if_empty"])
    }
    let resource = try faults.attempt { try Self.resource(json["resource"], "/resource") }
    let mode = try faults.attempt { try Self.mode(json["mode"]) }
    let matchBy = try faults.attempt { try Self.names(json, "match_by") }
    let skipIfEmpty = try faults.attempt { try Self.names(json, "skip_if_empty") }
    let form = try faults.attempt { try ImportForm(json["csv"] ?? [:]) }
    let constants = try faults.attempt { try Self.constants(json["constants"] ?? [:]) }
    let columns = try faults.attempt { try Self.columns(json["columns"] ?? [:]) }
    try faults.finish()
    self.resource = resource ?? ""
    self.mode = mode ?? .upsert
    self.matchBy = matchBy ?? []
    self.skipIfEmpty = skipIfEmpty ?? []
    self.form = form ?? ImportForm()
    self.constants = constants ?? []
    self.columns = columns ?? []
  }

  static func resource(_ json: JSON?, _ pointer: String) throws -> String {
    guard let resource = json?.string else {
      throw wrong(
        pointer,
        Text(
          "The name of a resource is expected, as in GET /meta.",
          ru: "Ожидается имя ресурса, как в GET /meta."))
    }
    return resource
  }

  private static func mode(_ json: JSON?) throws -> Mode {
    guard let mode = (json ?? "upsert").string.flatMap(Mode.init) else {
      let list = Mode.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong("/mode", Text("One of: \(list).", ru: "Одно из: \(list)."))
    }
    return mode
  }

  private static func constants(_ json: JSON) throws -> [(field: String, value: String)] {
    try collect(members(json, "/constants")) { member in
      (member.name, try text(member.value, "/constants/\(member.name.pointerEscaped)"))
    }
  }

  private static func columns(_ json: JSON) throws -> [(field: String, source: ImportSource)] {
    let members = try members(json, "/columns")
    guard !members.isEmpty else {
      throw wrong(
        "/columns",
        Text(
          "At least one field and where it comes from, {\"name\": {\"column\": \"Name\"}}.",
          ru: "Хотя бы одно поле и откуда оно берётся, {\"name\": {\"column\": \"Name\"}}."))
    }
    return try collect(members) { member in
      let pointer = "/columns/\(member.name.pointerEscaped)"
      return (member.name, try ImportSource(member.value, pointer: pointer))
    }
  }

  /// What `make` makes of each member.
  ///
  /// - Throws: a 422 with the faults of all.
  private static func collect<Value>(
    _ members: [JSON.Member], _ make: (JSON.Member) throws -> Value
  ) throws -> [Value] {
    var faults = Faults()
    let values = try members.compactMap { member in try faults.attempt { try make(member) } }
    try faults.finish()
    return values
  }

  private static func names(_ json: JSON, _ name: String) throws -> [String] {
    let names = (json[name] ?? []).array.map { $0.map(\.string) }
    guard let names, !names.contains(nil) else {
      throw wrong(
        "/\(name)", Text("A list of fields, [\"code\"].", ru: "Список полей, [\"code\"]."))
    }
    return names.compactMap { $0 }
  }
}

/// Reading the parts of a mapping.
extension ImportMapping {
  /// The members of an object.
  ///
  /// - Throws: a 422 for what is none, or has members that are not `known`.
  @discardableResult
  static func members(
    _ json: JSON, _ pointer: String, known: [String]? = nil
  ) throws -> [JSON.Member] {
    guard let members = json.object else { throw wrong(pointer, anObject) }
    guard let known else { return members }
    let list = known.joined(separator: ", ")
    let others = members.filter { !known.contains($0.name) }.map { member in
      Problem.Field(
        "\(pointer)/\(member.name.pointerEscaped)", "wrong_mapping",
        Text("There is no such member; there are: \(list).", ru: "Такого нет; есть: \(list)."))
    }
    guard others.isEmpty else { throw Problem.validation(others) }
    return members
  }

  /// A text, number, true or false, as the text it is in a file.
  static func text(_ json: JSON, _ pointer: String) throws -> String {
    switch json {
    case .string(let text): return text
    case .number(let digits): return digits
    case .bool(let value): return value ? "true" : "false"
    case .null, .array, .object:
      throw wrong(
        pointer,
        Text(
          "A text, a number, true or false is expected.",
          ru: "Ожидается текст, число, true или false."))
    }
  }

  static let anObject = Text("An object is expected.", ru: "Ожидается объект.")

  /// - Parameter right: What would be right there.
  static func wrong(_ pointer: String, _ right: Text) -> Problem {
    .validation([.init(pointer, "wrong_mapping", right)])
  }
}
