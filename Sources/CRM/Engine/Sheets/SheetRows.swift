import NIOPosix
import Synchronization

/// The rows of a sheet for those who must not block: they are read on a thread that may.
final class SheetRows: Sendable {
  private let reader: Mutex<SheetReader>

  private init(_ reader: sending SheetReader) { self.reader = Mutex(reader) }

  /// The rows of the sheet of that name, or of the first that is not hidden.
  ///
  /// - Throws: ``SheetFailure`` for a file that cannot be read.
  static func open(
    _ spool: Spool, sheet: String? = nil, limits: SheetLimits = SheetLimits()
  ) async throws -> SheetRows {
    try await NIOThreadPool.singleton.runIfActive {
      SheetRows(try Workbook(spool, limits: limits).rows(of: sheet))
    }
  }

  /// The sheets of a file.
  ///
  /// - Throws: ``SheetFailure`` for a file that cannot be read.
  static func sheets(of spool: Spool) async throws -> [Workbook.Sheet] {
    try await NIOThreadPool.singleton.runIfActive { try Workbook(spool).sheets }
  }

  /// The next rows, at most so many and hardly more bytes; none behind the last, and none behind a failure.
  func next(_ count: Int = 500, bytes: Int = 4 << 20) async throws -> SheetBatch {
    try await NIOThreadPool.singleton.runIfActive {
      self.reader.withLock { reader in
        var batch = SheetBatch()
        do {
          while batch.rows.count < count, batch.size < bytes, let row = try reader.next() {
            batch.add(row)
          }
        } catch { batch.failure = error }
        return batch
      }
    }
  }
}

/// Some rows of a sheet.
struct SheetBatch: Sendable {
  private(set) var rows: [SheetRow] = []
  /// How many bytes their cells take.
  private(set) var size = 0
  /// What made the reading end behind them.
  fileprivate(set) var failure: (any Error)?

  fileprivate mutating func add(_ row: SheetRow) {
    rows.append(row)
    size += row.size
  }
}
