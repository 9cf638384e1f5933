import CRM
import Postgres
import Support
import Testing

@Suite struct `What an invoice comes to` {
  /// Drafts of chance: currencies of none, two and three decimals, prices of four, discounts, taxes beside
  /// the price and in it, rounded for each line or for the document.
  private static func drafts(_ desk: InvoiceDesk, _ seed: Double) async throws {
    try await desk.crm.arrange(
      """
      insert into finance.rate (currency, rated_on, rate)
      values ('JPY', '2025-01-01', 0.5803), ('KWD', '2025-01-01', 292.1047)
      """)
    try await desk.crm.arrange(
      """
      with seeded as materialized (select setseed(\(raw: "\(seed)"))),
      made as (
        insert into finance.invoice (direction, party_id, currency, invoiced_on, tax_rounding)
        select 'customer', \(desk.party), (array['RUB', 'JPY', 'KWD', 'USD'])[1 + g % 4],
          date '2025-03-01', (array['line', 'document'])[1 + g / 4 % 2]
        from seeded, generate_series(1, 24) as g returning id)
      insert into finance.invoice_line (invoice_id, place, description, quantity, unit_price,
        discount_percent, includes_tax, tax_id)
      select made.id, n, 'Work', round((0.001 + random() * 9)::numeric, 3),
        round((random() * 500)::numeric, 4), round((random() * 90)::numeric, 2), random() < 0.5,
        (array[null::bigint, t.a, t.b])[1 + floor(random() * 3)::integer]
      from made cross join generate_series(1, 7) as n
      cross join (select min(id) as a, max(id) as b from finance.tax
        where kind = 'standard' and percent > 0) as t
      """)
  }

  @Test func `is the same money in its lines, its totals, the ledger, the book and what is open`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let seed = Double.random(in: -1...1)
      try await Self.drafts(desk, seed)
      let ids = try await desk.crm.observed("select id from finance.invoice order by id")
      for row in ids {
        let posted = try await desk.clerk.post("invoices/\(try row.int("id"))/posting")
        #expect(posted.status == 200, "seed \(seed): \(posted.text)")
      }
      let wrong = try await desk.crm.arrange(
        """
        select concat_ws(' ', i.id, i.currency, i.tax_rounding, s.net, s.vat, f.net, b.net, o.gross) as line
        from finance.invoice as i
        cross join lateral finance.invoice_sums(i.id) as s
        cross join lateral (
          select sum(g.net) as net, sum(g.vat) as vat,
            bool_and(g.net = finance.round_money(g.net, i.currency)
              and g.vat = finance.round_money(g.vat, i.currency)) as money,
            -- Half of the smallest unit for the net, half for the tax, and the fourth decimal of the line.
            max(abs(g.net + g.vat - l.gross)) filter (where i.tax_rounding = 'line') as most
          from finance.invoice_figures(i.id) as g join finance.invoice_line as l on l.id = g.line_id) as f
        cross join lateral (
          select sum(-l.amount) filter (where t.part = 'base') as net,
            coalesce(sum(-l.amount) filter (where t.part = 'tax'), 0) as vat
          from finance.tax_line as t join finance.entry_line as l on l.id = t.entry_line_id
          where t.invoice_id = i.id and t.book = 'sales') as b
        cross join lateral (
          select sum(k.amount) as gross, sum(k.base_amount) as base
          from finance.open_item as k where k.invoice_id = i.id) as o
        cross join lateral (
          select sum(l.debit - l.credit) as rest from finance.entry_line as l
          where l.entry_id = i.entry_id) as e
        where not f.money or e.rest <> 0 or s.net <> f.net or s.vat <> f.vat or b.net <> s.net
          or b.vat <> s.vat or o.gross <> s.gross or s.gross <> s.net + s.vat
          or f.most > (select power(10::numeric, -c.minor_units) + 0.0001 from system.currency as c where c.code = i.currency)
        """
      ).map { try $0.string("line") }
      #expect(wrong == [], "seed \(seed)")
      let totals = try await desk.clerk.get(
        "invoice-totals/summary?measure=sum(gross)&group=currency")
      #expect(totals.status == 200, "\(totals.text)")
      #expect(try await desk.faults() == [], "seed \(seed)")
    }
  }
}
