/// How long a licence runs: calendar days, both ends inclusive.
public struct Term: Sendable, Hashable {
  /// How a licence was bought.
  public enum Kind: String, Sendable, CaseIterable {
    /// For years, then it ends.
    case annual
    /// For ever.
    case perpetual
  }

  /// How it was bought.
  public var kind: Kind
  /// The first day.
  public var from: Day
  /// The last day, or nil for a perpetual one.
  public var until: Day?
  /// How many days before the end administrators are warned; 0 to 366.
  public var warnDays: Int
  /// How many days after the end work goes on; 0 to 366.
  public var graceDays: Int

  /// A term of its parts.
  public init(kind: Kind, from: Day, until: Day?, warnDays: Int = 60, graceDays: Int = 30) {
    self.kind = kind
    self.from = from
    self.until = until
    self.warnDays = warnDays
    self.graceDays = graceDays
  }

  init(_ fields: Fields) throws {
    kind = try fields.choice("kind")
    from = try fields.day("from")
    until = try fields.dayIfPresent("until")
    warnDays = try fields.int("warn_days", 0...366)
    graceDays = try fields.int("grace_days", 0...366)
    try judge(fields)
  }

  private func judge(_ fields: Fields) throws {
    let name = fields.name("until")
    switch (kind, until) {
    case (.annual, nil):
      throw Refusal.field(
        name, "is null; an annual licence has a last day",
        "содержит null; у годовой лицензии есть последний день")
    case (.perpetual, .some):
      throw Refusal.field(
        name, "has a day; a perpetual licence has none",
        "содержит день; у бессрочной лицензии его нет")
    default: break
    }
    if let until, until < from { throw Period.reversed(name) }
  }

  var value: Value {
    [
      "kind": .string(kind.rawValue), "from": .string("\(from)"),
      "until": Value(until.map { "\($0)" }), "warn_days": Value(warnDays),
      "grace_days": Value(graceDays),
    ]
  }
}

/// Calendar days from a first to a last one, both inclusive.
public struct Period: Sendable, Hashable {
  /// The first day.
  public var from: Day
  /// The last day.
  public var until: Day

  /// A period of its ends.
  public init(from: Day, until: Day) {
    self.from = from
    self.until = until
  }

  init(_ fields: Fields) throws {
    from = try fields.day("from")
    until = try fields.day("until")
    if until < from { throw Self.reversed(fields.name("until")) }
  }

  /// Whether the day lies in it.
  public func contains(_ day: Day) -> Bool { from <= day && day <= until }

  static func reversed(_ name: String) -> Refusal {
    .field(name, "lies before the first day", "раньше первого дня")
  }

  var value: Value { ["from": .string("\(from)"), "until": .string("\(until)")] }
}
