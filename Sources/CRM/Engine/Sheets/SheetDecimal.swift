/// A number as a workbook writes it, `-1.5E-3`; 0.digits × 10^exponent.
struct SheetDecimal {
  let isNegative: Bool
  /// Without zeros at both ends; empty for zero.
  private(set) var digits: [UInt8]
  private(set) var exponent: Int
  /// Whether it was written as a whole number.
  let isPlainInteger: Bool

  /// How many digits programs of spreadsheets take for meant; what stands behind them is binary noise.
  static let meant = 15

  /// Nil for what is no number, or is larger or smaller than any that a sheet holds.
  init?(_ text: String) {
    var rest = Substring(text).utf8
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let whole = Self.digits(&rest)
    var fraction: [UInt8] = []
    let isFraction = rest.first == UInt8(ascii: ".")
    if isFraction {
      rest.removeFirst()
      fraction = Self.digits(&rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty, let power = Self.power(rest) else { return nil }
    isPlainInteger = !isFraction && rest.isEmpty
    let all = whole + fraction
    let leading = all.prefix { $0 == 0 }.count
    digits = Array(all.dropFirst(leading))
    while digits.last == 0 { digits.removeLast() }
    exponent = digits.isEmpty ? 0 : whole.count - leading + power
  }

  private static func digits(_ rest: inout Substring.UTF8View) -> [UInt8] {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    return digits.map { $0 - 0x30 }
  }

  /// What stands behind the digits; 0 where nothing does.
  private static func power(_ rest: Substring.UTF8View) -> Int? {
    guard let sign = rest.first else { return 0 }
    guard sign | 0x20 == UInt8(ascii: "e"), rest.count <= 5,
      let power = Int(String(Substring(rest.dropFirst()))), abs(power) <= 400
    else { return nil }
    return power
  }

  /// Without the noise that binary fractions leave behind the digits that are meant.
  var meant: SheetDecimal {
    guard !isPlainInteger, digits.count > Self.meant else { return self }
    var copy = self
    let up = digits[Self.meant] >= 5
    copy.digits = Array(digits.prefix(Self.meant))
    if up { copy.roundUp() }
    while copy.digits.last == 0 { copy.digits.removeLast() }
    return copy
  }

  private mutating func roundUp() {
    while digits.last == 9 { digits.removeLast() }
    if digits.isEmpty {
      digits = [1]
      exponent += 1
    } else {
      digits[digits.count - 1] += 1
    }
  }

  /// Without an exponent.
  var text: String {
    guard !digits.isEmpty else { return "0" }
    let whole = (0..<max(exponent, 0)).map { $0 < digits.count ? digits[$0] : 0 }
    let zeros = [UInt8](repeating: 0, count: max(-exponent, 0))
    let fraction = zeros + digits.dropFirst(max(exponent, 0))
    return (isNegative ? "-" : "") + (whole.isEmpty ? "0" : Self.shown(whole))
      + (fraction.isEmpty ? "" : "." + Self.shown(fraction))
  }

  private static func shown(_ digits: [UInt8]) -> String {
    String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
  }

  /// How many of `units` there are in so many days, rounded; nil where it is negative or beyond the calendar.
  func units(perDay units: Int) -> Int? {
    guard !isNegative || digits.isEmpty, exponent <= 7 else { return nil }
    guard exponent >= -7 else { return 0 }
    let digits = digits.prefix(Self.written)
    let places = max(digits.count - exponent, 0)
    let value = (0..<max(exponent, digits.count)).reduce(Int128(0)) { value, place in
      value * 10 + Int128(place < digits.count ? digits[place] : 0)
    }
    let scale = (0..<places).reduce(Int128(1)) { power, _ in power * 10 }
    return Int(exactly: (value * Int128(units) * 2 + scale) / (scale * 2))
  }

  /// How many digits a binary fraction has at most when it is written.
  private static let written = 17
}
