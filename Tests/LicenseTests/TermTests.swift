import Foundation
import License
import Testing

@Suite struct `A term` {
  private let term = Sample.annual("2026-12-01", "2027-12-01")

  private func at(_ text: String) -> Date { Instant.parse(text)! }

  @Test func `ends with the last second of its last day in the zone of the file`() {
    let zone = Zone.standard
    #expect(zone.day(of: at("2027-12-01T20:59:59Z")) == Sample.day("2027-12-01"))
    #expect(zone.day(of: at("2027-12-01T21:00:00Z")) == Sample.day("2027-12-02"))
    #expect(Instant.text(zone.end(of: Sample.day("2027-12-01"))) == "2027-12-01T21:00:00Z")
    #expect(term.state(on: zone.day(of: at("2027-12-01T20:59:59Z"))) == .active(daysLeft: 0))
    let grace = TermState.grace(until: Sample.day("2027-12-31"))
    #expect(term.state(on: zone.day(of: at("2027-12-01T21:00:00Z"))) == grace)
  }

  @Test(arguments: [
    ("Asia/Vladivostok", "2027-12-01T13:59:59Z", "2027-12-01"),
    ("Asia/Vladivostok", "2027-12-01T14:00:00Z", "2027-12-02"),
    ("UTC", "2027-12-01T23:59:59Z", "2027-12-01"),
    ("America/New_York", "2027-12-02T04:59:59Z", "2027-12-01"),
    // Days of 23 and 25 hours.
    ("Europe/Berlin", "2027-03-28T21:59:59Z", "2027-03-28"),
    ("Europe/Berlin", "2027-03-28T22:00:00Z", "2027-03-29"),
    ("Europe/Berlin", "2027-10-31T22:59:59Z", "2027-10-31"),
    ("Europe/Berlin", "2027-10-31T23:00:00Z", "2027-11-01"),
  ])
  func `is counted in days of its zone`(zone: String, instant: String, day: String) {
    #expect(Zone(zone)?.day(of: at(instant)) == Sample.day(day))
  }

  @Test(arguments: ["Europe/Berlin", "America/Santiago", "Africa/Cairo", "Europe/Moscow", "UTC"])
  func `has days that begin where the one before ends`(name: String) throws {
    let zone = try #require(Zone(name))
    for offset in 0..<800 {
      let day = Sample.day("2026-01-01").adding(days: offset)
      let start = zone.start(of: day)
      #expect(zone.day(of: start) == day)
      #expect(zone.day(of: start.addingTimeInterval(-1)) == day.adding(days: -1))
    }
  }

  @Test(arguments: [
    ("2026-11-30", "pending"), ("2026-12-01", "active"), ("2027-12-01", "active"),
    ("2027-12-02", "grace"), ("2027-12-31", "grace"), ("2028-01-01", "ended"),
  ])
  func `has its bounds on the day`(today: String, expected: String) {
    let name =
      switch term.state(on: Sample.day(today)) {
      case .pending: "pending"
      case .active: "active"
      case .grace: "grace"
      case .ended: "ended"
      }
    #expect(name == expected)
  }

  @Test func `may last one day`() {
    let day = Term(
      kind: .annual, from: Sample.day("2028-02-29"), until: Sample.day("2028-02-29"), graceDays: 0)
    #expect(day.state(on: Sample.day("2028-02-28")) == .pending(from: Sample.day("2028-02-29")))
    #expect(day.state(on: Sample.day("2028-02-29")) == .active(daysLeft: 0))
    #expect(day.state(on: Sample.day("2028-03-01")) == .ended(since: Sample.day("2028-03-01")))
  }

  @Test func `renews without losing a day`() {
    let day = Sample.day
    #expect(term.renewedUntil(years: 1, today: day("2027-10-01")) == day("2028-12-01"))
    #expect(term.renewedUntil(years: 3, today: day("2027-12-31")) == day("2030-12-01"))
    #expect(term.renewedUntil(years: 1, today: day("2028-01-01")) == day("2029-01-01"))
    #expect(day("2028-02-29").adding(years: 1) == day("2029-02-28"))
    #expect(day("2028-02-29").adding(years: 4) == day("2032-02-29"))
  }

  @Test func `counts the days of the calendar as Foundation does`() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for number in stride(from: 0, to: 60_000, by: 7) {
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400))
      let day = Day(number: number)
      #expect(day.parts == (parts.year!, parts.month!, parts.day!))
      #expect(Day("\(day)") == day)
    }
  }

  @Test(arguments: [
    "2027-02-29", "2026-13-01", "2026-00-01", "2026-1-01", "2026-12-32", "1969-12-31", "",
    "2026-12-01 ", "26-12-01", "2026/12/01", "٢٠٢٦-١٢-٠١",
  ])
  func `has no such day`(text: String) {
    #expect(Day(text) == nil)
  }
}

@Suite struct `An entitlement` {
  @Test func `covers for ever what was released until maintenance ended`() {
    let grant = Sample.grant()
    #expect(grant.entitledUntil == Sample.day("2027-12-01"))
    #expect(throws: Never.self) {
      try grant.judge(build: "3.4.9", seriesDate: Sample.day("2027-12-01"))
    }
    #expect { try grant.judge(build: "3.5.0", seriesDate: Sample.day("2027-12-02")) } throws: {
      ($0 as? Refusal)?.code == .notEntitled
    }
  }

  @Test func `goes with the term where it is annual, and with the first day without maintenance`() {
    let annual = Sample.grant(term: Sample.annual("2026-12-01", "2028-12-01")) {
      $0.maintenance = nil
    }
    #expect(annual.entitledUntil == Sample.day("2028-12-01"))
    #expect(Sample.grant { $0.maintenance = nil }.entitledUntil == Sample.day("2026-12-01"))
  }
}
