import CRM
import Postgres
import Support

extension Subject {
  static let purchasingReceipts: [String: Subject] = [
    "receipts": Subject(
      table: "purchasing.receipt", relations: unarchived,
      make: { world, relation, mark in
        try await Procured(world, relation).receipt(note: mark).id
      }),
    "receipt_lines": Subject(
      table: "purchasing.receipt_line", relations: unarchived, marked: false,
      make: { world, relation, mark in
        try await Procured(world, relation).receipt(note: mark).line
      }),
    "purchase_returns": Subject(
      table: "purchasing.purchase_return", relations: unarchived,
      make: { world, relation, mark in
        try await Procured(world, relation).goods(returned: mark).id
      }),
    "purchase_return_lines": Subject(
      table: "purchasing.purchase_return_line", relations: unarchived, marked: false,
      make: { world, relation, mark in
        try await Procured(world, relation).goods(returned: mark).line
      }),
    "invoices": Subject(
      table: "finance.invoice", relations: unarchived,
      fields: { world, relation, mark in
        try await Procured.invoice(world, mark).merging(Procured.place(world, relation)) { $1 }
      }),
    "invoice_lines": Subject(
      table: "finance.invoice_line", relations: unarchived,
      fields: { world, relation, mark in
        // A line of nothing, since the invoice has its amounts.
        let invoice =
          relation == .absent
          ? World.nowhere
          : try await world.insert(
            "finance.invoice",
            try await Procured.invoice(world, "whole", net: "0", vat: "0", gross: "0")
              .merging(Procured.place(world, relation)) { $1 })
        return [
          "invoice_id": .id(invoice), "description": .string(mark), "quantity": "1",
          "unit_price": "0",
        ]
      }),
    "match_tolerances": Subject(
      table: "purchasing.match_tolerance", relations: [.other, .absent], placed: false,
      fields: { world, _, mark in
        let category = try await world.insert(
          "sales.product_category", ["name": .string("category \(mark)")])
        return ["product_category_id": .id(category), "external_source": .string(mark)]
      }),
    "invoice_matches": Subject(
      table: "purchasing.invoice_match", relations: unarchived, marked: false,
      make: { world, relation, mark in
        try await Procured(world, relation).exception(mark).id
      }),
    "invoice_match_lines": Subject(
      table: "purchasing.invoice_match_line", relations: unarchived, marked: false,
      make: { world, relation, mark in
        try await Procured(world, relation).exception(mark).line
      }),
    "supplier_scorecards": Subject(
      table: "purchasing.supplier_scorecard", relations: unarchived, audited: false,
      marked: false,
      make: { world, relation, _ in try await Procured(world, relation).supplier }),
  ]

  /// What has no archive.
  static let unarchived = Set(Relation.allCases).subtracting([.archived])
}

extension VerbCase {
  static let purchasingReceipts: [String: VerbCase] = [
    "purchase_orders.receive": VerbCase(
      prepare: { world, order in
        let lines = try await world.arranger.rows(
          "select from purchasing.purchase_order_line where order_id = \(order)")
        if lines.count == 0 { _ = try await Procured.line(world, order) }
        try await Procured.send(world, order)
      }, makes: "purchasing.receipt",
      statement: { id, _ in
        """
        select from purchasing.receive_order(\(id), null, null, null, null) as n
        where n is not null
        """
      }),
    "receipts.cancel": VerbCase(
      body: { _, _ in ["reason": "Miscounted"] },
      statement: { id, _ in
        "select from purchasing.cancel_receipt(\(id), 'x') as n where n is not null"
      }),
    "receipts.return": VerbCase(
      body: { _, _ in ["reason": "Broken"] }, makes: "purchasing.purchase_return",
      statement: { id, _ in
        """
        select from purchasing.return_receipt(\(id), null, 'x', null) as n where n is not null
        """
      }),
    "invoices.cancel": VerbCase(
      body: { _, _ in ["reason": "Sent twice"] },
      statement: { id, _ in
        "select from finance.cancel_invoice(\(id), 'x') as n where n is not null"
      }),
    "invoices.match": VerbCase(
      prepare: { world, invoice in _ = try await Procured.order(world, invoice) },
      makes: "purchasing.invoice_match",
      statement: { id, _ in
        "select from purchasing.match_invoice(\(id)) as n where n is not null"
      }),
    "invoices.unmatch": VerbCase(
      prepare: { world, invoice in
        let order = try await Procured.order(world, invoice)
        _ = try await Procured.match(world, invoice, order)
      },
      statement: { id, _ in "select from purchasing.void_match(\(id)) as n where n is not null" }),
    "invoice_matches.release": VerbCase(
      body: { _, _ in ["reason": "The rest is on its way"] },
      statement: { id, _ in
        "select from purchasing.release_match(\(id), 'x') as n where n is not null"
      }),
  ]
}

extension ScopeRow {
  static let purchasingReceipts = [
    ScopeRow("clients.party", "name, supplier", "'Supplier', true"),
    ScopeRow(
      "finance.invoice", "party_id, invoiced_on, currency, net_given, vat_given, gross_given",
      "(select max(id) from clients.party where supplier), date '2025-03-09', 'RUB', 1, 0, 1"),
  ]
}
