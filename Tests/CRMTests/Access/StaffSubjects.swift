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
    "position_roles": Subject(
      table: "staff.position_role", relations: [.other, .absent], placed: false, marked: false,
      fields: { world, _, mark in
        let role = try await world.insert(
          "access.role", ["code": .string(mark), "name_en": "R", "name_ru": "R"])
        return ["position_id": .id(try await post(world)), "role_id": .id(role)]
      }),
    "departures": Subject(
      table: "staff.departure",
      make: { world, relation, mark in
        let day = try await world.arranger.rows(
          "select (date '1900-01-01' + \(World.number() % 40_000)::integer)::text as day")
        return try await world.insert(
          "staff.departure",
          [
            "employee_id": .id(world.employees[relation]), "notes": .string(mark),
            "last_day": .string(try day.single.string("day")), "report": [:], "version": 1,
            "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z",
          ])
      }),
    "vacancies": Subject(
      table: "staff.vacancy", relations: [.other, .absent], placed: false, audited: false,
      make: { world, _, mark in try await post(world, mark) }),
  ]

  static let putAway: Fields = ["archived_at": "2020-01-01T00:00:00Z"]

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
  static func personal(
    _ table: String, _ more: @escaping @Sendable (World, String) async throws -> Fields
  ) -> Subject {
    Subject(
      table: table, madeInArchived: true,
      fields: { world, relation, mark in
        try await more(world, mark).merging(["employee_id": .id(world.employees[relation])]) { $1 }
      })
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
