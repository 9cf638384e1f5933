/// Reads the members of a verb's body and collects every fault, so that all are told at once.
public struct Fields {
  private let members: [String: JSON]
  private var faults = Faults()

  /// - Parameter known: The members there are; any other is a fault.
  public init(_ json: JSON, known: [String]) {
    let all = json.object ?? []
    members = Dictionary(all.map { ($0.name, $0.value) }) { first, _ in first }
    if json.object == nil {
      faults.append(
        Problem.Field("", "wrong_type", Text("An object is expected.", ru: "Ожидается объект.")))
    }
    let list = known.joined(separator: ", ")
    for member in all where !known.contains(member.name) {
      faults.append(
        Problem.Field(
          "/\(member.name.pointerEscaped)", "unknown_field",
          Text("There is no such field; there are: \(list).", ru: "Такого поля нет; есть: \(list).")
        ))
    }
  }

  /// A text that must be there, of 1 to `maximum` characters.
  public mutating func string(_ name: String, maximum: Int) -> String? {
    guard members[name] != nil, members[name] != .null else {
      fault(name, "required", Text("This field is required.", ru: "Это поле обязательно."))
      return nil
    }
    return stringIfPresent(name, maximum: maximum)
  }

  /// A text of 1 to `maximum` characters, or nil where it is absent or null; anything else is a fault.
  public mutating func stringIfPresent(_ name: String, maximum: Int) -> String? {
    guard let value = members[name], value != .null else { return nil }
    guard let text = value.string, (1...maximum).contains(text.count) else {
      fault(
        name, "wrong_type",
        Text(
          "A text of 1 to \(maximum) characters is expected.",
          ru: "Ожидается текст от 1 до \(maximum) знаков."))
      return nil
    }
    return text
  }

  /// An integer from 1 on that must be there.
  public mutating func number(_ name: String) -> Int? {
    if let value = members[name]?.int, value > 0 { return value }
    let isThere = members[name] != nil && members[name] != .null
    fault(
      name, isThere ? "wrong_type" : "required",
      Text("An integer from 1 on is expected.", ru: "Ожидается целое число от 1."))
    return nil
  }

  /// An integer from 1 on, or nil where it is absent or null; anything else is a fault.
  public mutating func numberIfPresent(_ name: String) -> Int? {
    guard let value = members[name], value != .null else { return nil }
    return number(name)
  }

  /// True or false, or nil where it is absent or null.
  public mutating func boolIfPresent(_ name: String) -> Bool? {
    guard let value = members[name], value != .null else { return nil }
    if value.bool == nil {
      fault(name, "wrong_type", Text("true or false is expected.", ru: "Ожидается true или false."))
    }
    return value.bool
  }

  /// A list of texts, or nil where it is absent or null.
  public mutating func stringsIfPresent(_ name: String) -> [String]? {
    guard let value = members[name], value != .null else { return nil }
    let texts = value.array?.compactMap(\.string)
    guard let texts, texts.count == value.array?.count else {
      fault(
        name, "wrong_type", Text("A list of texts is expected.", ru: "Ожидается список текстов."))
      return nil
    }
    return texts
  }

  /// Notes what is wrong with a member, to be told with all else by ``finish()``.
  public mutating func fault(_ name: String, _ code: String, _ detail: Text) {
    faults.append(Problem.Field("/\(name)", code, detail))
  }

  /// - Throws: a 422 with every fault found.
  public func finish() throws {
    try faults.finish()
  }
}
