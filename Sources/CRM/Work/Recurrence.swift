import CICal

/// What comes again, by RFC 5545: a rule (RRULE), times besides (RDATE) and times left out (EXDATE).
///
/// All times are on the clocks of one place, as `20300131T090000`, so that nine o'clock stays nine o'clock; they sort
/// as texts. The database knows the zones and makes instants of them.
struct Recurrence: Sendable, Hashable {
  /// The value of an RRULE whose UNTIL, if any, is on the same clocks; nil where only ``added`` come.
  var rule: String?
  /// When it begins (DTSTART).
  var start: String
  /// Times besides those of the rule.
  var added: [String] = []
  /// Times that are left out.
  var omitted: [String] = []

  /// How many occurrences are computed at most, of what never ends too.
  static let most = 500

  /// For how many years behind the time that is asked for a rule is followed, so that one that contradicts itself is
  /// given up soon.
  static let years = Int(CICAL_YEARS)

  /// The rule is none of RFC 5545.
  struct Unreadable: Error {}

  /// Whether it goes on for ever, so that whatever is told of it is a part.
  var isEndless: Bool {
    guard let rule else { return false }
    return !rule.contains("COUNT=") && !rule.contains("UNTIL=")
  }

  /// The first occurrences behind a time, in order, each once; of a rule those of at most ``years`` years.
  ///
  /// - Parameter most: 1 to ``most``.
  /// - Throws: ``Unreadable``.
  func occurrences(after: String? = nil, most: Int = Self.most) throws -> [String] {
    let omitted = Set(omitted)
    let others = (rule == nil ? [start] : []) + added.filter { $0 >= start }
    let regular = try regular(after: after, most: most + omitted.count)
    let all = Set(regular).union(others.filter { time in after.map { time > $0 } ?? true })
    return Array(all.subtracting(omitted).sorted().prefix(most))
  }

  private func regular(after: String?, most: Int) throws -> [String] {
    guard let rule else { return [] }
    let size = Int(CICAL_TIME_SIZE)
    var bytes = [CChar](repeating: 0, count: most * size)
    let found = cical_occurrences(rule, start, after, Int32(most), &bytes)
    guard found >= 0 else { throw Unreadable() }
    return (0..<Int(found)).map { place in
      let time = bytes[place * size..<place * size + size - 1]
      return String(decoding: time.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
