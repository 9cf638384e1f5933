import CRM
import Postgres
import Support
import Testing

/// Books that came of documents: backdated, in other currencies, credited, paid, allocated, revalued, and taken back.
@Suite struct `Reports over whatever was done` {
  @Test func `say what the lines say, on any day as of any instant`() async throws {
    try await withCRM { crm in
      let seed = ChanceSeed.any()
      let books = try await ChanceBooks(crm, people: 6)
      let tally = try await ChanceCrowd(books: books, seed: seed, httpShare: 0).work(900)
      #expect(tally.faults == [] && tally.successes > 400, "\(seed) \(tally.summary)")
      let reports = ChanceReports(crm: crm, reader: books.people[0])
      for _ in 0..<8 {
        let asked = try await reports.question()
        for report in ChanceReports.all {
          let note: Comment = "CRM_CHANCE_SEED=\(seed), \(report.path(asked))"
          let told = try await reports.told(report, asked)
          #expect(try await told == reports.expected(report, asked), note)
        }
      }
    }
  }
}
