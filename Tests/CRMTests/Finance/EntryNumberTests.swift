import CRM
import Postgres
import Support
import Testing

@Suite struct `Numbers of entries` {
  @Test func `have no gap under 200 writers of whom each tenth gives up`() async throws {
    try await withBookkeeping { books in
      let bank = try await books.account("51")
      let capital = try await books.account("80")
      let departments = [
        try await books.crm.id(of: .sales), try await books.crm.id(of: .purchasing),
      ]
      let owner = books.crm.database.superuser + " options='-c role=crm_owner'"
      let kept = try await withClient(owner, connections: 200) { client in
        try await withThrowingTaskGroup(of: Int.self) { group in
          for writer in 0..<200 {
            let lines: JSON = [
              ["account_id": .id(bank), "debit": "1"], ["account_id": .id(capital), "credit": "1"],
            ]
            let department = departments[writer % 2]
            group.addTask {
              var done = 0
              for turn in 0..<5 {
                let post: SQL = """
                  select finance.post_entry(finance.journal_of('general'),
                    date '2026-01-01' + \((writer * 5 + turn) % 360)::integer, 'x', \(department)::bigint, \(lines.text)::jsonb)
                  """
                let isGivenUp = (writer + turn) % 10 == 0
                let last: SQL = isGivenUp ? "select 1 / 0" : "select 1"
                let attempt = try await client.attempt([post, last], deadline: .seconds(120))
                if attempt.error == nil { done += 1 }
                #expect((attempt.error != nil) == isGivenUp, "\(String(describing: attempt.error))")
              }
              return done
            }
          }
          return try await group.reduce(0, +)
        }
      }
      #expect(kept == 900)
      let told = try await books.crm.arrange("select * from finance.ledger_faults()")
      #expect(told.count == 0)
      #expect(try await books.text("select count(*) from finance.entry") == "900")
      #expect(
        try await books.text(
          "select string_agg(last::text, ' ' order by last) from finance.entry_counter")
          == "440 460")
      #expect(try await books.faults() == [])
    }
  }

  @Test func `begin anew with journal, department and year`() async throws {
    try await withBookkeeping { books in
      try await books.accountant.create(
        "fiscal-years", ["name": "2027", "starts_on": "2027-01-01", "ends_on": "2027-12-31"])
      let sales = try await books.crm.id(of: .sales)
      for more: JSON in [
        [:], ["department_id": .id(sales)], ["posted_on": "2027-03-05"],
      ] {
        let entry = try await books.post("51", "80", "1", more: more)
        #expect(entry["serial"]?.int == 1, "\(entry.text)")
      }
      #expect(try await books.post("51", "80", "1")["serial"]?.int == 2)
    }
  }
}
