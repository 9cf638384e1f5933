import CRM
import Postgres
import Support

extension Subject {
  /// What of the area of staff tells of days and hours, by resource.
  static let workingTime: [String: Subject] = [
    "calendars": {
      var subject = shared("staff.calendar", label: "name", ["code"])
      subject.after = { world, _, id in
        _ = try await world.arranger.execute(
          """
          insert into staff.calendar_year (calendar_id, year)
          values (\(id), extract(year from now())::integer)
          """)
      }
      return subject
    }(),
    "absence_types": shared("staff.absence_type", label: "name_en", ["code", "name_ru"]),
    "calendar_years": ofCalendar("staff.calendar_year", label: "source", ["year": 2030]),
    "calendar_days": ofCalendar(
      "staff.calendar_day", label: "name", ["day": "2030-01-01", "kind": "holiday"]),
    "absences": personal("staff.absence") { world, mark in
      let day = try await freeDay(world)
      return [
        "absence_type_id": .id(try await absenceType(world)), "valid_from": .string(day),
        "valid_until": .string(day), "reason": .string(mark),
      ]
    },
    "entitlements": personal("staff.entitlement") { world, mark in
      [
        "absence_type_id": .id(try await absenceType(world)), "entered_for": "2026-01-01",
        "kind": "accrual", "days": "1", "notes": .string(mark),
      ]
    },
    "entitlement_balances": Subject(
      table: "staff.entitlement_balance", audited: false, marked: false,
      make: { world, relation, mark in
        let fields = try await workingTime["entitlements"]?.fields(world, relation, mark) ?? [:]
        return try await world.insert("staff.entitlement", fields)
      }),
    "delegations": Subject(
      table: "staff.delegation", marked: false,
      make: { world, relation, mark in
        let fields = try await workingTime["absences"]?.fields(world, relation, mark) ?? [:]
        let absence = try await world.insert(
          "staff.absence",
          fields.merging([
            "state": "approved", "days": 1, "decided_at": "2020-01-01T00:00:00Z",
            "decided_by": .id(world.spare),
          ]) { $1 })
        return try await lend(world, relation, absence)
      }),
    "timesheets": {
      var subject = personal("staff.timesheet") { world, mark in
        ["month": .string(try await freeMonth(world)), "notes": .string(mark)]
      }
      subject.change = { _, mark in ["notes": .string("changed \(mark)")] }
      return subject
    }(),
    "timesheet_days": Subject(
      table: "staff.timesheet_day", madeInArchived: true,
      change: { _, mark in ["notes": .string("changed \(mark)")] },
      fields: { world, relation, mark in
        let month = try await freeMonth(world)
        let sheet =
          relation == .absent
          ? World.nowhere
          : try await world.insert(
            "staff.timesheet",
            ["employee_id": .id(world.employees[relation]), "month": .string(month)])
        return [
          "timesheet_id": .id(sheet), "day": .string(month), "hours": "8", "notes": .string(mark),
        ]
      }),
  ]

  /// A record of all, named by the mark, which changes its label.
  private static func shared(_ table: String, label: String, _ more: [String]) -> Subject {
    Subject(
      table: table, relations: [.other, .archived, .absent], placed: false,
      change: { _, mark in [label: .string("changed \(mark)")] },
      fields: { _, _, mark in
        Dictionary(uniqueKeysWithValues: ([label] + more).map { ($0, JSON.string(mark)) })
      }, away: putAway)
  }

  /// A record of a calendar of its own.
  private static func ofCalendar(_ table: String, label: String, _ more: Fields) -> Subject {
    Subject(
      table: table, relations: [.other, .absent], placed: false,
      change: { _, mark in [label: .string("changed \(mark)")] },
      fields: { world, _, mark in
        let calendar = try await world.insert(
          "staff.calendar", ["code": .string("of \(mark)"), "name": "C"])
        return more.merging(["calendar_id": .id(calendar), label: .string(mark)]) { $1 }
      })
  }

  /// A type of its own, whose days are earned; the id.
  private static func absenceType(_ world: World) async throws -> Int {
    try await world.insert(
      "staff.absence_type",
      [
        "code": .string("type_\(World.number())"), "name_en": "T", "name_ru": "Т",
        "entitled": true, "overdraft": 100,
      ])
  }

  /// A day on which nobody is away yet, in a year that the calendar has.
  private static func freeDay(_ world: World) async throws -> String {
    let number = World.number() % 60_000
    let row = try await world.arranger.rows(
      """
      with day as (select date '2028-01-01' + \(number)::integer as at), entered as (
        insert into staff.calendar_year (calendar_id, year)
        select c.id, extract(year from day.at)::integer from staff.calendar as c cross join day
        where c.is_default
        on conflict (calendar_id, year) do nothing)
      select day.at::text as day from day
      """
    ).single
    return try row.string("day")
  }

  /// A delegation to a colleague of the relation's department.
  private static func lend(
    _ world: World, _ relation: Relation, _ absence: Int
  ) async throws -> Int {
    let delegate = try await world.insert(
      "access.account",
      [
        "login": .string("d\(World.number())"), "name": "D",
        "department_id": .id(world.departments[relation]),
      ])
    return try await world.insert(
      "staff.delegation",
      [
        "employee_id": .id(world.employees[relation]), "absence_id": .id(absence),
        "delegate_id": .id(delegate), "valid_from": "2020-01-01T00:00:00Z",
        "valid_until": "2020-01-02T00:00:00Z",
      ])
  }

  /// A month of which nobody has a timesheet yet.
  private static func freeMonth(_ world: World) async throws -> String {
    let number = World.number()
    return try await world.arranger.rows(
      "select (date '1900-01-01' + make_interval(months => \(number)::integer))::date::text as month"
    ).single.string("month")
  }
}
