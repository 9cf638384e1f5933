/// The words of a file for true and false, in small letters.
struct BooleanForm: Sendable {
  private let truths: Set<String>
  private let falsehoods: Set<String>

  /// What people write for yes and no in English and Russian.
  static let common = BooleanForm(
    ["true", "t", "yes", "y", "1", "x", "+", "да", "д", "истина", "х", "✓"],
    ["false", "f", "no", "n", "0", "-", "–", "—", "нет", "н", "ложь"])

  private init(_ truths: [String], _ falsehoods: [String]) {
    (self.truths, self.falsehoods) = (Set(truths), Set(falsehoods))
  }

  /// `"common"`, or the words themselves, `{"true": ["да"], "false": ["нет"]}`.
  ///
  /// - Throws: a 422 that says what would be right.
  init(_ json: JSON, _ pointer: String) throws {
    if json == "common" {
      self = .common
      return
    }
    let (truths, falsehoods) = (Self.words(json["true"]), Self.words(json["false"]))
    guard let truths, let falsehoods, json.object?.count == 2,
      Set(truths).isDisjoint(with: falsehoods)
    else {
      throw ImportMapping.wrong(
        pointer,
        Text(
          "\"common\", or lists of words without one in both, {\"true\": [\"yes\"], \"false\": [\"no\"]}.",
          ru:
            "\"common\" или непересекающиеся списки слов, {\"true\": [\"да\"], \"false\": [\"нет\"]}."
        ))
    }
    self.init(truths, falsehoods)
  }

  private static func words(_ json: JSON?) -> [String]? {
    guard let list = json?.array, !list.isEmpty else { return nil }
    let words = list.compactMap { $0.string?.trimmed.lowercased() }
    return words.count == list.count ? words : nil
  }

  /// - Throws: ``FieldValue/Mismatch`` for any other word.
  func value(_ text: String) throws(FieldValue.Mismatch) -> String {
    let word = text.trimmed.lowercased()
    if truths.contains(word) { return "true" }
    if falsehoods.contains(word) { return "false" }
    let (yes, no) = (Self.list(truths), Self.list(falsehoods))
    throw FieldValue.Mismatch(
      "One of \(yes) for true or \(no) for false is expected.",
      ru: "Ожидается одно из: \(yes) — да, \(no) — нет.")
  }

  private static func list(_ words: Set<String>) -> String {
    words.sorted().joined(separator: ", ")
  }
}
