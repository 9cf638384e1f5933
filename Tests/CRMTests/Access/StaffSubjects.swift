import CRM
import Postgres
import Support

extension Subject {
  /// What the area of staff serves, by resource.
  static let staff: [String: Subject] = [
    "positions": Subject(
      table: "staff.position", relations: [.other, .archived, .absent], placed: false,
      fields: { world, _, mark in
        ["title": .string(mark), "department_id": .id(world.departments[.other])]
      }, away: putAway),
    "employees": Subject(
      table: "staff.employee", relations: [.other, .archived, .absent], placed: false,
      fields: { _, _, mark in
        ["personnel_number": .string(mark), "last_name": .string(mark), "first_name": "A"]
      }, away: putAway),
    "employments": stretch("staff.employment") { world, mark in
      [
        "employee_id": .id(try await employee(world)), "position_id": .id(try await post(world)),
        "notes": .string(mark),
      ]
    },
    "headships": {
      var subject = stretch("staff.headship") { world, mark in
        let department = try await world.insert("access.department", ["name": .string(mark)])
        return [
          "employee_id": .id(try await employee(world)), "department_id": .id(department),
        ]
      }
      subject.marked = false
      subject.change = { _, _ in ["valid_until": "2040-01-01"] }
      return subject
    }(),
    "reporting_lines": stretch("staff.reporting_line") { world, mark in
      [
        "employee_id": .id(try await employee(world)), "manager_id": .id(try await employee(world)),
        "external_source": .string(mark),
      ]
    },
    "skills": Subject(
      table: "staff.skill", relations: [.other, .archived, .absent], placed: false,
      change: { _, mark in ["description": .string("changed \(mark)")] },
      fields: { _, _, mark in ["name": .string(mark)] }, away: putAway),
    "employee_skills": {
      var subject = personal("staff.employee_skill") { world, mark in
        let skill = try await world.insert("staff.skill", ["name": .string("skill \(mark)")])
        return ["skill_id": .id(skill), "level": 3, "notes": .string(mark)]
      }
      subject.change = { _, mark in ["notes": .string("changed \(mark)")] }
      return subject
    }(),
    "personal_documents": personal("staff.personal_document") { _, mark in
      ["kind": "other", "number": .string(mark)]
    },
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
        let fields = try await staff["entitlements"]?.fields(world, relation, mark) ?? [:]
        return try await world.insert("staff.entitlement", fields)
      }),
    "vacancies": Subject(
      table: "staff.vacancy", relations: [.other, .absent], placed: false, audited: false,
      make: { world, _, mark in try await post(world, mark) }),
  ]

  private static let putAway: Fields = ["archived_at": "2020-01-01T00:00:00Z"]

  /// A record of days that begin in 2021.
  private static func stretch(
    _ table: String, _ more: @escaping @Sendable (World, String) async throws -> Fields
  ) -> Subject {
    Subject(
      table: table, relations: [.other, .absent], placed: false,
      fields: { world, _, mark in
        try await more(world, mark).merging(["valid_from": "2021-01-01"]) { $1 }
      })
  }

  /// A record of the relation's employee.
  private static func personal(
    _ table: String, _ more: @escaping @Sendable (World, String) async throws -> Fields
  ) -> Subject {
    Subject(
      table: table, madeInArchived: true,
      fields: { world, relation, mark in
        try await more(world, mark).merging(["employee_id": .id(world.employees[relation])]) { $1 }
      })
  }

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

  /// A person who is employed since 2020; the id.
  static func employee(_ world: World) async throws -> Int {
    try await world.insert(
      "staff.employee",
      [
        "personnel_number": .string("M\(World.number())"), "last_name": "M", "first_name": "M",
        "hired_on": "2020-01-01",
      ])
  }

  /// A post since 2020 with one place; the id.
  static func post(_ world: World, _ title: String = "Post") async throws -> Int {
    try await world.insert(
      "staff.position",
      [
        "title": .string(title), "department_id": .id(world.departments[.other]),
        "valid_from": "2020-01-01",
      ])
  }
}
