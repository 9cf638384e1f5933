/// The first line by which spreadsheets tell the delimiter of a CSV: `sep=;`. It is no record.
enum DelimiterLine {
  /// What the line says; nil for any other first record.
  ///
  /// - Parameters:
  ///   - cells: Of the record as it is read.
  ///   - read: The delimiter with which it is read, maybe the one that it tells.
  static func delimiter(_ cells: [String], _ read: UInt8) -> UInt8? {
    guard let first = cells.first, first.lowercased().hasPrefix("sep=") else { return nil }
    let told = first.dropFirst(4).utf8
    switch (cells.count, told.count) {
    case (1, 1): return told.first.flatMap { $0 < 0x80 ? $0 : nil }
    case (2, 0): return cells[1].isEmpty ? read : nil
    default: return nil
    }
  }
}
