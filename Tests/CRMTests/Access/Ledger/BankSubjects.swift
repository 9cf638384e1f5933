import CRM
import Postgres
import Support

extension Subject {
  /// What banks and cash serve.
  static let bank: [String: Subject] = [
    "money_accounts": Subject(
      table: "finance.bank_account",
      fields: { world, relation, mark in
        try await BankWorld.account(world, mark).merging(Procured.place(world, relation)) { $1 }
      }, away: ["archived_at": "2020-01-01T00:00:00Z"]),
    "bank_statements": Subject(
      table: "finance.bank_statement", relations: unarchived,
      make: { world, relation, mark in
        try await BankWorld.statement(world, relation, mark).statement
      }),
    "bank_statement_lines": Subject(
      table: "finance.bank_statement_line", relations: unarchived,
      make: { world, relation, mark in
        try await BankWorld.statement(world, relation, mark).line
      }),
    "bank_matches": Subject(
      table: "finance.bank_match", relations: unarchived, marked: false,
      make: { world, relation, mark in
        let line = try await BankWorld.statement(world, relation, mark).line
        return try await BankWorld.match(world, line)
      }),
    "bank_suggestions": Subject(
      table: "finance.bank_suggestion", relations: unarchived, audited: false, marked: false,
      make: { world, relation, mark in
        let line = try await BankWorld.statement(world, relation, mark).line
        _ = try await BankWorld.post(world, line)
        return line * 100 + 1
      }),
  ]
}

extension VerbCase {
  static let bank: [String: VerbCase] = [
    "bank_statement_lines.match": VerbCase(
      body: { world, _ in
        ["parts": [["account_id": .id(try await LedgerWorld.accounts(world)[1])]]]
      },
      statement: { id, body in
        """
        select from finance.match_bank_line(\(id), null, \(body["parts"]?.text ?? "[]")::jsonb) as n
        where n is not null
        """
      }),
    "bank_statement_lines.unmatch": VerbCase(
      prepare: { world, id in _ = try await BankWorld.match(world, id) },
      statement: { id, _ in
        "select from finance.unmatch_bank_line(\(id)) as n where n is not null"
      }),
    "bank_statement_lines.distinguish": VerbCase(
      prepare: { world, id in try await BankWorld.repeated(world, id) },
      statement: { id, _ in
        "select from finance.distinguish_bank_line(\(id)) as n where n is not null"
      }),
    "bank_statements.reconcile": VerbCase(
      prepare: { world, id in
        let line = try await world.arranger.rows(
          "select id from finance.bank_statement_line where statement_id = \(id)")
        if let line = line.first { _ = try await BankWorld.match(world, line.int("id")) }
      },
      statement: { id, _ in
        "select from finance.reconcile_statement(\(id)) as n where n is not null"
      }),
  ]
}

extension ScopeRow {
  static let bank: [ScopeRow] = [
    ScopeRow(
      "finance.bank_account", "kind, name, currency, account_id",
      """
      'cash', 'Cash', 'RUB', (
        select k.id from finance.account as k where k.code = 'S' || account.id)
      """,
      before: """
        insert into finance.account (code, name, type)
        select 'S' || n, 'Scope', 'asset' from generate_series(3, 7) as n
        """)
  ]
}
