/// Lists and JSON in a cell: written as JSON, which is how exports write them.
enum ImportListValue {
  /// The literal of PostgreSQL for a list; nil for a type that is none.
  ///
  /// - Throws: ``FieldValue/Mismatch`` for a text that is no such JSON.
  static func stored(_ text: String, _ type: ValueType) throws(FieldValue.Mismatch) -> String? {
    switch type {
    case .textList:
      guard let list = json(text)?.array, let texts = all(list, \.string) else {
        throw FieldValue.Mismatch(
          "A JSON list of texts is expected, such as [\"a\", \"b\"].",
          ru: "Ожидается список текстов в JSON, например [\"a\", \"b\"].")
      }
      return "{" + texts.map(quoted).joined(separator: ",") + "}"
    case .integerList:
      guard let list = json(text)?.array, let numbers = all(list, \.int) else {
        throw FieldValue.Mismatch(
          "A JSON list of whole numbers is expected, such as [1, 2].",
          ru: "Ожидается список целых чисел в JSON, например [1, 2].")
      }
      return "{" + numbers.map(String.init).joined(separator: ",") + "}"
    case .json:
      guard json(text) != nil else {
        throw FieldValue.Mismatch(
          "JSON is expected, such as {\"a\": 1}.", ru: "Ожидается JSON, например {\"a\": 1}.")
      }
      return nil
    default: return nil
    }
  }

  private static func json(_ text: String) -> JSON? { try? JSONParser.parse(Array(text.utf8)) }

  private static func all<Value>(_ list: [JSON], _ value: (JSON) -> Value?) -> [Value]? {
    let values = list.compactMap(value)
    return values.count == list.count ? values : nil
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
