extension Resource {
  /// Which days are worked.
  static let calendars = Resource("calendars", table: "staff.calendar", label: "name")

  /// A year that has been entered into a calendar.
  static let calendarYears = Resource(
    "calendar-years", table: "staff.calendar_year", label: "year")

  /// A day that is not as its day of the week.
  static let calendarDays = Resource("calendar-days", table: "staff.calendar_day", label: "day")

  /// A kind of absence, and how it counts.
  static let absenceTypes = Resource(
    "absence-types", table: "staff.absence_type", label: "name_en")

  /// The days on which somebody is away.
  static let absences = Resource("absences", table: "staff.absence", label: "valid_from")
    .newestFirst(by: "valid_from")

  /// Days of leave that were earned or used.
  static let entitlements = Resource("entitlements", table: "staff.entitlement", label: "kind")
    .newestFirst(by: "entered_for")
    .only("create")

  /// Days of leave that are left.
  static let entitlementBalances = Resource(
    "entitlement-balances", table: "staff.entitlement_balance", label: "id"
  ).only()

  /// What somebody has worked in a month.
  static let timesheets = Resource("timesheets", table: "staff.timesheet", label: "month")
    .newestFirst(by: "month")
    .child("days", .timesheetDays, by: "timesheet_id")

  /// Hours that were worked on a day.
  static let timesheetDays = Resource(
    "timesheet-days", table: "staff.timesheet_day", label: "day")

  /// Who does the work of somebody who is away.
  static let delegations = Resource(
    "delegations", table: "staff.delegation", label: "valid_from"
  )
  .newestFirst(by: "valid_from")
  .only()

  /// What of the area of staff tells of days and hours.
  static let workingTime = [
    calendars, calendarYears, calendarDays, absenceTypes, absences, entitlements,
    entitlementBalances, timesheets, timesheetDays, delegations,
  ]
}
