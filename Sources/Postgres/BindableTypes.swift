import Foundation

extension String: Bindable {
  /// text
  public static var type: UInt32 { 25 }
  /// The text as it is. A NUL character is refused when the statement is sent.
  public var bind: Bind { Bind(text: self, type: Self.type) }
}

extension Substring: Bindable {
  /// text
  public static var type: UInt32 { 25 }
  /// The text as it is.
  public var bind: Bind { Bind(text: String(self), type: Self.type) }
}

extension Int: Bindable {
  /// int8
  public static var type: UInt32 { 20 }
  /// Decimal digits.
  public var bind: Bind { Bind(text: String(self), type: Self.type) }
}

extension Int64: Bindable {
  /// int8
  public static var type: UInt32 { 20 }
  /// Decimal digits.
  public var bind: Bind { Bind(text: String(self), type: Self.type) }
}

extension Int32: Bindable {
  /// int4
  public static var type: UInt32 { 23 }
  /// Decimal digits.
  public var bind: Bind { Bind(text: String(self), type: Self.type) }
}

extension UInt32: Bindable {
  /// oid
  public static var type: UInt32 { 26 }
  /// Decimal digits.
  public var bind: Bind { Bind(text: String(self), type: Self.type) }
}

extension Bool: Bindable {
  /// bool
  public static var type: UInt32 { 16 }
  /// `t` or `f`.
  public var bind: Bind { Bind(text: self ? "t" : "f", type: Self.type) }
}

extension Double: Bindable {
  /// float8
  public static var type: UInt32 { 701 }
  /// The shortest text that reads back as the same number.
  public var bind: Bind {
    if isNaN { return Bind(text: "NaN", type: Self.type) }
    if isInfinite { return Bind(text: self < 0 ? "-Infinity" : "Infinity", type: Self.type) }
    return Bind(text: description, type: Self.type)
  }
}

extension Decimal: Bindable {
  /// numeric
  public static var type: UInt32 { 1700 }
  /// All digits, with a point.
  public var bind: Bind {
    Bind(text: isNaN ? "NaN" : description, type: Self.type)
  }
}

extension Date: Bindable {
  /// timestamptz
  public static var type: UInt32 { 1184 }
  /// The instant in UTC, rounded to microseconds.
  public var bind: Bind { Bind(text: TimestampText.write(self), type: Self.type) }
}

extension UUID: Bindable {
  /// uuid
  public static var type: UInt32 { 2950 }
  /// Lower-case hexadecimal groups.
  public var bind: Bind { Bind(text: uuidString.lowercased(), type: Self.type) }
}
