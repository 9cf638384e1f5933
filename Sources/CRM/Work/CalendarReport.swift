/// What becomes of the entries of a calendar from outside.
struct CalendarReport {
  /// A rule and zone as the database takes them.
  struct Rule: Sendable {
    let zone: String
    let rule: String?
    let isValid: Bool
  }

  /// In which reasons are told.
  let language: Language
  private var skipped: [JSON] = []
  private var bounded: [JSON] = []

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
    // A task that comes again is done once here; a rule of tasks makes the next ones.
    let recurrence = Recurrence(
      rule: entry.isEvent ? rule.rule : nil, start: start.local,
      added: entry.added.map(\.local), omitted: entry.omitted.map(\.local))
    guard let times = try? recurrence.occurrences(), !times.isEmpty else {
      return skip(entry, Text("Its rule gives no time.", ru: "Её правило не даёт времени."))
    }
    if entry.isEvent, times.count == Recurrence.most {
      bounded.append(
        told(
          entry,
          Text(
            "It goes on; the first \(Recurrence.most) times were taken.",
            ru: "Она продолжается; взяты первые \(Recurrence.most) раз.")))
    }
    return [
      "event": .bool(entry.isEvent),
      "uid": .string(entry.uid ?? "\(entry.title ?? "") \(start.local)"),
      "title": .string(entry.title ?? ""), "text": .string(entry.text ?? ""),
      "location": .string(entry.location ?? ""), "zone": .string(rule.zone),
      "all_day": .bool(start.isDay), "seconds": .number(String(entry.seconds(from: start))),
      "cancelled": .bool(entry.status == "CANCELLED"), "done": .bool(entry.status == "COMPLETED"),
      "times": .array(times.map { .string($0) }),
    ]
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
