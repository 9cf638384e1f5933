/// One record of a file and the line on which it begins, counted from 1.
struct FileRecord: Sendable {
  let line: Int
  let cells: [String]
  /// How many bytes of the file it takes.
  let size: Int
  /// The places of cells that hold the error of a formula.
  var errors: [Int] = []
  /// The places of cells that a spreadsheet holds as numbers, dates or booleans.
  var typed: [Int] = []
}

/// Reads CSV (RFC 4180) as it arrives: any delimiter and encoding, quotes, CR LF or LF, a BOM; constant memory,
/// because records are bounded.
struct CSVParser {
  /// Why the text is no CSV; what was read before it stands.
  struct Failure: Error, Sendable {
    let line: Int
    let detail: Text
  }

  private enum State {
    case start, plain, quoted, quoteInQuoted
  }

  /// Another one where the first line says so.
  private(set) var delimiter: UInt8
  let encoding: ImportEncoding
  private var state = State.start
  private var cell: [UInt8] = []
  private var cells: [String] = []
  private var line = 1
  /// The line on which the record begins.
  private(set) var began = 1
  /// How many bytes of the record have come.
  private var size = 0
  /// How many bytes of a byte order mark came at the very beginning; nil behind it.
  private var mark: Int? = 0
  private var carriage = false

  /// A cell longer than this is refused; in bytes.
  static let maximumCell = 1 << 20
  /// A record of more bytes is refused.
  static let maximumRecord = 4 << 20
  /// A record of more cells is refused.
  static let maximumCells = 1_000

  init(delimiter: UInt8, encoding: ImportEncoding = .utf8) {
    self.delimiter = delimiter
    self.encoding = encoding
  }

  /// Takes the next piece and hands over every record that is complete.
  ///
  /// - Throws: ``Failure``.
  mutating func take(_ bytes: some Sequence<UInt8>, _ each: (FileRecord) throws -> Void) throws {
    for byte in bytes {
      if let mark {
        if byte == Self.mark[mark] {
          self.mark = mark == 2 ? nil : mark + 1
          continue
        }
        try release(each)
      }
      try take(byte, each)
    }
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Takes for text what began like a byte order mark and is none.
  private mutating func release(_ each: (FileRecord) throws -> Void) throws {
    let held = mark ?? 0
    mark = nil
    for byte in Self.mark.prefix(held) { try take(byte, each) }
  }

  /// Hands over the last record when no line end follows it.
  ///
  /// - Throws: ``Failure`` when a quote is still open.
  mutating func finish(_ each: (FileRecord) throws -> Void) throws {
    try release(each)
    if state == .quoted {
      throw Failure(
        line: began,
        detail: Text(
          "A quote that is opened in line \(began) is never closed.",
          ru: "Кавычка, открытая в строке \(began), не закрыта."))
    }
    if state != .start || !cells.isEmpty { try end(each) }
  }

  private mutating func take(_ byte: UInt8, _ each: (FileRecord) throws -> Void) throws {
    if carriage, byte == 0x0A {
      carriage = false
      return
    }
    carriage = false
    size += 1
    guard size <= Self.maximumRecord else { throw tooLarge }
    switch state {
    case .quoted:
      if byte == 0x22 { state = .quoteInQuoted } else { try append(byte) }
      if byte == 0x0A { line += 1 }
    case .quoteInQuoted where byte == 0x22:
      try append(byte)
      state = .quoted
    case .start where byte == 0x22: state = .quoted
    default: try plain(byte, each)
    }
  }

  private mutating func plain(_ byte: UInt8, _ each: (FileRecord) throws -> Void) throws {
    switch byte {
    case delimiter:
      try endCell()
      state = .start
    case 0x0A, 0x0D:
      carriage = byte == 0x0D
      if state == .start, cells.isEmpty { skipBlank() } else { try end(each) }
    default:
      try append(byte)
      state = .plain
    }
  }

  private mutating func skipBlank() {
    line += 1
    began = line
    size = 0
  }

  private mutating func append(_ byte: UInt8) throws {
    guard byte != 0 else {
      throw Failure(
        line: line, detail: Text("Line \(line) holds a NUL.", ru: "В строке \(line) есть NUL."))
    }
    guard cell.count < Self.maximumCell else { throw tooLong }
    cell.append(byte)
  }

  private mutating func endCell() throws {
    guard cells.count < Self.maximumCells else { throw tooWide }
    guard let text = encoding.text(cell) else { throw Failure(line: began, detail: foreign) }
    cells.append(CSVForm.unguarded(text))
    cell.removeAll(keepingCapacity: true)
  }

  private mutating func end(_ each: (FileRecord) throws -> Void) throws {
    try endCell()
    if began == 1, let told = DelimiterLine.delimiter(cells, delimiter) {
      delimiter = told
    } else {
      try each(FileRecord(line: began, cells: cells, size: size))
    }
    cells = []
    state = .start
    line += 1
    began = line
    size = 0
  }
}
