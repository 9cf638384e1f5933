extension SQL: ExpressibleByStringInterpolation {
  /// Text written in code.
  public init(stringLiteral value: String) {
    self.init(raw: value)
  }

  /// What an interpolated text has gathered.
  public init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.sql
  }

  /// Gathers text and binds of an interpolated literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    var sql = SQL()

    /// Starts with nothing.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Text written in code.
    public mutating func appendLiteral(_ literal: String) {
      sql.append(raw: literal)
    }

    /// A value, as a bind of its type.
    public mutating func appendInterpolation(_ value: some Bindable) {
      sql.append(bind: value.bind)
    }

    /// A value or NULL, as a bind of the value's type.
    public mutating func appendInterpolation<Value: Bindable>(_ value: Value?) {
      sql.append(bind: value.bind)
    }

    /// Another text with its binds, numbered on.
    public mutating func appendInterpolation(_ other: SQL) {
      sql.append(other)
    }

    /// Another text with its binds, numbered on.
    public mutating func appendInterpolation(sql other: SQL) {
      sql.append(other)
    }

    /// A name, quoted; a dotted one part by part.
    public mutating func appendInterpolation(identifier name: String) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      sql.append(raw: parts.map { SQL.quoted(String($0)) }.joined(separator: "."))
    }

    /// Text of trusted code or of the catalogue, as it is. Never pass what a caller sent.
    public mutating func appendInterpolation(raw text: String) {
      sql.append(raw: text)
    }
  }

  /// The name in double quotes, inner ones doubled; NUL, which no name can hold, is left out.
  public static func quoted(_ name: String) -> String {
    var result = "\""
    for scalar in name.unicodeScalars where scalar.value != 0 {
      if scalar == "\"" { result.unicodeScalars.append(scalar) }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
