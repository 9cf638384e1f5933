/// One row; its cells by the names of their columns.
public struct Row: Sendable {
  let rows: Rows
  public let index: Int

  /// Why a cell could not be read as what the program takes it for.
  public enum Failure: Error, Sendable, Hashable {
    case noColumn(String)
    case null(String)
    case type(column: String, value: String, expected: String)
  }

  /// - Throws: ``Failure`` when the column does not exist, is NULL, or holds something else.
  public func decode<Value: Cell>(_ column: String, as type: Value.Type = Value.self) throws
    -> Value
  {
    guard let value = try decodeIfPresent(column, as: type) else { throw Failure.null(column) }
    return value
  }

  /// - Throws: ``Failure`` when the column does not exist or holds something else; NULL is nil.
  public func decodeIfPresent<Value: Cell>(
    _ column: String, as type: Value.Type = Value.self
  ) throws -> Value? {
    guard let place = rows.place(of: column) else { throw Failure.noColumn(column) }
    guard let text = rows.string(index, place) else { return nil }
    guard let value = Value(cell: text) else {
      throw Failure.type(column: column, value: text, expected: "\(Value.self)")
    }
    return value
  }

  public func string(_ column: String) throws -> String { try decode(column) }
  public func int(_ column: String) throws -> Int { try decode(column) }
  public func bool(_ column: String) throws -> Bool { try decode(column) }
  public func stringIfPresent(_ column: String) throws -> String? { try decodeIfPresent(column) }
  public func intIfPresent(_ column: String) throws -> Int? { try decodeIfPresent(column) }
  public func boolIfPresent(_ column: String) throws -> Bool? { try decodeIfPresent(column) }
}

/// What a cell can be read as.
public protocol Cell {
  /// Nil when the text is no such value.
  init?(cell text: String)
}

extension String: Cell {
  public init?(cell text: String) { self = text }
}

extension Int: Cell {
  public init?(cell text: String) { self.init(text) }
}

extension Bool: Cell {
  public init?(cell text: String) {
    guard text == "t" || text == "f" else { return nil }
    self = text == "t"
  }
}
