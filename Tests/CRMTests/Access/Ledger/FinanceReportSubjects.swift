import CRM
import Postgres
import Support

extension Subject {
  /// What reports, budgets, opening balances and the year's end serve.
  static let financeReports: [String: Subject] = ledgerReports.merging(planning) { $1 }

  private static let ledgerReports: [String: Subject] = [
    "trial_balance": report("trial_balance") { try await ReportWorld.post($0, $1).account },
    "general_ledger": report("general_ledger") { try await ReportWorld.post($0, $1).line },
    "profit_and_loss": report("profit_and_loss") { world, relation in
      let account = try await ReportWorld.post(world, relation, type: "expense").account
      return account * 1_000_000 + (world.departments[relation] ?? 0)
    },
    "balance_sheet": report("balance_sheet") { try await ReportWorld.post($0, $1).account },
    "cash_flow": report("cash_flow") { world, relation in
      let posted = try await ReportWorld.post(world, relation, use: "cash")
      return try await world.arranger.rows(
        "select account_id from finance.entry_line where entry_id = \(posted.entry) and position = 2"
      )[0].int("account_id")
    },
    "customer_statement": report("customer_statement") {
      try await ReportWorld.post($0, $1, use: "receivable").line
    },
    "supplier_statement": report("supplier_statement") {
      try await ReportWorld.post($0, $1, use: "payable").line
    },
    "receivable_items": report("receivable_item") {
      try await ReportWorld.item($0, $1, "customer").id
    },
    "payable_items": report("payable_item") { try await ReportWorld.item($0, $1, "supplier").id },
    "aged_receivables": report("aged_receivable") {
      try await ReportWorld.aged($0, $1, "customer")
    },
    "aged_payables": report("aged_payable") { try await ReportWorld.aged($0, $1, "supplier") },
    "invoice_figures": report("invoice_figure") { try await ReportWorld.invoiced($0, $1) },
    "sales_book": whole("sales_book") { try await ReportWorld.booked($0, "sales") },
    "purchase_book": whole("purchase_book") { try await ReportWorld.booked($0, "purchases") },
    "tie_out": whole("tie_out") { _ in 1 },
  ]

  private static let planning: [String: Subject] = [
    "budgets": Subject(
      table: "finance.budget", relations: unarchived,
      fields: { world, relation, mark in
        let year = try await ReportWorld.commonYear(world).id
        let fields: Fields = ["name": .string(mark), "fiscal_year_id": .id(year)]
        return fields.merging(Procured.place(world, relation)) { $1 }
      }),
    "budget_lines": Subject(
      table: "finance.budget_line", relations: unarchived,
      fields: { world, relation, mark in
        let year = try await ReportWorld.commonYear(world)
        let budget = try await whole(
          world, relation, "finance.budget",
          ["name": "Whole", "fiscal_year_id": .id(year.id)])
        return [
          "budget_id": .id(budget), "month": year.first, "amount": "5.00",
          "account_id": .id(try await ReportWorld.account(world, "expense")),
          "external_source": .string(mark),
        ]
      }),
    "budget_warnings": Subject(
      table: "finance.budget_warning", relations: unarchived, marked: false,
      make: { world, relation, mark in
        let budget = try await ReportWorld.budget(world, relation, mark)
        let posted = try await ReportWorld.post(world, relation)
        return try await world.insert(
          "finance.budget_warning",
          [
            "budget_id": .id(budget.id), "account_id": .id(posted.account),
            "month": "2200-01-01", "stage": "actual", "entry_id": .id(posted.entry),
            "planned": "1.00", "used": "2.00",
          ])
      }),
    "budget_figures": report("budget_figure") { world, relation in
      let budget = try await ReportWorld.budget(world, relation, "Figure").id
      try await ReportWorld.approve(world, budget)
      return try await world.arranger.rows(
        "select id from finance.budget_figure where budget_id = \(budget)")[0].int("id")
    },
    "category_accounts": Subject(
      table: "finance.category_account", relations: LedgerWorld.common, placed: false,
      fields: { world, _, mark in
        [
          "product_category_id": .id(
            try await world.insert(
              "sales.product_category", ["name": .string("C\(World.number())")])),
          "account_id": .id(try await ReportWorld.account(world, "expense")),
          "external_source": .string(mark),
        ]
      }),
    "opening_balances": Subject(
      table: "finance.opening_balance", relations: LedgerWorld.common, placed: false,
      fields: { world, _, mark in
        _ = try await ReportWorld.used(world, "opening")
        return [
          "opened_on": "2025-03-09", "currency": "RUB", "amount": "5.00",
          "account_id": .id(try await LedgerWorld.accounts(world)[0]),
          "external_source": .string(mark),
        ]
      }),
    "year_closes": Subject(
      table: "finance.year_close", relations: LedgerWorld.common, placed: false, marked: false,
      make: { world, _, _ in
        try await world.insert(
          "finance.year_close",
          ["fiscal_year_id": .id(try await ReportWorld.year(world).id), "result": "0.00"])
      }),
    "carried_balances": Subject(
      table: "finance.carried_balance", relations: LedgerWorld.common, placed: false,
      marked: false,
      make: { world, _, _ in
        try await world.insert(
          "finance.carried_balance",
          [
            "fiscal_year_id": .id(try await ReportWorld.commonYear(world).id), "currency": "RUB",
            "account_id": .id(try await ReportWorld.account(world, "asset")), "amount": "0.00",
            "balance": "0.00",
          ])
      }),
  ]

