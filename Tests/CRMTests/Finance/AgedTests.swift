import CRM
import Postgres
import Support
import Testing

@Suite struct `A report of what is open` {
  /// Invoices of two currencies, payments of them and allocations of chance, some of them taken back.
  private static func trade(_ desk: ReportDesk, _ seed: Double) async throws {
    let statements: [SQL] = [
      """
      insert into finance.invoice (direction, party_id, currency, invoiced_on, due_on)
      select 'customer', (select min(id) from clients.party) + g % 4, (array['RUB', 'EUR'])[1 + g % 2],
        date '2026-01-01' + g * 3, date '2026-01-31' + g * 3 from generate_series(1, 12) as g
      """,
      """
      insert into finance.invoice_line (invoice_id, description, quantity, unit_price, tax_id)
      select i.id, 'Work', 1 + i.id % 3, 100.37 + i.id,
        (select t.id from finance.tax as t where t.code = (array['VAT20', 'VAT10'])[1 + i.id % 2])
      from finance.invoice as i
      """,
    ]
    for statement in statements { try await desk.crm.arrange(statement) }
    let work: [SQL] = [
      "select finance.post_invoice(i.id, i.invoiced_on) from finance.invoice as i order by i.id",
      """
      insert into finance.payment (direction, side, party_id, paid_on, currency, amount)
      select 'in', 'customer', i.party_id, i.invoiced_on + 20, i.currency, 80 + i.id
      from finance.invoice as i order by i.id
      """,
      "select finance.post_payment(p.id) from finance.payment as p order by p.id",
      """
      do $$
      declare
        k record;
      begin
        perform setseed(\(raw: "\(seed)"));
        for k in select p.id as payment, p.paid_on + (random() * 20)::integer as day
          from finance.payment as p where random() < 0.8 order by p.id
        loop
          begin
            perform finance.allocate_payment(k.payment, null, null, null, k.day, true);
          -- What has nothing to settle stays an advance.
          exception when check_violation then null;
          end;
        end loop;
      end
      $$
      """,
      """
      select finance.reverse_allocation(a.id, a.allocated_on + 7, 'Wrong')
      from (select k.id, k.allocated_on from finance.allocation as k order by k.id limit 2) as a
      """,
    ]
    for statement in work {
      if let error = try await desk.crm.sql(desk.clerk, statement).error { throw error }
    }
  }

  @Test func `is what the ledger says, on any day as of any instant`() async throws {
    try await withReportDesk { desk in
      let seed = Double.random(in: -1...1)
      try await Self.trade(desk, seed)
      for _ in 0..<10 {
        let row = try await desk.crm.observed(
          """
          select (date '2026-01-01' + (random() * 100)::integer)::text as day,
            to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as known
          from finance.entry as e order by random() limit 1
          """)[0]
        let (day, known) = (try row.string("day"), try row.string("known"))
        let open = try await desk.clerk.get(
          "receivable-items/summary?at=\(day)&as_of=\(known)&group=currency&measure=sum(left_amount)"
        )
        let sums = (open["data"]?.array ?? []).map {
          "\($0["group"]?["currency"]?.string ?? "") \($0["measures"]?["sum(left_amount)"]?.string ?? "")"
        }
        let ledger = try await desk.expected(
          """
          select concat_ws(' ', l.currency, sum(l.amount)) as row
          from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
          join finance.account as a on a.id = l.account_id and a.code in ('1100', '2100')
          where e.posted_on <= \(day)::date and e.created_at <= \(known)::timestamptz
          group by l.currency having sum(l.amount) <> 0
          """)
        #expect(
          sums.filter { !$0.hasSuffix(" 0.0000") }.sorted() == ledger,
          "seed \(seed), at \(day), known \(known)")
        let tax = try await desk.clerk.get(
          "sales-book/summary?from=2026-01-01&to=\(day)&measure=sum(vat)")
        let booked = try await desk.text(
          """
          select sum(l.credit - l.debit)::text from finance.entry_line as l
          join finance.account as a on a.id = l.account_id and a.code = '2200'
          where l.posted_on <= \(day)::date
          """)
        #expect(
          tax["data"]?.array?.first?["measures"]?["sum(vat)"]?.string == booked, "seed \(seed)")
      }
      #expect(try await desk.rows("tie-out?ok=false", ["check_name", "subject"]) == [])
    }
  }
}
