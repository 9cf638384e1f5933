import NIOCore

/// Reads a sheet of an XLSX workbook.
struct SheetRecords: RecordReader {
  private let rows: SheetRows
  /// How many cells the first row has; others end with their last cell that is not empty.
  private var width: Int?

  /// - Throws: a 422 for a file that cannot be read.
  init(_ content: Spool, _ form: ImportForm) async throws {
    rows = try await Self.reading { try await SheetRows.open(content, sheet: form.sheet) }
  }

  mutating func next() async throws -> [FileRecord]? {
    let batch = try await Self.reading { [rows] in
      let batch = try await rows.next()
      if let failure = batch.failure { throw failure }
      return batch
    }
    guard let first = batch.rows.first else { return nil }
    let width = width ?? first.cells.count
    self.width = width
    return batch.rows.map { row in
      let missing = max(0, width - row.cells.count)
      return FileRecord(
        line: row.line, cells: row.cells + Array(repeating: "", count: missing), size: row.size,
        errors: row.errors, typed: row.typed)
    }
  }

  /// Tells what is wrong with the file as it is told of any other.
  private static func reading<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      return try await work()
    } catch let failure as SheetFailure {
      guard let line = failure.line else { throw Problem.file(failure.detail) }
      throw Problem.file(
        Text(
          "Row \(line): \(failure.detail.en)", ru: "Строка \(line): \(failure.detail.ru)"))
    }
  }

  /// Whether the file is a workbook by its first bytes, be it one that can be read or an old one.
  static func isWorkbook(_ bytes: some Sequence<UInt8>) -> Bool {
    let start = Array(bytes.prefix(4))
    return start == [0x50, 0x4B, 0x03, 0x04] || start == [0xD0, 0xCF, 0x11, 0xE0]
  }
}
