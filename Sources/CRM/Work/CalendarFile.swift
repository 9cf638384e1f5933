import CICal

/// The events and tasks of a text of iCalendar (RFC 5545).
struct CalendarFile: Sendable {
  /// In the order of the text.
  let entries: [CalendarEntry]

  /// The text holds no calendar.
  struct Unreadable: Error {}

  /// - Throws: ``Unreadable``.
  init(_ text: String) throws {
    icalerror_set_errors_are_fatal(0)
    guard let root = icalparser_parse_string(text) else { throw Unreadable() }
    defer { icalcomponent_free(root) }
    let calendars =
      icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT
      ? [root] : CalendarComponent.all(ICAL_VCALENDAR_COMPONENT, in: root)
    guard !calendars.isEmpty else { throw Unreadable() }
    entries = calendars.flatMap { calendar in
      [(ICAL_VEVENT_COMPONENT, true), (ICAL_VTODO_COMPONENT, false)].flatMap { kind, isEvent in
        CalendarComponent.all(kind, in: calendar).map {
          CalendarComponent(pointer: $0, calendar: calendar).entry(isEvent: isEvent)
        }
      }
    }
  }
}

/// An event or a task as a calendar tells it.
struct CalendarEntry: Sendable, Hashable {
  /// Whether it is an event (VEVENT); else a task (VTODO).
  var isEvent: Bool
  var uid: String?
  var title: String?
  var text: String?
  var location: String?
  var start: CalendarTime?
  /// Which time of the entry of the same UID this one stands for (RECURRENCE-ID).
  var replaces: CalendarTime?
  /// The end of an event, or when a task is due.
  var end: CalendarTime?
  /// How long, in seconds, where no end is told.
  var duration: Int?
  /// The value of RRULE, as it was written.
  var rule: String?
  var added: [CalendarTime] = []
  var omitted: [CalendarTime] = []
  /// CANCELLED, COMPLETED, CONFIRMED and the like.
  var status: String?
}

/// A time as clocks show it.
struct CalendarTime: Sendable, Hashable {
  /// `20300131T090000`; the midnight of a day.
  var local: String
  /// The IANA name of whose clocks; nil for those of whoever looks.
  var zone: String?
  /// Whether it is a day rather than a time.
  var isDay: Bool
}
