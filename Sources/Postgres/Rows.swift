import CPostgres
import Glibc

/// The rows that one statement answered, as libpq holds them; cells are read in place.
public final class Rows: Sendable, RandomAccessCollection {
  // A PGresult never changes once libpq has handed it over, so that any thread may read it.
  nonisolated(unsafe) private let result: OpaquePointer
  public let count: Int
  public let columnCount: Int

  init(_ result: OpaquePointer) {
    self.result = result
    count = Int(PQntuples(result))
    columnCount = Int(PQnfields(result))
  }

  deinit { PQclear(result) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
  public subscript(index: Int) -> Row { Row(rows: self, index: index) }

  /// How many rows the statement touched, or answered.
  public var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

  public var columnNames: [String] {
    (0..<columnCount).map { String(cString: PQfname(result, Int32($0))) }
  }

  /// The type oids of the columns.
  public var columnTypes: [UInt32] { (0..<columnCount).map { PQftype(result, Int32($0)) } }

  /// The place of a column, or nil where no column has that name.
  public func place(of column: String) -> Int? {
    (0..<columnCount).first { strcmp(PQfname(result, Int32($0)), column) == 0 }
  }

  /// The cell's text as PostgreSQL wrote it, valid as long as the rows live; nil is NULL.
  public func bytes(_ row: Int, _ column: Int) -> UnsafeBufferPointer<UInt8>? {
    let (row, column) = (Int32(row), Int32(column))
    guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
      return nil
    }
    let length = Int(PQgetlength(result, row, column))
    return UnsafeRawBufferPointer(start: start, count: length).assumingMemoryBound(to: UInt8.self)
  }

  public func string(_ row: Int, _ column: Int) -> String? {
    bytes(row, column).map { String(decoding: $0, as: UTF8.self) }
  }
}
