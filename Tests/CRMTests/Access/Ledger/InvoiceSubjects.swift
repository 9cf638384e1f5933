import CRM
import Postgres
import Support

extension Subject {
  /// Taxes, terms, payments, and what settles what.
  static let invoicing: [String: Subject] = settled.merging(terms) { $1 }

  private static let terms: [String: Subject] = [
    "taxes": Subject(
      table: "finance.tax", relations: LedgerWorld.archiving, placed: false,
      fields: { _, _, mark in
        ["code": .string("T\(World.number())"), "name": .string(mark), "percent": "5"]
      }, away: ["archived_at": "2020-01-01T00:00:00Z"]),
    "payment_terms": Subject(
      table: "finance.payment_term", relations: LedgerWorld.archiving, placed: false,
      fields: { _, _, mark in ["name": .string(mark)] },
      away: ["archived_at": "2020-01-01T00:00:00Z"]),
    "payment_term_parts": Subject(
      table: "finance.payment_term_part", relations: LedgerWorld.common, placed: false,
      marked: false, change: { _, _ in ["days": .id(1 + World.number() % 3000)] },
      fields: { world, _, mark in
        [
          "payment_term_id": .id(
            try await world.insert("finance.payment_term", ["name": .string("whole \(mark)")])),
          "percent": "100",
        ]
      }),
    "write_off_limits": Subject(
      table: "finance.write_off_limit", relations: LedgerWorld.common, placed: false,
      marked: false, change: { _, _ in ["amount": .string("\(100 + World.number()).00")] },
      fields: { world, _, _ in
        let currency = try await LedgerWorld.free(
          world, "finance.write_off_limit", "currency", of: ["USD", "EUR", "CNY"])
        return ["currency": currency, "amount": "5.00"]
      }),
  ]

  private static let settled: [String: Subject] = [
    "payments": Subject(
      table: "finance.payment", relations: unarchived,
      fields: { world, relation, mark in try await InvoiceWorld.payment(world, relation, mark) }),
    "allocations": Subject(
      table: "finance.allocation", relations: unarchived, marked: false,
      make: { world, relation, _ in try await InvoiceWorld.allocation(world, relation) }),
    "revaluations": Subject(
      table: "finance.revaluation", relations: unarchived,
      change: { _, mark in ["note": .string("changed \(mark)")] },
      fields: { world, relation, mark in
        ["revalued_on": "2100-06-30", "note": .string(mark)]
          .merging(Procured.place(world, relation)) { $1 }
      }),
    "revaluation_lines": Subject(
      table: "finance.revaluation_line", relations: unarchived, audited: false, marked: false,
      make: { world, relation, _ in try await RevaluationWorld.line(world, relation) }),
    "open_items": Subject(
      table: "finance.open_now", relations: unarchived, audited: false, marked: false,
      make: { world, relation, _ in
        try await ReportWorld.item(world, relation, "customer").id
      }),
    "invoice_totals": Subject(
      table: "finance.invoice_total", relations: unarchived, audited: false, marked: false,
      make: { world, relation, mark in
        try await world.insert(
          "finance.invoice",
          try await Procured.invoice(world, mark).merging(Procured.place(world, relation)) { $1 })
      }),
    "tax_lines": Subject(
      table: "finance.invoice_tax", relations: unarchived, audited: false, marked: false,
      make: { world, relation, _ in try await InvoiceWorld.taxLine(world, relation) }),
  ]
}

extension ScopeRow {
  static let invoicing: [ScopeRow] = [
    ScopeRow(
      "finance.payment", "direction, side, party_id, paid_on, currency, amount",
      "'in', 'customer', (select min(id) from clients.party), date '2025-03-09', 'RUB', 1"),
    ScopeRow("finance.revaluation", "revalued_on", "date '2025-03-31'"),
  ]
}
