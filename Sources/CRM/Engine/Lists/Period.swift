import Postgres

/// A stretch of days by its name, judged in the caller's time zone.
struct Period: Sendable {
  /// The first day and the day behind the last, as SQL over `today`.
  private let first: @Sendable (SQL) -> SQL
  private let end: @Sendable (SQL) -> SQL

  static let words =
    "today yesterday tomorrow this_week last_month next_quarter this_year last_30_days next_7_days …"

  /// - Throws: ``FieldValue/Mismatch`` when there is no such period.
  init(_ word: String) throws {
    switch word {
    case "today": self.init(from: 0, to: 1)
    case "yesterday": self.init(from: -1, to: 0)
    case "tomorrow": self.init(from: 1, to: 2)
    default:
      let parts = word.split(separator: "_").map(String.init)
      if parts.count == 2, let step = Self.steps[parts[0]], Self.units.contains(parts[1]) {
        self.init(unit: parts[1], step: step)
      } else if parts.count == 3, parts[2] == "days", let days = Int(parts[1]),
        (1...3660).contains(days), parts[0] == "last" || parts[0] == "next"
      {
        self.init(from: parts[0] == "last" ? 1 - days : 0, to: parts[0] == "last" ? 1 : days)
      } else {
        throw FieldValue.Mismatch(Self.words, ru: Self.words)
      }
    }
  }

  private static let steps = ["last": -1, "this": 0, "next": 1]
  private static let units: Set = ["week", "month", "quarter", "year"]

  private init(from: Int, to: Int) {
    first = { "(\($0) + \(raw: String(from)))" }
    end = { "(\($0) + \(raw: String(to)))" }
  }

  private init(unit: String, step: Int) {
    let interval = unit == "quarter" ? "3 months" : "1 \(unit)"
    first = {
      "(date_trunc('\(raw: unit)', \($0)::timestamp) + \(raw: String(step)) * interval '\(raw: interval)')::date"
    }
    end = {
      "(date_trunc('\(raw: unit)', \($0)::timestamp) + \(raw: String(step + 1)) * interval '\(raw: interval)')::date"
    }
  }

  func condition(_ field: FieldReference, zone: String) -> SQL {
    let today: SQL = "(now() at time zone \(zone))::date"
    guard field.column.type == .instant else {
      return "\(field.sql) >= \(first(today)) and \(field.sql) < \(end(today))"
    }
    return
      "\(field.sql) >= \(first(today))::timestamp at time zone \(zone) and \(field.sql) < \(end(today))::timestamp at time zone \(zone)"
  }
}
