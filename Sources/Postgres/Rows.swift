import CPostgres
import Glibc

/// The result of one statement, kept as libpq made it and freed with the last reference.
public final class Rows: Sendable {
  nonisolated(unsafe) private let result: OpaquePointer?
  /// The number of rows.
  public let count: Int
  /// The number of columns.
  public let columnCount: Int

  /// libpq's own result, alive as long as this object.
  var pointer: OpaquePointer? { result }

  /// Takes ownership of a result.
  init(_ result: OpaquePointer?) {
    self.result = result
    count = Int(PQntuples(result))
    columnCount = Int(PQnfields(result))
  }

  deinit { PQclear(result) }

  /// Names of the columns, built anew at each call.
  public var columnNames: [String] { (0..<columnCount).map(columnName) }

  /// Oids of the columns' types, built anew at each call.
  public var columnTypes: [UInt32] { (0..<columnCount).map { PQftype(result, Int32($0)) } }

  /// Rows inserted, updated, deleted or selected.
  public var affected: Int {
    guard let text = PQcmdTuples(result) else { return 0 }
    return Int(String(cString: text)) ?? 0
  }

  /// What the server says it did, such as `COMMIT` or `INSERT 0 1`.
  public var command: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

  /// The text form of a cell, or `nil` for NULL. The bytes live as long as this object.
  public func bytes(_ row: Int, _ column: Int) -> UnsafeBufferPointer<UInt8>? {
    let row = Int32(truncatingIfNeeded: row)
    let column = Int32(truncatingIfNeeded: column)
    let length = Int(PQgetlength(result, row, column))
    if length == 0 && PQgetisnull(result, row, column) != 0 { return nil }
    guard let value = PQgetvalue(result, row, column) else { return nil }
    return UnsafeRawBufferPointer(start: value, count: length).assumingMemoryBound(to: UInt8.self)
  }

  /// The text of a cell, or `nil` for NULL.
  public func string(_ row: Int, _ column: Int) -> String? {
    bytes(row, column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The place of a column by its exact name.
  public func place(of name: String) -> Int? {
    name.withCString { wanted in
      (0..<columnCount).first { column in
        PQfname(result, Int32(column)).map { strcmp($0, wanted) == 0 } ?? false
      }
    }
  }

  /// The row of a statement that answers one, whatever happens.
  ///
  /// - Throws: ``RowError`` when there are none or more.
  public var single: Row {
    get throws {
      guard count == 1 else { throw RowError.notSingle(count: count) }
      return self[0]
    }
  }

  func columnName(_ column: Int) -> String {
    PQfname(result, Int32(column)).map { String(cString: $0) } ?? ""
  }
}

extension Rows: RandomAccessCollection {
  /// 0.
  public var startIndex: Int { 0 }
  /// The number of rows.
  public var endIndex: Int { count }
  /// A row by its place.
  public subscript(index: Int) -> Row { Row(rows: self, index: index) }
}
