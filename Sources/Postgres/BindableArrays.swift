/// What may be an element of an array that is bound.
public protocol BindableElement: Sendable {
  /// The oid of the type that holds many of these.
  static var arrayType: UInt32 { get }
  /// The elements in PostgreSQL's text form.
  static func text(of elements: [Self]) -> String
}

extension Array: Bindable where Element: BindableElement {
  /// The array type of the element; bytea for bytes.
  public static var type: UInt32 { Element.arrayType }
  /// `{…}`, or `\x…` for bytes.
  public var bind: Bind { Bind(text: Element.text(of: self), type: Self.type) }
}

extension UInt8: BindableElement {
  /// bytea
  public static var arrayType: UInt32 { 17 }

  /// `\x` and two hexadecimal digits a byte.
  public static func text(of elements: [UInt8]) -> String {
    let digits: StaticString = "0123456789abcdef"
    return String(unsafeUninitializedCapacity: elements.count * 2 + 2) { buffer in
      buffer[0] = UInt8(ascii: "\\")
      buffer[1] = UInt8(ascii: "x")
      for (index, byte) in elements.enumerated() {
        buffer[index * 2 + 2] = digits.utf8Start[Int(byte >> 4)]
        buffer[index * 2 + 3] = digits.utf8Start[Int(byte & 15)]
      }
      return elements.count * 2 + 2
    }
  }
}

extension Int: BindableElement {
  /// int8[]
  public static var arrayType: UInt32 { 1016 }

  /// `{1,2,3}`
  public static func text(of elements: [Int]) -> String {
    "{" + elements.map { String($0) }.joined(separator: ",") + "}"
  }
}

extension Bool: BindableElement {
  /// bool[]
  public static var arrayType: UInt32 { 1000 }

  /// `{t,f}`
  public static func text(of elements: [Bool]) -> String {
    "{" + elements.map { $0 ? "t" : "f" }.joined(separator: ",") + "}"
  }
}

extension String: BindableElement {
  /// text[]
  public static var arrayType: UInt32 { 1009 }

  /// `{"…","…"}` with quotes and backslashes escaped.
  public static func text(of elements: [String]) -> String {
    "{" + elements.map(\.arrayElement).joined(separator: ",") + "}"
  }

  fileprivate var arrayElement: String {
    var result = "\""
    for scalar in unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result.unicodeScalars.append("\\") }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}

extension Optional: BindableElement where Wrapped == String {
  /// text[]
  public static var arrayType: UInt32 { 1009 }

  /// Like an array of texts, with NULL for what is absent.
  public static func text(of elements: [String?]) -> String {
    "{" + elements.map { $0?.arrayElement ?? "NULL" }.joined(separator: ",") + "}"
  }
}
