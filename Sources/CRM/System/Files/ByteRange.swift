/// Which bytes a client wants of a whole (RFC 9110, 14.2).
enum ByteRange: Equatable, Sendable {
  /// All, also where the header cannot be read or names several ranges.
  case whole
  case part(Range<Int>)
  /// It begins behind the end.
  case unsatisfiable

  /// - Parameter size: Of the whole.
  init(_ header: String?, of size: Int) {
    guard let match = header?.trimmed.wholeMatch(of: /(?i)bytes\s*=\s*([0-9]*)-([0-9]*)/) else {
      self = .whole
      return
    }
    let (first, last) = (Self.number(match.output.1), Self.number(match.output.2))
    switch (first, last) {
    case (nil, nil): self = .whole
    case (nil, let count?): self = Self.last(count, of: size)
    case (let first?, let last?) where last < first: self = .whole
    case (let first?, let last):
      self = first < size ? .part(first..<min(last ?? .max, size - 1) + 1) : .unsatisfiable
    }
  }

  /// The last so many bytes.
  private static func last(_ count: Int, of size: Int) -> ByteRange {
    count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
  }

  /// Nil for no digits; more than fit are as many as there can be.
  private static func number(_ digits: Substring) -> Int? {
    digits.isEmpty ? nil : Int(digits) ?? .max
  }
}
