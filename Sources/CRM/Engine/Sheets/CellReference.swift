/// A place in a sheet, `C5`.
struct CellReference: Equatable {
  /// From 0.
  let column: Int
  /// From 1.
  let row: Int

  /// The last row and the number of columns that a sheet can have.
  static let maximum = (row: 1_048_576, columns: 16_384)

  /// Nil for what is no place of a sheet.
  init?(_ text: String) {
    let letters = text.utf8.prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    let digits = text.utf8.dropFirst(letters.count)
    guard (1...3).contains(letters.count), (1...7).contains(digits.count), digits.first != 0x30,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    column = letters.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
    row = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    guard column < Self.maximum.columns, row <= Self.maximum.row else { return nil }
  }
}
