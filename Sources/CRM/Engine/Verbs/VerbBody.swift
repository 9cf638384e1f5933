import Postgres

/// The body of a verb, read by its declaration: every fault with its place, all at once.
struct VerbBody: Sendable {
  private var values: [String: SQL] = [:]
  private var members: [String: JSON]

  /// - Throws: a 422 with every member that is missing, unknown or wrong; a 400 for what is no JSON.
  init(_ call: Call, _ fields: [VerbField]) throws {
    // Without a body each member that is missing is named, as in an empty object.
    let json: JSON = call.body.readableBytes == 0 ? [:] : try call.json()
    var faults = Faults()
    members = Self.read(json, fields, "", &faults)
    try faults.finish()
    for field in fields {
      let text = members[field.name].flatMap { field.kind.text(of: $0) }
      values[field.name] = "\(text)::\(raw: field.kind.sqlType)"
    }
  }

  /// The value of a declared member as an expression of its type; NULL where it was left out.
  subscript(name: String) -> SQL { values[name] ?? "null" }

  /// Whether the member was sent.
  func holds(_ name: String) -> Bool { members[name] != nil }

  /// The rows that were sent in a list of objects.
  func rows(of name: String) -> [JSON] { members[name]?.array ?? [] }

  /// The same with other rows in a list of objects.
  func keeping(_ rows: [JSON], of name: String) -> VerbBody {
    var body = self
    let list = JSON.array(rows)
    let text = String(decoding: list.bytes, as: UTF8.self)
    body.members[name] = list
    body.values[name] = "\(text)::jsonb"
    return body
  }

  /// The members that are there and right.
  private static func read(
    _ json: JSON, _ fields: [VerbField], _ place: String, _ faults: inout Faults
  ) -> [String: JSON] {
    guard let members = json.object else {
      faults.append(
        .init(place, "wrong_type", Text("An object is expected.", ru: "Ожидается объект.")))
      return [:]
    }
    let known = fields.map(\.name)
    for member in members where !known.contains(member.name) {
      faults.append(
        .init(
          "\(place)/\(member.name.pointerEscaped)", "unknown_field", Self.unknown(known)))
    }
    var all: [String: JSON] = [:]
    for field in fields {
      let pointer = "\(place)/\(field.name)"
      guard let value = json[field.name], value != .null else {
        if field.isRequired {
          faults.append(
            .init(pointer, "required", Text("This field is required.", ru: "Это поле обязательно."))
          )
        }
        continue
      }
      if check(value, field.kind, pointer, &faults) { all[field.name] = value }
    }
    return all
  }

  /// What is told of a member that is not declared.
  private static func unknown(_ known: [String]) -> Text {
    guard !known.isEmpty else {
      return Text("Nothing is sent here.", ru: "Здесь ничего не передают.")
    }
    let list = known.joined(separator: ", ")
    return Text(
      "There is no such field; there are: \(list).", ru: "Такого поля нет; есть: \(list).")
  }

  private static func check(
    _ value: JSON, _ kind: VerbField.Kind, _ pointer: String, _ faults: inout Faults
  ) -> Bool {
    if case .rows(let fields, let least) = kind, let rows = value.array,
      (least...Draft.maximumRows).contains(rows.count)
    {
      for (place, row) in rows.enumerated() {
        _ = read(row, fields, "\(pointer)/\(place)", &faults)
      }
      return true
    }
    if case .object(let fields) = kind {
      _ = read(value, fields, pointer, &faults)
      return true
    }
    guard let expectation = kind.expectation(broken: value) else { return true }
    faults.append(.init(pointer, "wrong_type", expectation))
    return false
  }
}

extension VerbField.Kind {
  /// As PostgreSQL reads it.
  fileprivate func text(of value: JSON) -> String? {
    switch self {
    case .text, .choice, .decimal, .date, .instant: value.string
    case .id, .integer: value.int.map(String.init)
    case .boolean: value.bool.map(String.init)
    case .rows, .object: String(decoding: value.bytes, as: UTF8.self)
    case .ids:
      value.array.map { "{\($0.compactMap(\.int).map(String.init).joined(separator: ","))}" }
    }
  }

  /// What would be right; nil where the value is.
  fileprivate func expectation(broken value: JSON) -> Text? {
    switch self {
    case .text(let most):
      if let text = value.string, (1...most).contains(text.count), !text.utf8.contains(0) {
        return nil
      }
      return Text(
        "A text of 1 to \(most) characters is expected.",
        ru: "Ожидается текст от 1 до \(most) знаков.")
    case .choice(let words):
      if let word = value.string, words.contains(word) { return nil }
      let list = words.joined(separator: ", ")
      return Text("One of these is expected: \(list).", ru: "Ожидается одно из: \(list).")
    case .id:
      if let number = value.int, number > 0 { return nil }
      return Text("An integer from 1 on is expected.", ru: "Ожидается целое число от 1.")
    case .integer(let least, let most):
      if let number = value.int, (least...most).contains(number) { return nil }
      return Text(
        "An integer from \(least) to \(most) is expected.",
        ru: "Ожидается целое число от \(least) до \(most).")
    case .boolean:
      if value.bool != nil { return nil }
      return Text("true or false is expected.", ru: "Ожидается true или false.")
    case .decimal: return FieldValue.fault(value, .decimal)
    case .date: return FieldValue.fault(value, .date)
    case .instant: return FieldValue.fault(value, .instant)
    case .object: return nil
    case .rows(_, let least):
      return Text(
        "A list of \(least) to \(Draft.maximumRows) objects is expected.",
        ru: "Ожидается список от \(least) до \(Draft.maximumRows) объектов.")
    case .ids:
      let numbers = value.array?.compactMap(\.int).filter { $0 > 0 } ?? []
      if (1...1000).contains(numbers.count), numbers.count == value.array?.count { return nil }
      return Text(
        "A list of 1 to 1000 integers from 1 on is expected.",
        ru: "Ожидается список от 1 до 1000 целых чисел от 1.")
    }
  }
}

extension FieldValue {
  /// What would be right instead of the value; nil where it is a text that the type takes.
  fileprivate static func fault(_ value: JSON, _ type: ValueType) -> Text? {
    do throws(Mismatch) {
      _ = try checked(value.string ?? "", type)
      return nil
    } catch {
      return error.detail
    }
  }
}
