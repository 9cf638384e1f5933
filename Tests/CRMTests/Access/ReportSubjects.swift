import CRM
import Postgres
import Support

extension Subject {
  /// What the area of reports serves, by resource: rows that stand for a month.
  static let reports: [String: Subject] = [
    "employee_figures": figure("reports.employee_figure") { world, relation, month in
      (world.accounts[relation] ?? 0) * 1_000_000 + month
    },
    "department_figures": figure("reports.department_figure") { world, relation, month in
      (world.departments[relation] ?? 0) * 1_000_000 + month
    },
    "firm_figures": {
      var subject = figure("reports.firm_figure") { _, _, month in month }
      subject.relations = [.other, .absent]
      return subject
    }(),
  ]

  /// The figures of somebody who has done one task in a month of its own.
  ///
  /// - Parameter id: Of what is put together, by the number of the month.
  private static func figure(
    _ table: String, id: @escaping @Sendable (World, Relation, Int) -> Int
  ) -> Subject {
    Subject(
      table: table, relations: Set(Relation.allCases).subtracting([.archived]), audited: false,
      marked: false,
      make: { world, relation, mark in
        let number = World.number()
        let day = try await world.arranger.rows(
          "select (timestamptz '1900-01-01 12:00Z' + make_interval(months => \(number)::integer))::text as day"
        ).single.string("day")
        _ = try await whole(
          world, relation, "work.task",
          [
            "title": .string(mark), "assignee_id": .id(world.accounts[relation]),
            "state": "done", "closed_at": .string(day),
          ])
        return id(world, relation, 1900 * 12 + number + 1)
      })
  }
}
