/// A value on its way to PostgreSQL: its text and its type.
public struct Bind: Sendable, Hashable {
  /// PostgreSQL's own text form; nil is NULL.
  public var text: String?
  /// The type's oid, 0 to let the server find it.
  public var type: UInt32

  public init(text: String?, type: UInt32) {
    self.text = text
    self.type = type
  }
}

/// What can stand in an interpolation of ``SQL``.
public protocol Bindable: Sendable {
  /// The type's oid in `pg_type`.
  static var type: UInt32 { get }
  var bind: Bind { get }
}

extension Bind: Bindable {
  public static var type: UInt32 { 0 }
  public var bind: Bind { self }
}

extension String: Bindable {
  public static var type: UInt32 { 25 }
  public var bind: Bind { Bind(text: self, type: Self.type) }
}

extension Int: Bindable {
  public static var type: UInt32 { 20 }
  public var bind: Bind { Bind(text: String(self), type: Self.type) }
}

extension Bool: Bindable {
  public static var type: UInt32 { 16 }
  public var bind: Bind { Bind(text: self ? "t" : "f", type: Self.type) }
}

extension Optional: Bindable where Wrapped: Bindable {
  public static var type: UInt32 { Wrapped.type }
  public var bind: Bind { self?.bind ?? Bind(text: nil, type: Self.type) }
}

/// Bytes travel as `bytea`; lists of texts and integers as arrays.
extension Array: Bindable where Element: BindableElement {
  public static var type: UInt32 { Element.arrayType }
  public var bind: Bind { Bind(text: Element.text(of: self), type: Self.type) }
}

/// What can stand in a list that becomes one bind.
public protocol BindableElement: Sendable {
  static var arrayType: UInt32 { get }
  static func text(of list: [Self]) -> String
}

extension Int: BindableElement {
  public static var arrayType: UInt32 { 1016 }
  public static func text(of list: [Int]) -> String {
    "{" + list.map(String.init).joined(separator: ",") + "}"
  }
}

extension String: BindableElement {
  public static var arrayType: UInt32 { 1009 }
  public static func text(of list: [String]) -> String {
    let quoted = list.map {
      "\"" + $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    return "{" + quoted.joined(separator: ",") + "}"
  }
}

extension UInt8: BindableElement {
  public static var arrayType: UInt32 { 17 }
  public static func text(of list: [UInt8]) -> String {
    var text = "\\x"
    for byte in list {
      text += byte < 16 ? "0" : ""
      text += String(byte, radix: 16)
    }
    return text
  }
}
