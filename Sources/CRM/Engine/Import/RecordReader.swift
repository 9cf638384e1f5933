import NIOCore

/// Gives the records of a file in its order, some at a time.
protocol RecordReader {
  /// The next records; nil behind the last.
  ///
  /// - Throws: a 422 for a file that cannot be read.
  mutating func next() async throws -> [FileRecord]?
}

/// Reads CSV in any encoding.
struct CSVRecords: RecordReader {
  private var pieces: Spool.AsyncIterator
  private let form: ImportForm
  private var parser: CSVParser?
  private var decoder: WideDecoder?
  private var hasEnded = false

  init(_ content: Spool, _ form: ImportForm) {
    pieces = content.makeAsyncIterator()
    self.form = form
  }

  mutating func next() async throws -> [FileRecord]? {
    guard !hasEnded else { return nil }
    var records: [FileRecord] = []
    do {
      if let piece = try await pieces.next() {
        try take(piece) { records.append($0) }
      } else {
        hasEnded = true
        try parser?.finish { records.append($0) }
      }
    } catch let failure as CSVParser.Failure {
      throw Problem.file(failure.detail)
    }
    return records
  }

  private mutating func take(_ piece: ByteBuffer, _ each: (FileRecord) throws -> Void) throws {
    if parser == nil { begin(piece.readableBytesView) }
    if decoder != nil, let bytes = decoder?.take(piece.readableBytesView) {
      try parser?.take(bytes, each)
    } else {
      try parser?.take(piece.readableBytesView, each)
    }
  }

  /// Chooses the encoding, by the mark where nothing is told.
  private mutating func begin(_ bytes: ByteBufferView) {
    let marked = ImportEncoding(mark: bytes.prefix(3))
    // Refused rows come back in UTF-8 with its mark, whatever their file was written in.
    let encoding = marked == .utf8 ? .utf8 : form.encoding ?? marked ?? .utf8
    if encoding.isWide { decoder = WideDecoder(encoding) }
    parser = CSVParser(
      delimiter: form.delimiter, encoding: encoding.isWide ? .utf8 : encoding)
  }
}

/// A file to import: its bytes, and how they are written.
struct ImportFile: Sendable {
  let content: Spool
  let form: ImportForm

  /// A reading of its own from the beginning.
  ///
  /// - Throws: a 422 for a file that cannot be read.
  func reader() async throws -> any RecordReader {
    let start = try await content.read(at: 0)
    guard let start, SheetRecords.isWorkbook(start.readableBytesView) else {
      return CSVRecords(content, form)
    }
    return try await SheetRecords(content, form)
  }

  /// Reads it to its end before anything is written: what its columns are called,
  /// and how many records it has behind the header.
  ///
  /// - Throws: a 422 for a file that cannot be read, or lacks a column of the plan; a 413 for one that is too large.
  func survey(_ plan: ImportPlan) async throws -> (names: [String], count: Int) {
    guard content.size <= ImportOperations.maximumFile else {
      throw Problem.tooLarge(ImportOperations.maximumFile)
    }
    var reader = try await reader()
    var (names, count) = ([String](), 0)
    while let records = try await reader.next() {
      try Task.checkCancellation()
      if count == 0, let first = records.first {
        names = try ImportHeader(first, plan, form).names
      }
      count += records.count
    }
    guard count > 0 else {
      throw Problem.file(Text("The file has no header line.", ru: "В файле нет строки заголовков."))
    }
    return (names, form.hasHeader ? count - 1 : count)
  }
}
