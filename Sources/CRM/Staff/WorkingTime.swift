import NIOCore
import Postgres

/// How many days and hours a calendar has between two days, and who is away between them.
struct WorkingTime: Sendable {
  let engine: Engine

  var operations: [Operation] {
    [
      Operation(
        "calendars.working_time", .get, "/calendars/{id}/working-time",
        Text("How many days and hours are worked", ru: "Сколько рабочих дней и часов"),
        access: .permission(Permission("calendars", "read")),
        parameters: [.recordID] + Self.period,
        responses: [200: Operation.json(Self.figures)], problems: [409], answer: count),
      Operation(
        "absence_calendar.get", .get, "/absence-calendar",
        Text("Who is away on which days", ru: "Кого и в какие дни нет"),
        access: .permission(Permission("absences", "read")),
        parameters: Self.period + [Self.department],
        responses: [200: Operation.json(Self.calendar)], answer: absences),
    ]
  }

  /// Of this year, unless the days are told.
  private func count(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let question = try StaffQuery(call.query, dates: ["from", "until"])
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(reading: .calendars)
      return [
        """
        select p.last between p.first and p.first + 3660 as is_period, w.lacking, json_build_object(
            'from', p.first, 'until', p.last, 'calendar_days', w.calendar_days,
            'working_days', w.working_days, 'holidays', w.holidays, 'hours', w.hours::text,
            'provisional', w.provisional)::text as body
        from (\(Self.days(question, caller, unit: "year", length: "1 year"))) as p
        cross join staff.calendar as c
        cross join lateral staff.working_time(c.id, p.first, least(p.last, p.first + 3660)) as w
        where c.id = \(id)
        """
      ]
    }
    if let error = passage.error { throw error }
    guard let row = passage.results[0].first else { throw Problem.notFound }
    guard try row.bool("is_period") else { throw Problem.period(atMost: 3661) }
    if let lacking = try row.stringIfPresent("lacking") { throw Problem.yearsLacking(lacking) }
    return Self.answer(try row.string("body"))
  }

  /// Of this month, unless the days are told; at most 366.
  private func absences(_ call: Call) async throws -> Answer {
    let question = try StaffQuery(
      call.query, dates: ["from", "until"], numbers: ["department_id"])
    let department = question.numbers["department_id"]
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(reading: .absences)
      return [
        """
        select p.last between p.first and p.first + 365 as is_period, staff.absence_calendar(
          p.first, least(p.last, p.first + 365), \(department))::text as body
        from (\(Self.days(question, caller, unit: "month", length: "1 month"))) as p
        """
      ]
    }
    if let error = passage.error { throw error }
    let row = try passage.results[0].single
    guard try row.bool("is_period") else { throw Problem.period(atMost: 366) }
    return Self.answer(try row.string("body"))
  }

  /// The days `first` and `last` of the question, else of the year or month that it is for the caller.
  private static func days(
    _ question: StaffQuery, _ caller: Caller, unit: String, length: String
  ) -> SQL {
    """
    select coalesce(\(question.dates["from"])::date, now_in.begin) as first,
      coalesce(\(question.dates["until"])::date,
        (coalesce(\(question.dates["from"])::date, now_in.begin) + \(length)::interval)::date - 1) as last
    from (select date_trunc(\(unit), now() at time zone \(caller.timeZone))::date as begin) as now_in
    """
  }

  private static func answer(_ body: String) -> Answer {
    Answer(
      200, headers: [("Content-Type", "application/json")], body: .bytes(ByteBuffer(string: body)))
  }
}

extension WorkingTime {
  private static let period: [Operation.Parameter] = [
    .init(
      "from", in: "query", ["type": "string", "format": "date"],
      Text("First day.", ru: "Первый день.")),
    .init(
      "until", in: "query", ["type": "string", "format": "date"],
      Text("Last day.", ru: "Последний день.")),
  ]

  private static let department = Operation.Parameter(
    "department_id", in: "query", ["type": "integer", "minimum": 1],
    Text("Only who works in this department then.", ru: "Только работающие тогда в этом отделе."))

  private static let figures: JSON = [
    "type": "object", "required": ["from", "until", "working_days", "hours"],
    "properties": [
      "from": ["type": "string", "format": "date"],
      "until": ["type": "string", "format": "date"],
      "calendar_days": ["type": "integer"], "working_days": ["type": "integer"],
      "holidays": ["type": "integer"], "hours": ["type": "string"],
      "provisional": [
        "type": "boolean",
        "description": "Whether days that are moved are still undecided in a year of these.",
      ],
    ],
  ]

  private static let calendar: JSON = [
    "type": "object", "required": ["from", "until", "data"],
    "properties": [
      "from": ["type": "string", "format": "date"],
      "until": ["type": "string", "format": "date"],
      "days": ["type": ["array", "null"], "items": ["type": "object"]],
      "data": ["type": "array", "items": ["type": "object"]],
    ],
  ]
}

extension Problem {
  /// 400: the last day lies before the first, or too far behind it.
  fileprivate static func period(atMost days: Int) -> Problem {
    malformed(
      "malformed_until",
      Text(
        "The last day must be the first or later, and they may be at most \(days) days in all.",
        ru: "Последний день не раньше первого, а всего не больше \(days) дней."), field: "until")
  }

  /// 409: nobody has entered what is worked in these years.
  fileprivate static func yearsLacking(_ years: String) -> Problem {
    conflict(
      "calendar_year_entered",
      Text(
        "The calendar has no days of \(years): enter them first.",
        ru: "В календаре нет дней за \(years): сначала внесите их."))
  }
}
