/// What stands around the digits of a number: sign, brackets, unit of money, percent.
struct NumberShell {
  private(set) var core: Substring
  private(set) var isNegative = false
  private(set) var isPercent = false
  private let takesPercent: Bool
  private var isSigned = false
  /// The sign, word or code of money; nil for none.
  private(set) var unit: String?

  init(_ text: String, takesPercent: Bool) {
    core = text[...]
    self.takesPercent = takesPercent
  }

  private static let minuses: Set<Character> = ["-", "−", "–"]
  private static let units: Set<Character> = ["₽", "€", "$", "£", "¥", "₸", "₴", "₹"]
  /// Behind a number only; longer ones first.
  private static let words = ["рублей", "руб.", "руб", "р.", "р"]

  /// Takes all of it off, each kind at most once.
  mutating func peel() {
    repeat { trim() } while peelSign() || peelUnit() || peelPercent()
  }

  private mutating func trim() {
    core = core.drop(while: \.isWhitespace)
    while core.last?.isWhitespace == true { core.removeLast() }
  }

  private mutating func peelSign() -> Bool {
    guard !isSigned, let first = core.first, let last = core.last, core.count > 1 else {
      return false
    }
    switch (first, last) {
    case ("(", ")"):
      core = core.dropFirst().dropLast()
      isNegative = true
    case ("+", _): core = core.dropFirst()
    case _ where Self.minuses.contains(first):
      core = core.dropFirst()
      isNegative = true
    case _ where Self.minuses.contains(last):
      core = core.dropLast()
      isNegative = true
    default: return false
    }
    isSigned = true
    return true
  }

  private mutating func peelUnit() -> Bool {
    guard unit == nil, let first = core.first, let last = core.last else { return false }
    if Self.units.contains(first) || Self.units.contains(last) {
      unit = String(Self.units.contains(first) ? first : last)
      core = Self.units.contains(first) ? core.dropFirst() : core.dropLast()
    } else if let word = Self.words.first(where: { core.lowercased().hasSuffix($0) }) {
      unit = String(core.suffix(word.count))
      core = core.dropLast(word.count)
    } else if Self.isCode(core.suffix(3)) {
      unit = String(core.suffix(3))
      core = core.dropLast(3)
    } else if Self.isCode(core.prefix(3)) {
      unit = String(core.prefix(3))
      core = core.dropFirst(3)
    } else {
      return false
    }
    return true
  }

  /// Three capital letters, as ISO 4217 has them.
  private static func isCode(_ text: Substring) -> Bool {
    text.count == 3 && text.allSatisfy { ("A"..."Z").contains($0) }
  }

  private mutating func peelPercent() -> Bool {
    guard takesPercent, !isPercent, core.last == "%" else { return false }
    core = core.dropLast()
    isPercent = true
    return true
  }
}
