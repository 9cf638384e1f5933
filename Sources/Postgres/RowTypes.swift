import Foundation

extension Row {
  /// The text of any cell.
  public func string(_ column: String) throws -> String { try decode(column) }
  /// The text of any cell, or `nil` for NULL.
  public func stringIfPresent(_ column: String) throws -> String? { try decodeIfPresent(column) }

  /// A whole number.
  public func int(_ column: String) throws -> Int { try decode(column) }
  /// A whole number, or `nil` for NULL.
  public func intIfPresent(_ column: String) throws -> Int? { try decodeIfPresent(column) }

  /// A truth value.
  public func bool(_ column: String) throws -> Bool { try decode(column) }
  /// A truth value, or `nil` for NULL.
  public func boolIfPresent(_ column: String) throws -> Bool? { try decodeIfPresent(column) }

  /// A number with a fraction, inexact.
  public func double(_ column: String) throws -> Double { try decode(column) }
  /// A number with a fraction, inexact, or `nil` for NULL.
  public func doubleIfPresent(_ column: String) throws -> Double? { try decodeIfPresent(column) }

  /// An exact number of up to 38 digits.
  public func decimal(_ column: String) throws -> Decimal { try decode(column) }
  /// An exact number of up to 38 digits, or `nil` for NULL.
  public func decimalIfPresent(_ column: String) throws -> Decimal? { try decodeIfPresent(column) }

  /// An instant, or the midnight in UTC that begins a date.
  public func date(_ column: String) throws -> Date { try decode(column) }
  /// An instant, or `nil` for NULL.
  public func dateIfPresent(_ column: String) throws -> Date? { try decodeIfPresent(column) }

  /// The bytes of a bytea.
  public func bytes(_ column: String) throws -> [UInt8] { try decode(column) }
  /// The bytes of a bytea, or `nil` for NULL.
  public func bytesIfPresent(_ column: String) throws -> [UInt8]? { try decodeIfPresent(column) }
}
