import Postgres

/// Checks a JSON value against a column and makes it a bind.
enum JSONValue {
  /// - Throws: ``FieldValue/Mismatch`` that says what would be right.
  static func bind(_ json: JSON, _ column: Column) throws -> Bind {
    if json == .null { return try null(column) }
    switch column.type {
    case .integer: return try integer(json, column)
    case .boolean: return try boolean(json, column)
    case .decimal, .date, .instant, .text: return try text(json, column)
    case .json: return try object(json, column)
    case .textList: return try list(json).map { try element($0) }.bind
    case .integerList: return try list(json).map { try number($0) }.bind
    }
  }

  private static func null(_ column: Column) throws -> Bind {
    guard !column.takesNoNull else {
      throw FieldValue.Mismatch(
        "This field cannot be empty.", ru: "Это поле не может быть пустым.", code: "required")
    }
    return Bind(text: nil, type: column.oid)
  }

  private static func integer(_ json: JSON, _ column: Column) throws -> Bind {
    guard case .number(let digits) = json else {
      throw FieldValue.Mismatch("A whole number is expected.", ru: "Ожидается целое число.")
    }
    return try FieldValue.stored(text: digits, column)
  }

  private static func boolean(_ json: JSON, _ column: Column) throws -> Bind {
    guard let value = json.bool else {
      throw FieldValue.Mismatch("true or false is expected.", ru: "Ожидается true или false.")
    }
    return Bind(text: value ? "t" : "f", type: column.oid)
  }

  private static func text(_ json: JSON, _ column: Column) throws -> Bind {
    guard let text = json.string else { throw expected(column.type) }
    if !column.choices.isEmpty, !column.choices.contains(where: { $0.value == text }) {
      let list = column.choices.map(\.value).joined(separator: ", ")
      throw FieldValue.Mismatch(
        "One of these is expected: \(list).", ru: "Ожидается одно из: \(list).",
        code: "unknown_value")
    }
    guard !text.isEmpty || column.type != .text else {
      throw FieldValue.Mismatch(
        "An empty text is no value: at least one character or null is expected.",
        ru: "Пустой текст значением не считается: ожидается хотя бы один знак или null.",
        code: column.takesNoNull ? "required" : "empty_text")
    }
    return try FieldValue.stored(text: text, column)
  }

  private static func expected(_ type: ValueType) -> FieldValue.Mismatch {
    switch type {
    case .decimal:
      .init(
        "A decimal number as a string is expected, such as \"1234.50\".",
        ru: "Ожидается десятичное число строкой, например «1234.50».")
    case .date:
      .init(
        "A date is expected, such as \"2026-11-23\".", ru: "Ожидается дата, например «2026-11-23».")
    case .instant:
      .init(
        "An instant with its offset is expected, such as \"2026-11-23T10:00:00Z\".",
        ru: "Ожидается момент времени со смещением, например «2026-11-23T10:00:00Z».")
    default: .init("A text is expected.", ru: "Ожидается текст.")
    }
  }

  private static func object(_ json: JSON, _ column: Column) throws -> Bind {
    guard json.object != nil else {
      throw FieldValue.Mismatch("An object is expected.", ru: "Ожидается объект.")
    }
    return Bind(text: json.text, type: column.oid)
  }

  private static func list(_ json: JSON) throws -> [JSON] {
    guard let list = json.array else {
      throw FieldValue.Mismatch("A list is expected.", ru: "Ожидается список.")
    }
    return list
  }

  private static func element(_ json: JSON) throws -> String {
    guard let text = json.string, !text.utf8.contains(0) else {
      throw FieldValue.Mismatch("A list of texts is expected.", ru: "Ожидается список текстов.")
    }
    return text
  }

  private static func number(_ json: JSON) throws -> Int {
    guard let number = json.int else {
      throw FieldValue.Mismatch(
        "A list of whole numbers is expected.", ru: "Ожидается список целых чисел.")
    }
    return number
  }
}
