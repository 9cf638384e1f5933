/// What a number in a cell means, by the format in which it is shown.
enum NumberFormat: Sendable, Equatable {
  case number
  case date
  /// A time of day.
  case time
  /// Date and time; in UTC where the format shows a `Z` behind them.
  case instant(utc: Bool)
  /// Hours that may be more than a day has.
  case duration

  /// By a format that every program knows without its code (ECMA-376, part 1, 18.8.30); nil for the others.
  init?(number: Int) {
    switch number {
    case 0...13, 37...44, 48, 49: self = .number
    case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
    case 18...21, 32...35, 45, 47, 55, 56: self = .time
    case 22: self = .instant(utc: false)
    case 46: self = .duration
    default: return nil
    }
  }

  /// By its code, `dd.mm.yyyy hh:mm`.
  init(code: String) {
    let parts = Parts(code)
    let letters = Set(parts.letters)
    let hasTime = !letters.isDisjoint(with: "hs")
    let hasDate =
      letters.contains("y") || letters.contains("d") || letters.contains("m") && !hasTime
    if parts.isElapsed {
      self = .duration
    } else if hasDate && hasTime {
      self = .instant(utc: parts.isUTC)
    } else {
      self = hasDate ? .date : hasTime ? .time : .number
    }
  }

  /// What a code holds beside the text that it shows as it stands.
  private struct Parts {
    var letters = ""
    /// Hours, minutes or seconds in brackets count on beyond a day.
    var isElapsed = false
    var isUTC = false

    init(_ code: String) {
      var rest = code.lowercased()[...]
      while let first = rest.first, first != ";" {
        rest.removeFirst()
        switch first {
        case "\"": show(Self.cut(&rest, to: "\""))
        case "[": take(bracket: Self.cut(&rest, to: "]"))
        case "\\": show(rest.popFirst().map { String($0) } ?? "")
        case "_", "*": _ = rest.popFirst()
        default: letters.append(first)
        }
      }
      letters.replace("general", with: "")
    }

    private static func cut(_ rest: inout Substring, to end: Character) -> String {
      let text = rest.prefix { $0 != end }
      rest = rest.dropFirst(text.count + 1)
      return String(text)
    }

    private mutating func show(_ text: String) { isUTC = text == "z" }

    private mutating func take(bracket text: String) {
      if ["h", "hh", "m", "mm", "s", "ss"].contains(text) { isElapsed = true }
    }
  }
}
