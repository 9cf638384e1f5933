import Foundation

/// One row of a result; its cells are read by the name of their column.
public struct Row: Sendable {
  /// The result it belongs to.
  public let rows: Rows
  /// Its place there.
  public let index: Int

  /// The value of a cell.
  ///
  /// - Throws: ``RowError`` when there is no such column, the cell is NULL or is of another type.
  public func decode<T: DecodableCell>(_ column: String, as type: T.Type = T.self) throws -> T {
    guard let value = try decodeIfPresent(column, as: type) else {
      throw RowError.null(column: column)
    }
    return value
  }

  /// The value of a cell, or `nil` for NULL.
  ///
  /// - Throws: ``RowError`` when there is no such column or the cell is of another type.
  public func decodeIfPresent<T: DecodableCell>(
    _ column: String, as type: T.Type = T.self
  ) throws -> T? {
    guard let place = rows.place(of: column) else { throw RowError.noColumn(column) }
    guard let bytes = rows.bytes(index, place) else { return nil }
    guard let value = T(cell: bytes) else {
      throw RowError.mismatch(column: column, expected: "\(type)")
    }
    return value
  }

  /// The text of a cell by the place of its column, or `nil` for NULL.
  public subscript(column: Int) -> String? { rows.string(index, column) }
}

/// Why a cell could not be read: always a mistake of the program, not of its user.
public enum RowError: Error, Sendable, Hashable {
  /// The statement returns no column of this name.
  case noColumn(String)
  /// The cell is NULL where a value was expected.
  case null(column: String)
  /// The cell's text is not of the expected type. The text itself is not told: it may be private.
  case mismatch(column: String, expected: String)
  /// The statement answers one row, whatever happens, but there are so many.
  case notSingle(count: Int)
}

extension RowError: CustomStringConvertible {
  /// One sentence that names what is wrong.
  public var description: String {
    switch self {
    case .noColumn(let column): "the result has no column \(column)"
    case .null(let column): "column \(column) is null"
    case .mismatch(let column, let expected): "column \(column) does not hold \(expected)"
    case .notSingle(let count): "the result has \(count) rows instead of one"
    }
  }
}
