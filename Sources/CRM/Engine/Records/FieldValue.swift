import Foundation
import Postgres

/// Checks a value against a column's type before PostgreSQL sees it.
enum FieldValue {
  /// What would be right, in both languages.
  struct Mismatch: Error {
    let code: String
    let detail: Text

    init(_ en: String, ru: String, code: String = "wrong_type") {
      self.code = code
      detail = Text(en, ru: ru)
    }
  }

  /// A value written as text, as a query parameter or a cell of a file has it.
  ///
  /// - Throws: ``Mismatch``.
  static func bind(text: String, _ column: Column) throws(Mismatch) -> Bind {
    guard !text.utf8.contains(0) else {
      throw Mismatch(
        "A text without NUL characters is expected.", ru: "Ожидается текст без символов NUL.")
    }
    return Bind(text: try checked(text, column.type), type: column.oid)
  }

  /// The same for a value that is to be kept, and kept as it is.
  ///
  /// - Throws: ``Mismatch``, also for a number that the column has no room for.
  static func stored(text: String, _ column: Column) throws(Mismatch) -> Bind {
    let bind = try bind(text: text, column)
    if let digits = column.digits { try digits.check(text) }
    return bind
  }

  static func checked(_ text: String, _ type: ValueType) throws(Mismatch) -> String {
    switch type {
    case .integer: try integer(text)
    case .decimal: try decimal(text)
    case .boolean: try boolean(text)
    case .date: try date(text)
    case .instant: try instant(text)
    case .text, .json, .textList, .integerList: text
    }
  }

  private static func integer(_ text: String) throws(Mismatch) -> String {
    guard Int(text) != nil else {
      throw Mismatch(
        "A whole number between -9223372036854775808 and 9223372036854775807 is expected.",
        ru: "Ожидается целое число от -9223372036854775808 до 9223372036854775807.")
    }
    return text
  }

  private static func decimal(_ text: String) throws(Mismatch) -> String {
    guard text.utf8.count <= 100, ValueText.isDecimal(text) else {
      throw Mismatch(
        "A decimal number with a point is expected, such as \"1234.50\".",
        ru: "Ожидается десятичное число с точкой, например «1234.50».")
    }
    return text
  }

  private static func boolean(_ text: String) throws(Mismatch) -> String {
    guard text == "true" || text == "false" else {
      throw Mismatch("true or false is expected.", ru: "Ожидается true или false.")
    }
    return text
  }

  /// ISO 8601 calendar dates of the years 0001 to 9999.
  static func date(_ text: String) throws(Mismatch) -> String {
    guard ValueText.isDate(text) else {
      throw Mismatch(
        "A date is expected, such as \"2026-11-23\".", ru: "Ожидается дата, например «2026-11-23».")
    }
    return text
  }

  /// RFC 3339 with an offset.
  private static func instant(_ text: String) throws(Mismatch) -> String {
    guard ValueText.isInstant(text) else {
      throw Mismatch(
        "An instant with its offset is expected, such as \"2026-11-23T10:00:00Z\".",
        ru: "Ожидается момент времени со смещением, например «2026-11-23T10:00:00Z».")
    }
    return text
  }
}
