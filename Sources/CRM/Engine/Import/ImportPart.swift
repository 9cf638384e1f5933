/// What a mapping says of one kind of record that rows become: their own, or one in an owned list.
struct ImportPart: Sendable {
  /// Field to value, the same in every row.
  let constants: [(field: String, value: String)]
  let columns: [(field: String, source: ImportSource)]
  /// The fields by which a record is known again; nil where nothing is said of it.
  let matchBy: [String]?
  let skipIfEmpty: [String]

  static let members = ["constants", "columns", "match_by", "skip_if_empty"]

  /// - Throws: a 422 with everything that is wrong below `pointer`.
  init(_ json: JSON, _ pointer: String) throws {
    var faults = Faults()
    let matchBy = try faults.attempt {
      try json["match_by"].map { try Self.names($0, "\(pointer)/match_by") }
    }
    let skip = try faults.attempt {
      try Self.names(json["skip_if_empty"] ?? [], "\(pointer)/skip_if_empty")
    }
    let constants = try faults.attempt {
      try Self.constants(json["constants"] ?? [:], "\(pointer)/constants")
    }
    let columns = try faults.attempt {
      try Self.columns(json["columns"] ?? [:], "\(pointer)/columns")
    }
    try faults.finish()
    self.matchBy = matchBy ?? nil
    self.skipIfEmpty = skip ?? []
    self.constants = constants ?? []
    self.columns = columns ?? []
  }

  private static func constants(
    _ json: JSON, _ pointer: String
  ) throws -> [(field: String, value: String)] {
    try collect(ImportMapping.members(json, pointer)) { member in
      (
        member.name,
        try ImportMapping.text(member.value, "\(pointer)/\(member.name.pointerEscaped)")
      )
    }
  }

  private static func columns(
    _ json: JSON, _ pointer: String
  ) throws -> [(field: String, source: ImportSource)] {
    let members = try ImportMapping.members(json, pointer)
    guard !members.isEmpty else {
      throw ImportMapping.wrong(
        pointer,
        Text(
          "At least one field and where it comes from, {\"name\": {\"column\": \"Name\"}}.",
          ru: "Хотя бы одно поле и откуда оно берётся, {\"name\": {\"column\": \"Name\"}}."))
    }
    return try collect(members) { member in
      let place = "\(pointer)/\(member.name.pointerEscaped)"
      return (member.name, try ImportSource(member.value, pointer: place))
    }
  }

  /// What `make` makes of each.
  ///
  /// - Throws: a 422 with the faults of all.
  static func collect<Element, Value>(
    _ elements: [Element], _ make: (Element) throws -> Value
  ) throws -> [Value] {
    var faults = Faults()
    let values = try elements.compactMap { element in try faults.attempt { try make(element) } }
    try faults.finish()
    return values
  }

  private static func names(_ json: JSON, _ pointer: String) throws -> [String] {
    let names = json.array.map { $0.map(\.string) }
    guard let names, !names.contains(nil) else {
      throw ImportMapping.wrong(
        pointer, Text("A list of fields, [\"code\"].", ru: "Список полей, [\"code\"]."))
    }
    return names.compactMap { $0 }
  }
}
