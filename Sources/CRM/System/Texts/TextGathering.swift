/// A text while it is read, up to its bounds in size and time.
final class TextGathering {
  let limits: TextLimits
  private var bytes: [UInt8] = []
  private let end: ContinuousClock.Instant
  private let isAbandoned: @Sendable () -> Bool
  private var looks = 0

  /// - Parameter isAbandoned: Whether nobody waits for the text any more.
  init(_ limits: TextLimits, isAbandoned: @escaping @Sendable () -> Bool) {
    self.limits = limits
    self.isAbandoned = isAbandoned
    end = ContinuousClock.now + limits.time
  }

  /// - Throws: ``TextFailure/tooSlow``, `CancellationError`.
  func check() throws {
    if isAbandoned() { throw CancellationError() }
    if ContinuousClock.now > end { throw TextFailure.tooSlow }
  }

  /// The same for who asks at every tag: the clock is looked at now and then.
  func look() throws {
    looks += 1
    if looks % 256 == 0 { try check() }
  }

  /// - Throws: ``TextFailure/tooLong``; what fits is kept.
  func append(_ piece: some Collection<UInt8>) throws {
    try look()
    let room = limits.text - bytes.count
    bytes.append(contentsOf: piece.prefix(room))
    if piece.count > room { throw TextFailure.tooLong }
  }

  func append(_ text: String) throws { try append(text.utf8) }

  /// What was gathered: white space as one space or one end of line, and no characters that are none of a text, such
  /// as the marks of `system.excerpt`.
  var text: String {
    var out = String.UnicodeScalarView()
    var gap: Unicode.Scalar?
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.properties.isWhitespace {
        gap = gap == "\n" || scalar == "\n" || scalar == "\r" ? "\n" : " "
      } else if !Self.isNone(scalar) {
        if let gap, !out.isEmpty { out.append(gap) }
        gap = nil
        out.append(scalar)
      }
    }
    return String(out)
  }

  private static func isNone(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .privateUse, .unassigned, .surrogate: true
    default: scalar == "\u{FFFD}" || scalar == "\u{AD}"
    }
  }
}
