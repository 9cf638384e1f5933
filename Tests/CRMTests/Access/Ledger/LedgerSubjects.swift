import CRM
import Postgres
import Support

extension Subject {
  /// What the ledger serves.
  static let ledger: [String: Subject] = [
    "ledger_settings": Subject(
      table: "finance.ledger_setting", relations: LedgerWorld.common, placed: false,
      change: { _, mark in ["note": .string("changed \(mark)")] },
      fields: { _, _, mark in ["base_currency": "RUB", "note": .string(mark)] },
      make: { world, _, mark in
        try await world.arranger.rows(
          """
          with made as (
            insert into finance.ledger_setting (base_currency, note)
            select 'RUB', \(mark) where not exists (select from finance.ledger_setting) returning id)
          , marked as (
            update finance.ledger_setting set note = \(mark) returning id)
          select coalesce((select id from made), (select id from marked)) as id
          """)[0].int("id")
      }),
    "charts": Subject(
      table: "finance.chart", relations: LedgerWorld.common, placed: false,
      make: { world, _, mark in try await LedgerWorld.chart(world, mark).id }),
    "chart_accounts": Subject(
      table: "finance.chart_account", relations: LedgerWorld.common, placed: false,
      audited: false,
      make: { world, _, mark in try await LedgerWorld.chart(world, mark).account }),
    "ledger_accounts": Subject(
      table: "finance.account", relations: LedgerWorld.archiving, placed: false,
      fields: { _, _, mark in
        ["code": .string("L\(World.number())"), "name": .string(mark), "type": "asset"]
      }, away: ["archived_at": "2020-01-01T00:00:00Z"]),
    "account_uses": Subject(
      table: "finance.account_use", relations: LedgerWorld.common, placed: false,
      fields: { world, _, mark in
        let use = try await LedgerWorld.free(
          world, "finance.account_use", "use",
          of: ["rounding", "transfer", "write_off"])
        return [
          "use": use, "account_id": .id(try await LedgerWorld.accounts(world)[0]),
          "external_source": .string(mark),
        ]
      }),
    "journals": Subject(
      table: "finance.journal", relations: LedgerWorld.archiving, placed: false,
      fields: { _, _, mark in
        ["code": .string("J\(World.number())"), "name": .string(mark), "kind": "general"]
      }, away: ["archived_at": "2020-01-01T00:00:00Z"]),
    "fiscal_years": Subject(
      table: "finance.fiscal_year", relations: LedgerWorld.common, placed: false,
      fields: { world, _, mark in
        try await LedgerWorld.forgetYears(world)
        let month = LedgerWorld.month()
        return ["name": .string(mark), "starts_on": month.first, "ends_on": month.last]
      }),
    "periods": Subject(
      table: "finance.period", relations: LedgerWorld.common, placed: false, marked: false,
      make: { world, _, _ in
        let year = try await ReportWorld.commonYear(world).id
        return try await world.arranger.rows(
          "select id from finance.period where fiscal_year_id = \(year)")[0].int("id")
      }),
    "rates": Subject(
      table: "finance.rate", relations: LedgerWorld.common, placed: false,
      fields: { _, _, mark in
        [
          "currency": "USD", "rated_on": LedgerWorld.month().first, "rate": "80.5",
          "source": .string(mark),
        ]
      }),
    "lock_dates": Subject(
      table: "finance.lock_date", relations: LedgerWorld.common, placed: false,
      change: { _, mark in ["note": .string("changed \(mark)")] },
      fields: { world, _, mark in
        let area = try await LedgerWorld.free(
          world, "finance.lock_date", "area", of: ["sales", "purchases", "tax", "all"])
        return ["area": area, "locked_until": "1990-01-01", "note": .string(mark)]
      }),
    "lock_exceptions": Subject(
      table: "finance.lock_exception", relations: LedgerWorld.common, placed: false,
      fields: { world, _, mark in
        let until = try await world.arranger.rows(
          """
          select to_char(now() + interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as until
          """)[0].string("until")
        return [
          "area": "sales", "account_id": .id(world.spare), "valid_until": .string(until),
          "reason": .string(mark),
        ]
      }),
    "entries": Subject(
      table: "finance.entry", relations: Subject.unarchived,
      make: { world, relation, mark in
        try await LedgerWorld.entry(world, relation, mark)
      }),
    "entry_lines": Subject(
      table: "finance.entry_line", relations: Subject.unarchived,
      make: { world, relation, mark in
        let entry = try await LedgerWorld.entry(world, relation, mark)
        return try await world.arranger.rows(
          "select id from finance.entry_line where entry_id = \(entry) and position = 1")[0]
          .int("id")
      }),
  ]
}

extension VerbCase {
  static let ledger: [String: VerbCase] = [
    "charts.adopt": VerbCase(
      makes: "finance.account",
      statement: { id, _ in "select from finance.adopt_chart(\(id)) as n where n is not null" }),
    "journals.post": VerbCase(
      body: { world, _ in
        [
          "posted_on": "2025-03-09", "description": "By hand",
          "lines": LedgerWorld.lines(try await LedgerWorld.accounts(world), "line"),
        ]
      }, makes: "finance.entry",
      statement: { id, body in
        """
        select from finance.enter_by_hand(\(id), date '2025-03-09', 'x', null,
          \(body["lines"]?.text ?? "[]")::jsonb) as n where n is not null
        """
      }),
    "entries.reverse": VerbCase(
      body: { _, _ in ["reason": "Wrong"] }, makes: "finance.entry",
      statement: { id, _ in
        "select from finance.reverse_by_hand(\(id), null, 'x') as n where n is not null"
      }),
    "lock_exceptions.revoke": VerbCase(
      statement: { id, _ in
        "select from finance.revoke_lock_exception(\(id)) as n where n is not null"
      }),
  ]
}
