import CRM
import Postgres
import Support
import Testing

@Suite struct `The numbers of documents` {
  private static let kind = "insert into system.number_series (kind, prefix) values ('proof', 'PF')"

  private static let next: SQL = """
    select system.next_number('proof', (select id from access.department where code = 'N'), '2026-05-01') as number
    """

  @Test func `have no gap and no twin, whoever gives up on the way`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration, connections: 8) { owner in
        _ = try await owner.execute("insert into access.department (name, code) values ('N', 'N')")
        _ = try await owner.execute("\(raw: Self.kind)")
        let given = try await withThrowingTaskGroup(of: String?.self) { group in
          for turn in 1...200 {
            group.addTask {
              // Every tenth transaction fails behind its number.
              let end: SQL = turn.isMultiple(of: 10) ? "select 1 / 0" : "select 1"
              let attempt = try await owner.attempt([Self.next, end])
              return attempt.error == nil ? attempt.results[0].string(0, 0) : nil
            }
          }
          return try await group.reduce(into: [String]()) { all, number in
            if let number { all.append(number) }
          }
        }
        let expected = (1...180).map { number in
          "PF-N-2026-" + String(repeating: "0", count: 5 - String(number).count) + "\(number)"
        }
        #expect(given.sorted() == expected)
      }
    }
  }

  @Test func `begin anew in each department and year`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { owner in
        _ = try await owner.execute("insert into access.department (name, code) values ('N', 'N')")
        _ = try await owner.execute("\(raw: Self.kind)")
        let numbers = try await owner.batch([
          Self.next, Self.next, "select system.next_number('proof', null, '2026-05-01')",
          "select system.next_number('proof', null, '2027-01-01')",
        ])
        #expect(
          numbers.map { $0.string(0, 0) }
            == ["PF-N-2026-00001", "PF-N-2026-00002", "PF-2026-00001", "PF-2027-00001"])
      }
    }
  }

  @Test func `are given by nobody who has the service's log-in`() async throws {
    try await withCRM { crm in
      _ = try await crm.arrange("\(raw: Self.kind) returning id")
      let chief = try await crm.as(.administrator)
      for attack: SQL in [
        "select system.next_number('proof', null, '2026-05-01')",
        "insert into system.number_counter (series_id, department_id, year) select id, 0, 2026 from system.number_series",
        "update system.number_counter set last = 0", "delete from system.number_counter",
        "insert into system.number_series (kind, prefix) values ('more', 'MO')",
        "update system.number_series set kind = 'other'", "delete from system.number_series",
      ] {
        #expect(try await crm.sql(chief, attack).error?.sqlState == "42501", "\(attack.text)")
      }
      let series = try #require(try await chief.get("number-series?kind=proof").data.first)
      let renamed = try await chief.patch(
        "number-series/\(series["id"]?.int ?? 0)", ["prefix": "CH", "digits": 3])
      #expect(renamed["prefix"] == "CH", "\(renamed.text)")
      let refused = try await chief.patch(
        "number-series/\(series["id"]?.int ?? 0)", ["prefix": "no good"])
      #expect(refused.status == 422 && refused.text.contains("/prefix"), "\(refused.text)")
    }
  }
}
