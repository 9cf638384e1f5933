/// SQL text with its binds: an interpolated value becomes `$n`, never text.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
  public private(set) var text: String
  public private(set) var binds: [Bind]

  public init(stringLiteral text: String) {
    self.text = text
    binds = []
  }

  public init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
    binds = stringInterpolation.binds
  }

  /// Text that comes from the program or the database's own catalogue, never from a client.
  public init(raw text: String) {
    self.text = text
    binds = []
  }

  public static func + (left: SQL, right: SQL) -> SQL { "\(left)\(right)" }

  public static func += (left: inout SQL, right: SQL) { left.append(right) }

  /// Adds a piece behind this one; its binds are numbered on.
  public mutating func append(_ other: SQL) { self = self + other }
}

extension SQL {
  public struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var binds: [Bind] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 4 * interpolationCount)
      binds.reserveCapacity(interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// A value: `$n`.
    public mutating func appendInterpolation(_ value: some Bindable) {
      binds.append(value.bind)
      text += "$\(binds.count)"
    }

    /// A piece of SQL with binds of its own.
    public mutating func appendInterpolation(_ piece: SQL) {
      text += binds.isEmpty ? piece.text : piece.renumbered(by: binds.count)
      binds += piece.binds
    }

    /// A name of the database, quoted; a dotted one part by part.
    public mutating func appendInterpolation(identifier name: String) {
      text += name.split(separator: ".", omittingEmptySubsequences: false).map {
        "\"\($0.replacing("\"", with: "\"\""))\""
      }.joined(separator: ".")
    }

    /// Text from the program or the catalogue, as it is.
    public mutating func appendInterpolation(raw text: String) { self.text += text }
  }

  private func renumbered(by shift: Int) -> String {
    guard !binds.isEmpty else { return text }
    return text.replacing(/\$([0-9]+)/) { match in
      "$\((Int(match.output.1) ?? 0) + shift)"
    }
  }
}

extension [SQL] {
  /// The pieces with `separator` between them.
  public func joined(_ separator: String) -> SQL {
    var all = SQL(raw: "")
    for (index, piece) in enumerated() {
      if index > 0 { all.append(SQL(raw: separator)) }
      all.append(piece)
    }
    return all
  }
}
