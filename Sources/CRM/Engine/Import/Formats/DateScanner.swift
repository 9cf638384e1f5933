/// Takes a text apart by the parts of a ``DateForm``.
struct DateScanner {
  private var rest: Substring
  private let isCompact: Bool

  init(_ text: String, isCompact: Bool) {
    let trimmed = text.trimmed
    let end = Self.yearWords.first { trimmed.hasSuffix($0) }?.count ?? 0
    rest = end == 0 ? trimmed[...] : String(trimmed.dropLast(end)).trimmed[...]
    self.isCompact = isCompact
  }

  /// What Russian puts behind a year.
  private static let yearWords = [" года", " г.", " г", "\u{A0}г.", "\u{A0}г"]

  /// Nil where the text has not exactly these parts.
  mutating func moment(_ parts: [DateForm.Part]) -> DateForm.Moment? {
    var moment: DateForm.Moment = [:]
    for part in parts {
      switch part {
      case .literal(let character):
        guard skip(character) else { return nil }
      case .monthName:
        guard let month = monthName() else { return nil }
        moment[.month] = month
      case .year: moment[.year] = number(4...4)
      case .shortYear: moment[.year] = number(2...2).map { $0 + ($0 < 70 ? 2000 : 1900) }
      default:
        moment[part] = number(isCompact || part == .minute || part == .second ? 2...2 : 1...2)
      }
      if case .literal = part { continue }
      guard moment[Self.key(part)] != nil else { return nil }
    }
    return rest.isEmpty ? moment : nil
  }

  private static func key(_ part: DateForm.Part) -> DateForm.Part {
    switch part {
    case .shortYear: .year
    case .monthName: .month
    default: part
    }
  }

  /// White space stands for any white space.
  private mutating func skip(_ character: Character) -> Bool {
    guard character.isWhitespace else {
      guard rest.first == character else { return false }
      rest = rest.dropFirst()
      return true
    }
    let after = rest.drop(while: \.isWhitespace)
    guard after.startIndex > rest.startIndex else { return false }
    rest = after
    return true
  }

  private mutating func number(_ width: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(width.upperBound)
    guard digits.count >= width.lowerBound else { return nil }
    rest = rest.dropFirst(digits.count)
    return Int(digits)
  }

  private mutating func monthName() -> Int? {
    let word = rest.prefix(while: \.isLetter)
    rest = rest.dropFirst(word.count)
    if rest.first == "." { rest = rest.dropFirst() }
    return Self.months[word.lowercased()]
  }

  /// Names, also as they stand in a date, and short ones.
  private static let months: [String: Int] = {
    let names = [
      "january jan январь января янв", "february feb февраль февраля фев февр",
      "march mar март марта мар", "april apr апрель апреля апр", "may май мая",
      "june jun июнь июня июн", "july jul июль июля июл", "august aug август августа авг",
      "september sep sept сентябрь сентября сен сент", "october oct октябрь октября окт",
      "november nov ноябрь ноября ноя нояб", "december dec декабрь декабря дек",
    ]
    let pairs = names.enumerated().flatMap { place, words in
      words.split(separator: " ").map { (String($0), place + 1) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }()
}
