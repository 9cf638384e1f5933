import CRM
import Postgres
import Support

/// What is false in books after all that was done.
enum ChanceVerdict {
  /// By statements of the tests' own, by the check of the database, and by `crm check finance`.
  static func faults(
    _ books: ChanceBooks, _ locks: [ChanceTally.Lock] = []
  ) async throws -> [String] {
    var faults: [String] = []
    let excepted = ["sales": books.people[0].account, "all": books.people[1].account]
    let own =
      ChanceLedgerFaults.statements + ChanceDocumentFaults.statements
      + (locks.isEmpty ? [] : [ChanceLedgerFaults.behind(locks, but: excepted)])
    for statement in own {
      faults += try await books.database.observed(statement).prefix(5).map {
        try $0.string("fault")
      }
    }
    faults += try await books.database.arrange("select rule, object from finance.ledger_faults()")
      .map { try "\($0.string("rule")) \($0.stringIfPresent("object") ?? "")" }
    return try await withClient(books.database.migrator) { client in
      let lines = try await TieOut(client).lines()
      return faults + lines.compactMap { line in line.subject.map { "\(line.check) \($0)" } }
    }
  }

  /// What was answered as done and is not there; where the tally is whole, also what is there and was never answered.
  static func missing(
    _ books: ChanceBooks, _ tally: ChanceTally, isWhole: Bool = false
  ) async throws -> [String] {
    var faults: [String] = []
    for (table, ids) in tally.ids.sorted(by: { $0.key < $1.key }) {
      let name: SQL = "finance.\(raw: table)"
      let demand: SQL =
        switch table {
        case "invoice", "payment", "revaluation": "t.state in ('posted', 'reversed')"
        case "allocation": "t.kind <> 'reversal'"
        default: "t.origin = 'manual'"
        }
      let row = try await books.database.observed(
        """
        select (select count(*) from unnest(\(ids)) as k (id)
            where not exists (select from \(name) as t where t.id = k.id and \(demand)))::integer as lost,
          (select count(*) from \(name) as t where \(demand) and t.id <> all (\(ids)))::integer as more
        """)[0]
      let (lost, more) = (try row.int("lost"), try row.int("more"))
      if lost > 0 { faults.append("\(lost) of \(table) are lost") }
      // One allocation answers for all of a document; a payment allocates what it pays.
      if isWhole, more > 0, table != "allocation", table != "payment" {
        faults.append("\(more) of \(table) were never answered")
      }
    }
    return faults
  }
}
