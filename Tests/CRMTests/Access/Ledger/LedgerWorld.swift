import CRM
import Postgres
import Support

/// What entries of the matrix need, made past every policy.
enum LedgerWorld {
  /// The relations of what belongs to all and is not put away.
  static let common: Set<Relation> = [.other, .absent]
  static let archiving: Set<Relation> = [.other, .archived, .absent]

  /// A year for 9 March 2025, if there is none, and two accounts of its own; their ids.
  static func accounts(_ world: World) async throws -> [Int] {
    _ = try await world.arranger.execute(
      """
      insert into finance.fiscal_year (name, starts_on, ends_on)
      select 'matrix 2025', date '2025-01-01', date '2025-12-31'
      where not exists (
        select from finance.fiscal_year as y where date '2025-03-09' between y.starts_on and y.ends_on)
      """)
    var ids: [Int] = []
    for type in ["asset", "income"] {
      ids.append(
        try await world.insert(
          "finance.account",
          [
            "code": .string("M\(World.number())"), "name": "Matrix", "type": .string(type),
          ]))
    }
    return ids
  }

  /// The lines of an entry over two accounts.
  static func lines(_ accounts: [Int], _ mark: String) -> JSON {
    [
      ["account_id": .id(accounts[0]), "debit": "5.00", "description": .string(mark)],
      ["account_id": .id(accounts[1]), "credit": "5.00"],
    ]
  }

  /// An entry by hand of whoever the relation is.
  static func entry(_ world: World, _ relation: Relation, _ mark: String) async throws -> Int {
    let lines = lines(try await accounts(world), mark).text
    return try await world.arranger.rows(
      """
      select finance.write_entry(finance.journal_of('general'), date '2025-03-09', \(mark),
        \(world.departments[relation]), \(lines)::jsonb, 'manual', null, \(world.accounts[relation])) as id
      """)[0].int("id")
  }

  /// A month of its own, far from all others.
  static func month() -> (first: JSON, last: JSON) {
    let number = World.number()
    let year = 2200 + number / 12
    let month = number % 12 + 1
    let short = month < 10 ? "0\(month)" : "\(month)"
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let last = month == 2 && isLeap ? 29 : days
    return (.string("\(year)-\(short)-01"), .string("\(year)-\(short)-\(last)"))
  }

  /// Removes the years that cells before this one made: each has a partition, which all that reads the ledger looks at.
  static func forgetYears(_ world: World) async throws {
    let kept = world.shelf["fiscal_years other"]?.id ?? 0
    _ = try await world.arranger.execute(
      "delete from finance.fiscal_year where name like '%mark%' and state = 'open' and id <> \(kept)"
    )
  }

  /// One of these values that no row of the table has; the latest row with one goes where all are taken.
  static func free(
    _ world: World, _ table: String, _ column: String, of values: [String]
  ) async throws -> JSON {
    let taken = try await world.arranger.rows(
      """
      select \(identifier: column) as value from \(identifier: table)
      where \(identifier: column) = any (\(values)) order by id desc
      """
    ).map { try $0.string("value") }
    if let value = values.first(where: { !taken.contains($0) }) { return .string(value) }
    _ = try await world.arranger.execute(
      "delete from \(identifier: table) where \(identifier: column) = \(taken[0])")
    return .string(taken[0])
  }

  /// A template with one account of its own.
  static func chart(_ world: World, _ mark: String) async throws -> (id: Int, account: Int) {
    let code = "m\(World.number())"
    let chart = try await world.insert(
      "finance.chart", ["code": .string(code), "name": .string(mark)])
    let account = try await world.insert(
      "finance.chart_account",
      [
        "chart_id": .id(chart), "code": .string(code), "name": .string(mark), "type": "asset",
        "by_party": false, "use": [],
      ])
    return (chart, account)
  }
}
