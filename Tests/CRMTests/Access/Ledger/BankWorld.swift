import CRM
import Postgres
import Support

/// What bank statements of the matrix need, made past every policy.
enum BankWorld {
  /// What a money account is made of, with an account of the ledger of its own.
  static func account(_ world: World, _ mark: String) async throws -> Subject.Fields {
    let ledger = try await LedgerWorld.accounts(world)[0]
    return [
      "kind": "bank", "name": .string(mark), "currency": "RUB", "account_id": .id(ledger),
      "number": .string("N\(World.number())"),
    ]
  }

  /// A statement of 5 roubles that came on 9 March 2025, on an account of whoever the relation is.
  static func statement(
    _ world: World, _ relation: Relation, _ mark: String
  ) async throws -> (statement: Int, line: Int) {
    let account = try await world.insert(
      "finance.bank_account",
      try await account(world, mark).merging(Procured.place(world, relation)) { $1 })
    return try await statement(world, account, mark)
  }

  private static func statement(
    _ world: World, _ account: Int, _ mark: String
  ) async throws -> (statement: Int, line: Int) {
    let told: JSON = [
      "file_line": 1, "begins_on": "2025-03-09", "ends_on": "2025-03-09", "opening": "0",
      "closing": "5",
      "lines": [
        [
          "file_line": 2, "amount": "5", "booked_on": "2025-03-09", "purpose": .string(mark),
          "source": .string(mark),
        ]
      ],
    ]
    let statement = try await world.arranger.rows(
      """
      select (finance.take_statement(a, 'csv', \(mark), \(told.text)::jsonb) ->> 'id')::bigint as id
      from finance.bank_account as a where a.id = \(account)
      """)[0].int("id")
    let line = try await world.arranger.rows(
      "select id from finance.bank_statement_line where statement_id = \(statement)")
    return (statement, try line[0].int("id"))
  }

  /// Posts what a line says; the line of the ledger.
  static func post(_ world: World, _ line: Int) async throws -> Int {
    let income = try await LedgerWorld.accounts(world)[1]
    let account = try await world.arranger.rows(
      """
      select a.account_id as id from finance.bank_statement_line as l
      join finance.bank_account as a on a.id = l.bank_account_id where l.id = \(line)
      """)[0].int("id")
    let lines = LedgerWorld.lines([account, income], "line").text
    let entry = try await world.arranger.rows(
      """
      select finance.write_entry(finance.journal_of('bank'), date '2025-03-09', 'Matrix',
        \(world.departments[.own]), \(lines)::jsonb, 'document', null, \(world.spare)) as id
      """)[0].int("id")
    return try await world.arranger.rows(
      "select id from finance.entry_line where entry_id = \(entry) and position = 1")[0].int("id")
  }

  /// Posts what a line says and matches it; the match.
  static func match(_ world: World, _ line: Int) async throws -> Int {
    let posted = try await post(world, line)
    return try await world.arranger.rows(
      """
      with l as (
        update finance.bank_statement_line as k set state = 'matched' where k.id = \(line)
        returning k.*)
      insert into finance.bank_match (statement_id, statement_line_id, entry_line_id, amount, made)
      select l.statement_id, l.id, \(posted), l.amount, true from l returning id
      """)[0].int("id")
  }

  /// The line looks like one of another statement of the account.
  static func repeated(_ world: World, _ line: Int) async throws {
    let account = try await world.arranger.rows(
      "select bank_account_id as id from finance.bank_statement_line where id = \(line)")
    let other = try await statement(
      world, account[0].int("id"), "mark_\(World.number())x"
    ).line
    _ = try await world.arranger.execute(
      """
      update finance.bank_statement_line set state = 'repeated', repeats_id = \(other)
      where id = \(line)
      """)
  }
}