  /// Rows that are seen by the entries, items or budgets they come of.
  private static func report(
    _ noun: String, _ id: @escaping @Sendable (World, Relation) async throws -> Int
  ) -> Subject {
    Subject(
      table: "finance.\(noun)", relations: unarchived, audited: false, marked: false,
      make: { world, relation, _ in try await id(world, relation) })
  }

  /// Rows that are seen by whoever may see all of them.
  private static func whole(
    _ noun: String, _ id: @escaping @Sendable (World) async throws -> Int
  ) -> Subject {
    Subject(
      table: "finance.\(noun)", relations: LedgerWorld.common, placed: false, audited: false,
      marked: false, make: { world, _, _ in try await id(world) })
  }
}

extension VerbCase {
  static let financeReports: [String: VerbCase] = [
    "budgets.approve": VerbCase(
      prepare: { try await ReportWorld.separate($0, $1) },
      statement: { id, _ in "select from finance.approve_budget(\(id)) as n where n is not null" }),
    "budgets.revise": VerbCase(
      prepare: { world, id in
        try await ReportWorld.separate(world, id)
        try await ReportWorld.approve(world, id)
      }, makes: "finance.budget",
      statement: { id, _ in "select from finance.revise_budget(\(id)) as n where n is not null" }),
    "opening_balances.reverse": VerbCase(
      body: { _, _ in ["reason": "Wrong"] },
      statement: { id, _ in
        "select from finance.reverse_opening(\(id), null, 'x') as n where n is not null"
      }),
    // The years of the matrix stand anywhere, so one before them is open; and none is closed.
    "fiscal_years.close": VerbCase(
      prepare: { world, _ in
        _ = try await world.arranger.execute(
          """
          insert into finance.fiscal_year (name, starts_on, ends_on)
          select 'matrix first', date '1950-01-01', date '1950-12-31'
          where not exists (select from finance.fiscal_year as y where y.name = 'matrix first')
          """)
      }),
    "fiscal_years.reopen": VerbCase(), "fiscal_years.archive": VerbCase(),
  ]
}

extension ScopeRow {
  static let financeReports: [ScopeRow] = [
    ScopeRow(
      "finance.budget", "name, fiscal_year_id",
      "'Scope', (select max(id) from finance.fiscal_year)",
      before: """
        insert into finance.fiscal_year (name, starts_on, ends_on)
        values ('scope', '2190-01-01', '2190-12-31')
        """)
  ]
}
