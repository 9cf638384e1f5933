/// The digits that `numeric(p,s)` has room for.
struct Digits: Sendable, Hashable {
  /// All of them.
  let precision: Int
  /// Those behind the point.
  let scale: Int

  /// Those before the point.
  var whole: Int { precision - scale }

  /// Nil for any other type, for numbers without a limit, and for scales that are negative or beyond the precision.
  init?(sqlType: String) {
    guard sqlType.hasPrefix("numeric("), sqlType.hasSuffix(")") else { return nil }
    let sides = sqlType.dropFirst(8).dropLast().split(separator: ",").compactMap { Int($0) }
    guard sides.count == 2, (0...sides[0]).contains(sides[1]) else { return nil }
    (precision, scale) = (sides[0], sides[1])
  }

  /// A decimal number that is kept as it is written; zeros that change nothing do not count.
  ///
  /// - Throws: ``FieldValue/Mismatch`` for one that PostgreSQL would round or refuse.
  func check(_ text: String) throws(FieldValue.Mismatch) {
    let parts = text.split(separator: ".", maxSplits: 1)
    let left = (parts.first ?? "").drop { $0 == "-" || $0 == "0" }
    let right = parts.count > 1 ? parts[1] : ""
    guard left.utf8.count <= whole else {
      throw FieldValue.Mismatch(
        "A number of at most \(whole) digits before the point is expected.",
        ru: "Ожидается число, в котором до точки не больше \(whole) цифр.", code: "out_of_range")
    }
    guard right.utf8.count - right.reversed().prefix(while: { $0 == "0" }).count <= scale else {
      throw FieldValue.Mismatch(
        "A number of at most \(scale) decimals is expected; it is not rounded.",
        ru: "Ожидается число, в котором после точки не больше \(scale) цифр; оно не округляется.",
        code: "too_precise")
    }
  }

  /// The same as a regular expression (ECMA 262).
  var pattern: String {
    let before = whole > 0 ? #"^-?0*\d{1,\#(whole)}"# : "^-?0+"
    return before + (scale > 0 ? #"(\.\d{1,\#(scale)}0*)?$"# : #"(\.0+)?$"#)
  }
}
