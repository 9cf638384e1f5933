import Postgres

/// What becomes of the entries of a calendar from outside.
struct CalendarReport {
  /// A rule and the times beside it as the database takes them, on the clocks of its zone.
  struct Rule: Sendable {
    let zone: String
    let rule: String?
    let isValid: Bool
    let added: [String]
    let omitted: [String]
    /// A year ago: from then on is taken what has more times than can be.
    let since: String

    init(_ row: Row) throws {
      zone = try row.string("zone")
      rule = try row.stringIfPresent("rule")
      isValid = try row.bool("valid")
      added = try row.string("added").split(separator: " ").map(String.init)
      omitted = try row.string("omitted").split(separator: " ").map(String.init)
      since = try row.string("since")
    }
  }

  /// How many meetings and tasks one calendar becomes at most.
  static let most = 20_000
  /// How long rules are computed at most, all together.
  static let patience = Duration.seconds(10)

  /// In which reasons are told.
  let language: Language
  private var skipped: [JSON] = []
  private var bounded: [JSON] = []
  private var taken = 0
  private var spent = Duration.zero

  init(language: Language) { self.language = language }

  /// For the answer.
  var members: [JSON.Member] {
    [.init("skipped", .array(skipped)), .init("bounded", .array(bounded))]
  }

  /// The entry for the database with all its times; nil, and a line in the report, where there is none.
  mutating func take(_ entry: CalendarEntry, _ rule: Rule) -> JSON? {
    guard let start = entry.isEvent ? entry.start : entry.end ?? entry.start else {
      return skip(entry, Text("It has no time.", ru: "Нет времени."))
    }
    guard rule.isValid else {
      let text = entry.rule ?? ""
      return skip(
        entry,
        Text("Its rule is not taken: \(text).", ru: "Её правило не принимается: \(text)."))
    }
    guard taken < Self.most, spent < Self.patience else {
      return skip(
        entry,
        Text(
          "The calendar is too long for one import: send this in another.",
          ru: "Календарь слишком велик для одной загрузки: пришлите это отдельно."))
    }
    // A task that comes again is done once here; a rule of tasks makes the next ones.
    let recurrence = Recurrence(
      rule: entry.isEvent ? rule.rule : nil, start: start.local, added: rule.added,
      omitted: rule.omitted)
    guard let times = times(of: recurrence, rule.since), let first = times.first,
      let last = times.last
    else { return skip(entry, Text("Its rule gives no time.", ru: "Её правило не даёт времени.")) }
    taken += times.count
    if times.count == Recurrence.most || recurrence.isEndless {
      bounded.append(told(entry, Self.bounds(times.count, first, last)))
    }
    return entry.json(start, rule, times)
  }

  /// The first times; of what has too many, those since a year ago. Nil for a rule that cannot be read.
  private mutating func times(of recurrence: Recurrence, _ since: String) -> [String]? {
    let began = ContinuousClock.now
    defer { spent += ContinuousClock.now - began }
    do {
      let first = try recurrence.occurrences()
      guard first.count == Recurrence.most else { return first }
      let later = try recurrence.occurrences(after: since)
      return later.isEmpty ? first : later
    } catch {
      return nil
    }
  }

  private static func bounds(_ count: Int, _ first: String, _ last: String) -> Text {
    let (from, until) = (first.prefix(8), last.prefix(8))
    return Text(
      "It goes on; \(count) times were taken, from \(from) to \(until).",
      ru: "Она продолжается; взято раз: \(count), с \(from) по \(until).")
  }

  private mutating func skip(_ entry: CalendarEntry, _ reason: Text) -> JSON? {
    skipped.append(told(entry, reason))
    return nil
  }

  private func told(_ entry: CalendarEntry, _ reason: Text) -> JSON {
    ["title": .string(entry.title ?? entry.uid ?? ""), "reason": .string(reason[language])]
  }
}

extension CalendarEntry {
  /// For the database.
  fileprivate func json(
    _ start: CalendarTime, _ rule: CalendarReport.Rule, _ times: [String]
  ) -> JSON {
    [
      "event": .bool(isEvent), "uid": .string(uid ?? "\(title ?? "") \(start.local)"),
      "title": .string(title ?? ""), "text": .string(text ?? ""),
      "location": .string(location ?? ""), "zone": .string(rule.zone),
      "all_day": .bool(start.isDay), "seconds": .number(String(seconds(from: start))),
      "cancelled": .bool(status == "CANCELLED"), "done": .bool(status == "COMPLETED"),
      "replaces": replaces?.json ?? .null, "times": .array(times.map { .string($0) }),
    ]
  }

  /// How long an event is; a day where it begins on a day and nothing is told (RFC 5545, 3.6.1).
  fileprivate func seconds(from start: CalendarTime) -> Int {
    guard isEvent else { return 0 }
    if let duration { return max(0, duration) }
    guard let end, let from = start.seconds, let until = end.seconds else {
      return start.isDay ? 86_400 : 0
    }
    return max(0, until - from)
  }
}

extension CalendarTime {
  /// For the database.
  var json: JSON { ["local": .string(local), "zone": zone.map { .string($0) } ?? .null] }

  /// Seconds on the clocks since the beginning of the year 0; of two times of one zone the difference counts.
  fileprivate var seconds: Int? {
    let digits = local.utf8.filter { $0 != UInt8(ascii: "T") }.map { Int($0) - 48 }
    guard digits.count == 14, digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let number = { (from: Int, count: Int) in
      digits[from..<from + count].reduce(0) { $0 * 10 + $1 }
    }
    let (year, month, day) = (number(0, 4), number(4, 2), number(6, 2))
    // Days by the civil calendar: March begins the year, so that the day that is added comes last.
    let shifted = month > 2 ? year : year - 1
    let days =
      365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
      + (153 * ((month + 9) % 12) + 2) / 5 + day
    return days * 86_400 + number(8, 2) * 3_600 + number(10, 2) * 60 + number(12, 2)
  }
}
