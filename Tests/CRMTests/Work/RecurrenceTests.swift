import Foundation
import Support
import Testing

@testable import CRM

@Suite struct `A recurrence` {
  /// Rules of RFC 5545, 3.8.5.3, with the days that it gives for them.
  private static let cases: [(rule: String, start: String, days: String)] = [
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "19970902", "19970902 19970912 19970922 19971002 19971012"),
    (
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805",
      "19970805 19970810 19970819 19970824"
    ),
    (
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805",
      "19970805 19970817 19970819 19970831"
    ),
    (
      "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "19970922",
      "19970922 19971020 19971117 19971222 19980119 19980216"
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3", "19970928", "19970928 19971029 19971128"),
    (
      "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115",
      "20070115 20070130 20070215 20070315 20070330"
    ),
    (
      "FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "19970101",
      "19970101 19970410 19970719 20000101"
    ),
    ("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "19970519", "19970519 19980518 19990517"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "19970512", "19970512 19980511 19990517"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "19970902", "19980213 19980313 19981113"),
    (
      "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3", "19961105",
      "19961105 20001107 20041102"
    ),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904", "19970904 19971007 19971106"),
    (
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=4", "19970929",
      "19970929 19971030 19971127 19971230"
    ),
    ("FREQ=DAILY;BYMONTH=1;UNTIL=19980103T235959", "19971230", "19980101 19980102 19980103"),
  ]

  @Test func `comes on the days that RFC 5545 gives for its rules`() throws {
    for item in Self.cases {
      let recurrence = Recurrence(rule: item.rule, start: item.start + "T090000")
      let days = try recurrence.occurrences().map { String($0.prefix(8)) }
      #expect(days.joined(separator: " ") == item.days, "\(item.rule)")
    }
  }

  @Test func `has times besides its rule and without some of it, each once, behind a time`() throws
  {
    let recurrence = Recurrence(
      rule: "FREQ=DAILY;BYHOUR=9,18;BYMINUTE=30", start: "20300101T093000",
      added: ["20300102T120000", "20300102T183000"], omitted: ["20300102T093000"])
    let next = try recurrence.occurrences(after: "20300101T093000", most: 4)
    #expect(
      next == ["20300101T183000", "20300102T120000", "20300102T183000", "20300103T093000"])
    let alone = Recurrence(rule: nil, start: "20300101T090000", added: ["20300201T090000"])
    #expect(try alone.occurrences() == ["20300101T090000", "20300201T090000"])
  }

  @Test func `that never ends is bounded and says so`() throws {
    let endless = Recurrence(rule: "FREQ=DAILY", start: "20300101T090000")
    #expect(endless.isEndless)
    #expect(try endless.occurrences().count == Recurrence.most)
    let ending = Recurrence(rule: "FREQ=DAILY;COUNT=3", start: "20300101T090000")
    #expect(try !ending.isEndless && ending.occurrences().count == 3)
    #expect(throws: Recurrence.Unreadable.self) {
      try Recurrence(rule: "FREQ=NEVER", start: "20300101T090000").occurrences()
    }
  }

  /// In each of these libical by itself looks through hundreds or thousands of years.
  @Test(arguments: [
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
    "FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16",
    "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=13;BYDAY=5SU", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
  ])
  func `that contradicts itself never comes`(rule: String) throws {
    let recurrence = Recurrence(rule: rule, start: "20200201T090000")
    #expect(try recurrence.occurrences().isEmpty)
    #expect(try recurrence.occurrences(after: "20300101T000000", most: 1).isEmpty)
  }

  @Test func `goes on from its phase however long ago it began`() throws {
    let cases: [(rule: String, start: String, next: String)] = [
      ("FREQ=HOURLY;INTERVAL=7", "19000101T000000", "20261129T030000"),
      ("FREQ=DAILY;INTERVAL=3", "19000101T090000", "20261129T090000"),
      ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "20261101T090000", "20261129T090000"),
      ("FREQ=HOURLY;INTERVAL=5;COUNT=3", "20261128T200000", "20261129T010000"),
      ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU", "20000101T090000", "20320229T090000"),
    ]
    for item in cases {
      let recurrence = Recurrence(rule: item.rule, start: item.start)
      let next = try recurrence.occurrences(after: "20261129T000000", most: 1)
      #expect(next == [item.next], "\(item.rule)")
    }
    let ended = Recurrence(rule: "FREQ=HOURLY;COUNT=3", start: "20200101T000000")
    #expect(try ended.occurrences(after: "20261129T000000").isEmpty)
    let sorted = Recurrence(rule: "FREQ=DAILY;BYHOUR=18,9;COUNT=3", start: "20300101T120000")
    #expect(
      try sorted.occurrences() == ["20300101T180000", "20300102T090000", "20300102T180000"])
  }

  @Test(.enabled(if: SharedData.isHere))
  func `of a calendar from outside is read and comes as often as it says`() throws {
    let counts = try ["recurrence.ics", "standard_test.ics"].map { name in
      let text = String(decoding: try SharedData.bytes("calendar/\(name)"), as: UTF8.self)
      let entry = try #require(try CalendarFile(text).entries.first)
      let start = try #require(entry.start)
      let rule = try #require(entry.rule).replacing("UNTIL=20061228", with: "UNTIL=20061228T235959")
      return try Recurrence(rule: rule, start: start.local).occurrences().count
    }
    #expect(counts == [12, 10])
  }
}
