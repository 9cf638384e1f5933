/// One sentence in each language of the product.
public struct Text: Sendable, Hashable {
  /// In English.
  public let en: String
  /// In Russian.
  public let ru: String

  /// The same sentence in both languages.
  public init(_ en: String, ru: String) {
    self.en = en
    self.ru = ru
  }

  /// A comment of the database, `English | Русский`; without a bar both languages read the same.
  public init(comment: String) {
    guard let bar = comment.firstRange(of: " | ") else {
      self.init(comment, ru: comment)
      return
    }
    self.init(String(comment[..<bar.lowerBound]), ru: String(comment[bar.upperBound...]))
  }

  /// The sentences one behind the other; nil for none.
  static func joined(_ sentences: [Text]) -> Text? {
    guard !sentences.isEmpty else { return nil }
    return Text(
      sentences.map(\.en).joined(separator: " "), ru: sentences.map(\.ru).joined(separator: " "))
  }

  /// The sentence in that language.
  public subscript(_ language: Language) -> String {
    switch language {
    case .en: en
    case .ru: ru
    }
  }
}

/// A language of the product, by its BCP 47 tag.
public enum Language: String, Sendable, CaseIterable {
  case en
  case ru

  /// The first of `Accept-Language` that the product speaks, by its weights (RFC 9110, 12.5.4); English when none is.
  public init(accept header: String?) {
    let wishes = (header ?? "").split(separator: ",").compactMap(Self.wish)
    let best = wishes.max { $0.weight < $1.weight }
    self = best?.language ?? .en
  }

  /// The language of a terminal's messages: the first of LC_ALL, LC_MESSAGES and LANG that is set (POSIX.1-2017, XBD
  /// 8.2); English when the product does not speak it.
  public init(environment: [String: String]) {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
    self = set.first { !$0.isEmpty }?.hasPrefix("ru") == true ? .ru : .en
  }

  private static func wish(_ part: Substring) -> (language: Language, weight: Double)? {
    let pieces = part.split(separator: ";").map { $0.drop { $0 == " " } }
    guard let tag = pieces.first?.lowercased(),
      let language = Language.allCases.first(where: {
        tag == $0.rawValue || tag.hasPrefix("\($0.rawValue)-")
      })
    else { return nil }
    let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
    return (weight ?? 1) > 0 ? (language, weight ?? 1) : nil
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[...last].drop(while: \.isWhitespace))
  }
}
