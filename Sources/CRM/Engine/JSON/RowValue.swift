/// The cells of a row that came as one value, in the form in which PostgreSQL writes composite values:
/// `(1,,"said ""so""")`, where nothing between commas is NULL.
struct RowValue {
  private var bytes: [UInt8] = []
  private var cells: [Range<Int>?] = []

  init(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.reserveCapacity(text.count)
    var place = text.startIndex + 1
    while place < text.endIndex { place = take(text, from: place) + 1 }
  }

  /// Calls `body` with a function that finds the cell of a column; what it finds lives as long as the call.
  func withCells<Value>(
    _ body: ((Int) -> UnsafeBufferPointer<UInt8>?) -> Value
  ) -> Value {
    bytes.withUnsafeBufferPointer { bytes in
      body { column in
        guard cells.indices.contains(column), let cell = cells[column] else { return nil }
        return UnsafeBufferPointer(rebasing: bytes[cell])
      }
    }
  }

  /// Takes the cell that begins at `start`; answers where the comma or the parenthesis behind it stands.
  private mutating func take(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let first = bytes.count
    var (place, isQuoted, isPresent) = (start, false, false)
    while place < text.endIndex {
      let byte = text[place]
      if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")") { break }
      isPresent = true
      if byte == UInt8(ascii: "\"") {
        // A doubled quote stands for one: it closes and opens again.
        if !isQuoted, place > start, text[place - 1] == byte { bytes.append(byte) }
        isQuoted.toggle()
      } else {
        if byte == UInt8(ascii: "\\"), place + 1 < text.endIndex { place += 1 }
        bytes.append(text[place])
      }
      place += 1
    }
    cells.append(isPresent ? first..<bytes.count : nil)
    return place
  }
}
