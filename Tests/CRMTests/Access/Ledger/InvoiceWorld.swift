import CRM
import Postgres
import Support

/// What invoices and payments of the matrix need, made past every policy.
enum InvoiceWorld {
  /// The books of 2025, an account for each use that documents have, and a limit of what may be given up.
  static func open(_ world: World) async throws {
    _ = try await LedgerWorld.accounts(world)
    _ = try await world.arranger.execute(
      """
      with wanted as (
        select u.use, u.type, row_number() over () as place
        from (values ('receivable', 'asset'), ('payable', 'liability'),
          ('advance_received', 'liability'), ('advance_paid', 'asset'), ('tax_output', 'liability'),
          ('tax_input', 'asset'), ('revenue', 'income'), ('expense', 'expense'),
          ('exchange_gain', 'income'), ('exchange_loss', 'expense'), ('write_off', 'expense'),
          ('bank', 'asset')) as u (use, type)
        where not exists (select from finance.account_use as k where k.use = u.use)),
      made as (
        insert into finance.account (code, name, type)
        select concat('U', \(World.number())::bigint, '.', w.place), w.use, w.type from wanted as w
        returning id, name)
      insert into finance.account_use (use, account_id) select m.name, m.id from made as m
      """)
    _ = try await world.arranger.execute(
      """
      insert into finance.write_off_limit (currency, amount) values ('RUB', 1000000)
      on conflict on constraint write_off_limit_once do nothing
      """)
  }

  /// A party of the caller's that buys and sells.
  static func party(_ world: World) async throws -> Int {
    try await world.insert(
      "clients.party",
      ["name": .string("P\(World.number())"), "customer": true, "supplier": true]
        .merging(Procured.place(world, .own)) { $1 })
  }

  /// Money of a customer that came on 9 March 2025.
  static func payment(_ world: World, _ relation: Relation, _ mark: String) async throws
    -> Subject.Fields
  {
    [
      "direction": "in", "side": "customer", "party_id": .id(try await party(world)),
      "paid_on": "2025-03-09", "currency": "RUB", "amount": "5.00", "reference": .string(mark),
    ].merging(Procured.place(world, relation)) { $1 }
  }

  /// Posts an invoice on 9 March 2025.
  static func post(invoice: Int, _ world: World) async throws {
    try await open(world)
    _ = try await world.arranger.rows(
      "select finance.book_invoice(\(invoice), date '2025-03-09')")
  }

  /// Posts a payment.
  static func post(payment: Int, _ world: World) async throws {
    try await open(world)
    _ = try await world.arranger.rows("select finance.book_payment(\(payment))")
  }

  /// An invoice of ours of 5 that the party of a payment got, in the same hands.
  static func invoice(of payment: Int, _ world: World) async throws -> Int {
    let id = try await world.arranger.rows(
      """
      insert into finance.invoice (direction, party_id, currency, invoiced_on, owner_id, department_id)
      select 'customer', p.party_id, p.currency, p.paid_on, p.owner_id, p.department_id
      from finance.payment as p where p.id = \(payment) returning id
      """)[0].int("id")
    _ = try await world.insert(
      "finance.invoice_line",
      ["invoice_id": .id(id), "description": "Work", "quantity": "1", "unit_price": "5.00"])
    try await post(invoice: id, world)
    return id
  }

  /// Money that went to the supplier of an invoice, posted.
  static func payment(of invoice: Int, _ world: World) async throws {
    let id = try await world.arranger.rows(
      """
      insert into finance.payment (direction, side, party_id, paid_on, currency, amount, owner_id,
        department_id)
      select 'out', 'supplier', i.party_id, i.invoiced_on, i.currency, i.gross_given, i.owner_id,
        i.department_id
      from finance.invoice as i where i.id = \(invoice) returning id
      """)[0].int("id")
    try await post(payment: id, world)
  }

