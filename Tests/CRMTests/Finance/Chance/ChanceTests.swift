import CRM
import Postgres
import Support
import Testing

@Suite struct `Whatever twenty people do to the books` {
  /// Ten thousand deeds: invoices, credit notes, payments, refunds, allocations, write-offs, reversals of each, entries,
  /// locks and revaluations. A seed of its own each time, and one that is always the same.
  @Test(arguments: [(ChanceSeed.any(), 7000), (1, 3000)])
  func `keeps the ledger, its documents and their numbers in agreement`(
    seed: UInt64, deeds: Int
  ) async throws {
    try await withCRM { crm in
      let books = try await ChanceBooks(crm, people: 20)
      let crowd = ChanceCrowd(books: books, seed: seed)
      let tally = try await crowd.work(deeds)
      let note: Comment = "CRM_CHANCE_SEED=\(seed); \(tally.summary)"
      #expect(tally.faults == [], note)
      #expect(tally.unknown == 0, "\(note) \(tally.reasons)")
      #expect(tally.busy * 10 <= deeds, note)
      #expect(tally.successes * 4 >= deeds, note)
      for kind in ChanceDeed.Kind.allCases {
        #expect(tally.done[kind] != nil, "\(kind) was never done; \(note)")
      }
      let faults = try await ChanceVerdict.faults(books, tally.locks)
      #expect(faults == [], note)
      let missing = try await ChanceVerdict.missing(books, tally, isWhole: true)
      #expect(missing == [], note)
      let told = try await books.people[2].get("tie-out?ok=false")
      #expect(told.data == [], note)
    }
  }
}
