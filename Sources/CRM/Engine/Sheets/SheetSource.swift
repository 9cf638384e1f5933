import NIOCore
import NIOPosix
import Postgres
import Synchronization

/// Rows on their way into a workbook, which is complete before its first byte goes out.
struct SheetSource: Sendable {
  private let rows: Postgres.Cursor
  private let statement: ExportStatement
  private let name: String
  private let isAbandoned: @Sendable () -> Bool

  /// - Parameters:
  ///   - name: Of the sheet.
  ///   - isAbandoned: Whether nobody waits for the file any more.
  init(
    _ rows: Postgres.Cursor, _ statement: ExportStatement, name: String,
    isAbandoned: @escaping @Sendable () -> Bool
  ) {
    (self.rows, self.statement, self.name) = (rows, statement, name)
    self.isAbandoned = isAbandoned
  }

  /// Writes all rows; what is handed over of the file is counted.
  ///
  /// - Throws: a 422 for what does not fit into a sheet, `CancellationError` when nobody waits any more.
  func body(_ journal: ExportJournal) async throws -> Answer.Body {
    let columns = zip(statement.names, statement.types).map { (name: $0, type: $1) }
    let book = Book(try SheetWriter(name, columns: columns))
    for try await chunk in rows {
      guard !isAbandoned() else { throw CancellationError() }
      try await book.append(chunk, from: statement.start)
    }
    let (file, count) = try await book.close()
    let pieces = Pieces(file)
    return .stream {
      guard let piece = try await pieces.next() else {
        try await journal.finish()
        return nil
      }
      journal.count(rows: count, bytes: piece.readableBytes)
      return piece
    }
  }

  /// The file, piece by piece.
  private actor Pieces {
    private let file: Spool
    private var place = 0

    init(_ file: Spool) { self.file = file }

    func next() async throws -> ByteBuffer? {
      let piece = try await file.read(at: place)
      place += piece?.readableBytes ?? 0
      return piece
    }
  }

  /// A workbook that is written on threads of its own, since putting a large one together takes long.
  private final class Book: Sendable {
    private let writer: Mutex<SheetWriter>

    init(_ writer: sending SheetWriter) { self.writer = Mutex(writer) }

    private static let threads: NIOThreadPool = {
      let threads = NIOThreadPool(numberOfThreads: 2)
      threads.start()
      return threads
    }()

    func append(_ rows: Rows, from start: Int) async throws {
      try await Self.threads.runIfActive {
        try self.writer.withLock { writer in
          for row in 0..<rows.count { try writer.append { rows.string(row, start + $0) } }
          try writer.weigh()
        }
      }
    }

    func close() async throws -> (Spool, rows: Int) {
      try await Self.threads.runIfActive {
        try self.writer.withLock { (try $0.close(), $0.rows) }
      }
    }
  }
}
