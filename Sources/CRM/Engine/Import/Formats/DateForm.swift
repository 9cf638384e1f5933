import Foundation

/// A way to write dates: `dd.mm.yyyy`, `d month yyyy hh:mm`.
///
/// Its parts are d, m, yy or yyyy, month for a name in English or Russian, and at the end hh:mm or hh:mm:ss; all
/// else stands for itself.
struct DateForm: Sendable {
  enum Part: Sendable, Hashable {
    case day, month, monthName, year, shortYear, hour, minute, second
    case literal(Character)
  }

  /// What is read: the numbers of the parts.
  typealias Moment = [Part: Int]

  let pattern: String
  let parts: [Part]
  /// In which an instant is meant.
  let zone: TimeZone

  init(_ json: JSON, _ pointer: String) throws {
    guard let pattern = json["date"]?.string, let parts = Self.parts(pattern) else {
      throw ImportMapping.wrong("\(pointer)/date", Self.right)
    }
    let name = (json["zone"] ?? "UTC").string ?? ""
    guard let zone = TimeZone(identifier: name) else {
      throw ImportMapping.wrong(
        "\(pointer)/zone",
        Text(
          "The IANA name of a time zone, such as Europe/Moscow.",
          ru: "Имя часового пояса IANA, например Europe/Moscow."))
    }
    (self.pattern, self.parts, self.zone) = (pattern, parts, zone)
  }

  /// Nil where the pattern is none.
  init?(_ pattern: String, zone: TimeZone = .gmt) {
    guard let parts = Self.parts(pattern) else { return nil }
    (self.pattern, self.parts, self.zone) = (pattern, parts, zone)
  }

  private static let right = Text(
    "A pattern of d, m or month, yy or yyyy, such as dd.mm.yyyy, mm/dd/yyyy, d month yyyy, dd.mm.yyyy hh:mm.",
    ru:
      "Шаблон из d, m или month, yy или yyyy, например dd.mm.yyyy, mm/dd/yyyy, d month yyyy, dd.mm.yyyy hh:mm."
  )

  private static let times: [(suffix: String, parts: [Part])] = [
    ("hh:mm:ss", [.hour, .literal(":"), .minute, .literal(":"), .second]),
    ("hh:mm", [.hour, .literal(":"), .minute]),
  ]

  private static let tokens: [(word: String, part: Part)] = [
    ("month", .monthName), ("yyyy", .year), ("yy", .shortYear), ("mm", .month), ("m", .month),
    ("dd", .day), ("d", .day),
  ]

  private static func parts(_ pattern: String) -> [Part]? {
    let time = times.first { pattern.hasSuffix($0.suffix) }
    var rest = pattern.dropLast(time?.suffix.count ?? 0)
    var parts: [Part] = []
    while let first = rest.first {
      if let token = tokens.first(where: { rest.hasPrefix($0.word) }) {
        parts.append(token.part)
        rest = rest.dropFirst(token.word.count)
      } else {
        guard !first.isLetter || first == "T", !first.isNumber else { return nil }
        parts.append(.literal(first))
        rest = rest.dropFirst()
      }
    }
    let kinds: [Set<Part>] = [[.day], [.month, .monthName], [.year, .shortYear]]
    let isWhole = kinds.allSatisfy { kind in parts.count { kind.contains($0) } == 1 }
    return isWhole && pattern.count <= 40 ? parts + (time?.parts ?? []) : nil
  }

  /// Its digits stand side by side, so that each part has as many as it has letters.
  var isCompact: Bool {
    if case .literal = parts[1] { false } else { true }
  }
}

extension DateForm {
  /// `YYYY-MM-DD`; a time of day that the pattern has is left out.
  ///
  /// - Throws: ``FieldValue/Mismatch``.
  func date(_ text: String) throws(FieldValue.Mismatch) -> String { try Self.iso(moment(text)) }

  /// RFC 3339 in UTC, from a time of the zone.
  ///
  /// - Throws: ``FieldValue/Mismatch``, also for a time that the zone's clocks leave out or show twice.
  func instant(_ text: String) throws(FieldValue.Mismatch) -> String {
    let moment = try moment(text)
    let days = Self.days(moment[.year] ?? 0, moment[.month] ?? 0, moment[.day] ?? 0)
    let time = (moment[.hour] ?? 0) * 3600 + (moment[.minute] ?? 0) * 60 + (moment[.second] ?? 0)
    let local = days * 86400 + time
    let offsets = Set(
      [-86400, 86400].map {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: .init(local + $0)))
      }
    ).filter {
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: .init(local - $0))) == $0
    }
    guard let offset = offsets.first, offsets.count == 1 else { throw unclear(offsets.isEmpty) }
    return Date(timeIntervalSince1970: .init(local - offset)).formatted(.iso8601)
  }

  private func unclear(_ isLeftOut: Bool) -> FieldValue.Mismatch {
    isLeftOut
      ? .init(
        "The clocks of \(zone.identifier) leave this time out.",
        ru: "На часах \(zone.identifier) такого времени не было.")
      : .init(
        "The clocks of \(zone.identifier) show this time twice.",
        ru: "На часах \(zone.identifier) это время было дважды.")
  }

  private static func iso(_ moment: Moment) -> String {
    let pad = { (part: Part, width: Int) in
      let digits = String(moment[part] ?? 0)
      return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
    return "\(pad(.year, 4))-\(pad(.month, 2))-\(pad(.day, 2))"
  }

  /// Days since 1970-01-01 in the Gregorian calendar.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let (era, month) = (year / 400, (month + 9) % 12)
    let dayOfYear = (153 * month + 2) / 5 + day - 1
    let yearOfEra = year - era * 400
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The numbers of the text's parts.
  ///
  /// - Throws: ``FieldValue/Mismatch``.
  private func moment(_ text: String) throws(FieldValue.Mismatch) -> Moment {
    var scanner = DateScanner(text, isCompact: isCompact)
    guard let moment = scanner.moment(parts),
      (moment[.hour] ?? 0) < 24, (moment[.minute] ?? 0) < 60, (moment[.second] ?? 0) < 60,
      (try? FieldValue.date(Self.iso(moment))) != nil
    else {
      throw FieldValue.Mismatch(
        "A date of the form \(pattern) is expected.", ru: "Ожидается дата вида \(pattern).")
    }
    return moment
  }
}
