import CICal

/// A part of a calendar that libical has read; it lives as long as the calendar.
struct CalendarComponent {
  let pointer: OpaquePointer
  /// Which has the zones that times speak of.
  let calendar: OpaquePointer

  static func all(_ kind: icalcomponent_kind, in parent: OpaquePointer) -> [OpaquePointer] {
    var found: [OpaquePointer] = []
    var next = icalcomponent_get_first_component(parent, kind)
    while let component = next {
      found.append(component)
      next = icalcomponent_get_next_component(parent, kind)
    }
    return found
  }

  func entry(isEvent: Bool) -> CalendarEntry {
    var entry = CalendarEntry(isEvent: isEvent)
    entry.uid = text(ICAL_UID_PROPERTY)
    entry.title = text(ICAL_SUMMARY_PROPERTY)
    entry.text = text(ICAL_DESCRIPTION_PROPERTY)
    entry.location = text(ICAL_LOCATION_PROPERTY)
    entry.status = text(ICAL_STATUS_PROPERTY)
    entry.rule = text(ICAL_RRULE_PROPERTY)
    entry.start = times(ICAL_DTSTART_PROPERTY).first
    entry.replaces = times(ICAL_RECURRENCEID_PROPERTY).first
    entry.end = times(isEvent ? ICAL_DTEND_PROPERTY : ICAL_DUE_PROPERTY).first
    entry.added = times(ICAL_RDATE_PROPERTY)
    entry.omitted = times(ICAL_EXDATE_PROPERTY)
    if let property = icalcomponent_get_first_property(pointer, ICAL_DURATION_PROPERTY) {
      entry.duration = Int(icaldurationtype_as_int(icalproperty_get_duration(property)))
    }
    return entry
  }

  private func properties(_ kind: icalproperty_kind) -> [OpaquePointer] {
    var found: [OpaquePointer] = []
    var next = icalcomponent_get_first_property(pointer, kind)
    while let property = next {
      found.append(property)
      next = icalcomponent_get_next_property(pointer, kind)
    }
    return found
  }

  /// Texts as they are meant; other values as they are written.
  private func text(_ kind: icalproperty_kind) -> String? {
    guard let property = icalcomponent_get_first_property(pointer, kind),
      let value = icalproperty_get_value(property)
    else { return nil }
    if icalvalue_isa(value) == ICAL_TEXT_VALUE {
      return icalvalue_get_text(value).map { String(cString: $0) }
    }
    return icalproperty_get_value_as_string(property).map { String(cString: $0) }
  }

  private func times(_ kind: icalproperty_kind) -> [CalendarTime] {
    properties(kind).compactMap { property in
      guard let value = icalproperty_get_value(property) else { return nil }
      let time =
        icalvalue_isa(value) == ICAL_DATETIMEPERIOD_VALUE
        ? icalvalue_get_datetimeperiod(value).time : icalvalue_get_datetime(value)
      guard icaltime_is_null_time(time) == 0, icaltime_is_valid_time(time) != 0 else { return nil }
      let named = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER)
        .flatMap { icalparameter_get_tzid($0) }.map { String(cString: $0) }
      return self.time(time, named)
    }
  }

  /// A zone that only the file knows is reckoned to UTC by what the file says of it.
  private func time(_ time: icaltimetype, _ named: String?) -> CalendarTime {
    if icaltime_is_utc(time) != 0 { return Self.told(time, zone: "UTC") }
    guard let named, time.is_date == 0 else { return Self.told(time, zone: nil) }
    if named.wholeMatch(of: /[A-Z][A-Za-z]+(\/[A-Za-z0-9_+-]+)*/) != nil {
      return Self.told(time, zone: named)
    }
    guard let zone = icalcomponent_get_timezone(calendar, named) else {
      return Self.told(time, zone: nil)
    }
    var placed = time
    placed.zone = zone
    return Self.told(
      icaltime_convert_to_zone(placed, icaltimezone_get_utc_timezone()), zone: "UTC")
  }

  private static func told(_ time: icaltimetype, zone: String?) -> CalendarTime {
    let numbers = [
      (time.year, 4), (time.month, 2), (time.day, 2), (time.hour, 2), (time.minute, 2),
      (time.second, 2),
    ].map { number, width in
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return CalendarTime(
      local: numbers[0...2].joined() + "T" + numbers[3...5].joined(), zone: zone,
      isDay: time.is_date != 0)
  }
}
