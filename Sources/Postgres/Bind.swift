/// A value on its way to the server, in PostgreSQL's text form.
public struct Bind: Sendable, Hashable {
  /// The value as PostgreSQL's input function reads it; `nil` is NULL.
  public var text: String?
  /// The oid of its type; 0 lets the server infer it.
  public var type: UInt32

  /// A value of a type given by its oid.
  public init(text: String?, type: UInt32 = 0) {
    self.text = text
    self.type = type
  }
}

/// What may stand in the interpolation of ``SQL``.
public protocol Bindable: Sendable {
  /// The oid that NULL of this type is bound with; 0 lets the server infer it.
  static var type: UInt32 { get }
  /// The value in PostgreSQL's text form with its type.
  var bind: Bind { get }
}

extension Bindable {
  /// 0: the server infers the type.
  public static var type: UInt32 { 0 }
}

extension Bind: Bindable {
  /// Itself.
  public var bind: Bind { self }
}

extension Optional: Bindable where Wrapped: Bindable {
  /// The type of what is wrapped.
  public static var type: UInt32 { Wrapped.type }
  /// The wrapped value, or NULL of its type.
  public var bind: Bind { self?.bind ?? Bind(text: nil, type: Wrapped.type) }
}

extension Bindable where Self: RawRepresentable, RawValue: Bindable {
  /// The type of the raw value.
  public static var type: UInt32 { RawValue.type }
  /// The raw value.
  public var bind: Bind { rawValue.bind }
}
