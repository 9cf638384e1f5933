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

  /// What a row adds to an owned list of its record.
  struct Child: Sendable {
    let member: String
    /// Where in the mapping it stands.
    let pointer: String
    let part: ImportPart
  }

  let resource: String
  let mode: Mode
  let form: ImportForm
  let record: ImportPart
  let children: [Child]

  private static let own = ["resource", "mode", "csv", "header", "sheet", "children"]

  /// - Throws: a 422 with every part of the mapping that is wrong, and what would be right.
  init(_ json: JSON) throws {
    guard json.object != nil else { throw Self.wrong("", Self.anObject) }
    var faults = Faults()
    try faults.attempt { try Self.members(json, "", known: Self.own + ImportPart.members) }
    let resource = try faults.attempt { try Self.resource(json["resource"], "/resource") }
    let mode = try faults.attempt { try Self.mode(json["mode"]) }
    let form = try faults.attempt { try ImportForm(mapping: json) }
    let record = try faults.attempt { try ImportPart(json, "") }
    let children = try faults.attempt { try Self.children(json["children"] ?? [:]) }
    try faults.finish()
    guard let resource, let mode, let form, let record, let children else {
      throw Self.wrong("", Self.anObject)
    }
    self.resource = resource
    self.mode = mode
    self.form = form
    self.record = record
    self.children = children
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

  private static func children(_ json: JSON) throws -> [Child] {
    try ImportPart.collect(members(json, "/children")) { member in
      let pointer = "/children/\(member.name.pointerEscaped)"
      guard let list = member.value.array, !list.isEmpty, list.count <= 50 else {
        throw wrong(
          pointer,
          Text(
            "A list of 1 to 50 objects with columns, one for each record that a row adds.",
            ru: "Список от 1 до 50 объектов с columns, по одному на каждую добавляемую запись."))
      }
      return try ImportPart.collect(Array(list.enumerated())) { place, json in
        try members(json, "\(pointer)/\(place)", known: ImportPart.members)
        let part = try ImportPart(json, "\(pointer)/\(place)")
        return Child(member: member.name, pointer: "\(pointer)/\(place)", part: part)
      }
    }.flatMap { $0 }
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

  /// True or false.
  static func flag(
    _ json: JSON, _ name: String, _ pointer: String, else standard: Bool = false
  ) throws -> Bool {
    guard let flag = (json[name] ?? .bool(standard)).bool else {
      throw wrong("\(pointer)/\(name)", Text("true or false.", ru: "true или false."))
    }
    return flag
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

  /// Puts a place before the places of the faults.
  static func below<Value>(_ place: String, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch var problem as Problem {
      problem.errors = problem.errors.map { .init(place + $0.pointer, $0.code, $0.detail) }
      throw problem
    }
  }

  static let anObject = Text("An object is expected.", ru: "Ожидается объект.")

  /// - Parameter right: What would be right there.
  static func wrong(_ pointer: String, _ right: Text) -> Problem {
    .validation([.init(pointer, "wrong_mapping", right)])
  }
}