  /// A payment that settled an invoice, of whoever the relation is.
  static func allocation(_ world: World, _ relation: Relation) async throws -> Int {
    let payment = try await world.insert(
      "finance.payment", try await payment(world, relation, "Settled"))
    try await post(payment: payment, world)
    let invoice = try await invoice(of: payment, world)
    return try await world.arranger.rows(
      """
      select finance.allocate(null, \(payment), \(invoice), null, null, date '2025-03-10') as id
      """)[0].int("id")
  }

  /// A line of a VAT book of an invoice that is posted, of whoever the relation is.
  static func taxLine(_ world: World, _ relation: Relation) async throws -> Int {
    let payment = try await world.insert(
      "finance.payment", try await payment(world, relation, "Taxed"))
    let invoice = try await invoice(of: payment, world)
    return try await world.arranger.rows(
      "select min(id) as id from finance.tax_line where invoice_id = \(invoice)")[0].int("id")
  }
}

/// Revaluations, which are posted one behind another, each on a day of its own in a far year.
enum RevaluationWorld {
  /// Gives a draft the next day, on which a claim in dollars is worth more than ever.
  static func prepare(_ world: World, _ id: Int) async throws {
    try await InvoiceWorld.open(world)
    try await claim(world)
    let day = try await world.arranger.rows(
      """
      update finance.revaluation as r set revalued_on = (
        select greatest(date '2101-01-01', max(k.revalued_on) + 2) from finance.revaluation as k
        where k.state <> 'draft')
      where r.id = \(id) returning r.revalued_on::text as day
      """)[0].string("day")
    for statement: SQL in [
      """
      insert into finance.fiscal_year (name, starts_on, ends_on)
      select 'matrix ' || y, make_date(y, 1, 1), make_date(y, 12, 31)
      from generate_series(extract(year from \(day)::date)::integer,
        extract(year from \(day)::date + 1)::integer) as y
      where not exists (
        select from finance.fiscal_year as k where make_date(y, 6, 30) between k.starts_on and k.ends_on)
      """,
      """
      insert into finance.rate (currency, rated_on, rate, source)
      select 'USD', \(day)::date, 100 + (\(day)::date - date '2101-01-01') * 0.01, 'matrix'
      on conflict on constraint rate_once do nothing
      """,
    ] { _ = try await world.arranger.execute(statement) }
  }

  /// Posts a draft.
  static func post(_ world: World, _ id: Int) async throws {
    try await prepare(world, id)
    _ = try await world.arranger.rows("select finance.book_revaluation(\(id))")
  }

  /// A line of one that is posted, of whoever the relation is.
  static func line(_ world: World, _ relation: Relation) async throws -> Int {
    let id = try await world.insert(
      "finance.revaluation",
      ["revalued_on": "2101-01-01"].merging(Procured.place(world, relation)) { $1 })
    try await post(world, id)
    return try await world.arranger.rows(
      "select min(id) as id from finance.revaluation_line where revaluation_id = \(id)")[0]
      .int("id")
  }

  /// An invoice of 5 dollars that nobody pays, if there is none.
  private static func claim(_ world: World) async throws {
    let known = try await world.arranger.rows(
      "select from finance.open_item where currency = 'USD' and settled_on is null")
    guard known.count == 0 else { return }
    _ = try await world.arranger.execute(
      """
      insert into finance.rate (currency, rated_on, rate, source)
      select 'USD', date '2025-01-01', 90, 'matrix' where not exists (
        select from finance.rate as r where r.currency = 'USD' and r.rated_on <= date '2025-03-09')
      """)
    let invoice = try await world.insert(
      "finance.invoice",
      [
        "direction": "customer", "party_id": .id(try await InvoiceWorld.party(world)),
        "currency": "USD", "invoiced_on": "2025-03-09",
      ].merging(Procured.place(world, .own)) { $1 })
    _ = try await world.insert(
      "finance.invoice_line",
      ["invoice_id": .id(invoice), "description": "Work", "quantity": "1", "unit_price": "5.00"])
    try await InvoiceWorld.post(invoice: invoice, world)
  }
}
