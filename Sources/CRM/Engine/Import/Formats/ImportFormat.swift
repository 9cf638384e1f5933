/// How a file writes the values of one column, where it does not write them as the API does.
enum ImportFormat: Sendable {
  case date(DateForm)
  case number(NumberForm)
  case boolean(BooleanForm)

  /// Reads what a column of a mapping says of it; nil where it says nothing.
  ///
  /// - Throws: a 422 that says where below `pointer` what is wrong.
  static func read(_ json: JSON, _ pointer: String) throws -> ImportFormat? {
    let told = ["date", "decimal", "boolean"].filter { json[$0] != nil }
    guard told.count < 2 else {
      throw ImportMapping.wrong(
        "\(pointer)/\(told[1])",
        Text(
          "A column is a date, a number or a boolean: give one of them.",
          ru: "Столбец — дата, число или логическое: укажите что-то одно."))
    }
    try refuse(json, ["zone"], without: "date", pointer)
    try refuse(json, ["group", "percent"], without: "decimal", pointer)
    if json["date"] != nil { return .date(try DateForm(json, pointer)) }
    if json["decimal"] != nil { return .number(try NumberForm(json, pointer)) }
    return try json["boolean"].map { .boolean(try BooleanForm($0, "\(pointer)/boolean")) }
  }

  private static func refuse(
    _ json: JSON, _ names: [String], without other: String, _ pointer: String
  ) throws {
    guard json[other] == nil, let name = names.first(where: { json[$0] != nil }) else { return }
    throw ImportMapping.wrong(
      "\(pointer)/\(name)",
      Text("It needs \(other) beside it.", ru: "Рядом нужно \(other)."))
  }

  /// The member of the mapping that declares it.
  var member: String {
    switch self {
    case .date: "date"
    case .number: "decimal"
    case .boolean: "boolean"
    }
  }

  /// Whether a field of that type can be written so.
  func suits(_ type: ValueType) -> Bool {
    switch self {
    case .date: type == .date || type == .instant
    case .number: type == .decimal || type == .integer
    case .boolean: type == .boolean
    }
  }

  /// The value of a cell that says itself what it holds, as the API writes it.
  ///
  /// - Throws: ``FieldValue/Mismatch`` for a text that does not have this form either.
  func typed(_ text: String, _ column: Column) throws(FieldValue.Mismatch) -> String {
    if (try? FieldValue.bind(text: text, column)) != nil { return text }
    if case .date(let form) = self {
      for pattern in ["yyyy-mm-dd", "yyyy-mm-ddThh:mm:ss"] {
        guard let plain = DateForm(pattern, zone: form.zone),
          let made = try? ImportFormat.date(plain).value(text, column.type)
        else { continue }
        return made
      }
    }
    return try value(text, column.type)
  }

  /// The value as the API writes it.
  ///
  /// - Throws: ``FieldValue/Mismatch`` for a text that does not have this form.
  func value(_ text: String, _ type: ValueType) throws(FieldValue.Mismatch) -> String {
    switch self {
    case .date(let form): try type == .date ? form.date(text) : form.instant(text)
    case .number(let form): try form.value(text, whole: type == .integer)
    case .boolean(let form): try form.value(text)
    }
  }
}
