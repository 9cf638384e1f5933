import CRM
import Postgres
import Support

/// What reports of the ledger need, made past every policy.
enum ReportWorld {
  /// An entry of today over two accounts of its own and a party of its own, of whoever the relation is.
  struct Posted {
    let entry: Int
    let line: Int
    let account: Int
    let party: Int
  }

  /// - Parameter use: For what the first account is used, instead of one of its own.
  static func post(
    _ world: World, _ relation: Relation, use: String? = nil, type: String = "asset"
  ) async throws -> Posted {
    _ = try await world.arranger.execute(
      """
      insert into finance.fiscal_year (name, starts_on, ends_on)
      select 'matrix today', date_trunc('year', current_date)::date,
        (date_trunc('year', current_date) + interval '1 year - 1 day')::date
      where not exists (
        select from finance.fiscal_year as y where current_date between y.starts_on and y.ends_on)
      """)
    let account =
      if let use { try await used(world, use) } else { try await self.account(world, type) }
    let other = try await self.account(world, "equity")
    let party = try await world.insert(
      "clients.party", ["name": .string("P\(World.number())"), "customer": true, "supplier": true])
    let entry = try await world.arranger.rows(
      """
      select finance.write_entry(finance.journal_of('general'), current_date, 'Matrix',
        \(world.departments[relation]), jsonb_build_array(
          jsonb_build_object('account_id', \(account), 'debit', 5, 'party_id', \(party)),
          jsonb_build_object('account_id', \(other), 'credit', 5)),
        'document', null, \(world.accounts[relation])) as id
      """)[0].int("id")
    let line = try await world.arranger.rows(
      "select id from finance.entry_line where entry_id = \(entry) and position = 1")[0].int("id")
    return Posted(entry: entry, line: line, account: account, party: party)
  }

  static func account(_ world: World, _ type: String) async throws -> Int {
    try await world.insert(
      "finance.account",
      ["code": .string("R\(World.number())"), "name": "Matrix", "type": .string(type)])
  }

  /// The account that is used for something; one of its own where none is.
  static func used(_ world: World, _ use: String) async throws -> Int {
    let made = try await account(
      world, ["payable", "opening"].contains(use) ? "liability" : "asset")
    _ = try await world.arranger.execute(
      """
      insert into finance.account_use (use, account_id) values (\(use), \(made))
      on conflict on constraint account_use_key do nothing
      """)
    return try await world.arranger.rows(
      "select account_id from finance.account_use where use = \(use)")[0].int("account_id")
  }

  /// A claim that is open, and its party.
  static func item(
    _ world: World, _ relation: Relation, _ side: String
  ) async throws -> (id: Int, party: Int) {
    let posted = try await post(
      world, relation, use: side == "customer" ? "receivable" : "payable")
    let id = try await world.arranger.rows(
      """
      insert into finance.open_item (entry_line_id, side, reference, party_id, department_id,
        account_id, posted_on, due_on, currency, amount, base_amount)
      select l.id, \(side), 'Matrix', l.party_id, e.department_id, l.account_id, e.posted_on,
        e.posted_on, l.currency, l.amount, l.debit - l.credit
      from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
      where l.id = \(posted.line) returning id
      """)[0].int("id")
    return (id, posted.party)
  }

  /// The row of a party in its currency.
  static func aged(_ world: World, _ relation: Relation, _ side: String) async throws -> Int {
    let party = try await item(world, relation, side).party
    return try await world.arranger.rows(
      """
      select \(party) * 1000 + c.id as id from system.currency as c
      where c.code = finance.base_currency()
      """)[0].int("id")
  }

  /// An invoice that is posted; it is in no hands but of the department.
  static func invoiced(_ world: World, _ relation: Relation) async throws -> Int {
    let posted = try await post(world, relation)
    _ = try await used(world, "receivable")
    let revenue = try await account(world, "income")
    let invoice = try await world.insert(
      "finance.invoice",
      [
        "direction": "customer", "party_id": .id(posted.party), "currency": "RUB",
        "invoiced_on": "2025-03-09",
      ].merging(Procured.place(world, relation)) { $1 })
    _ = try await world.insert(
      "finance.invoice_line",
      [
        "invoice_id": .id(invoice), "description": "Work", "quantity": "1", "unit_price": "5.00",
        "account_id": .id(revenue),
      ])
    _ = try await world.arranger.rows("select finance.book_invoice(\(invoice), current_date)")
    return invoice
  }

  /// A row of a book: the base of an invoice of ours or of a supplier's that is posted.
  static func booked(_ world: World, _ book: String) async throws -> Int {
    let posted = try await post(world, .other)
    let ours = book == "sales"
    _ = try await used(world, ours ? "receivable" : "payable")
    let account = try await account(world, ours ? "income" : "expense")
    let stated: [String: JSON] =
      ours ? [:] : ["net_given": "5.00", "vat_given": "0.00", "gross_given": "5.00"]
    let invoice = try await world.insert(
      "finance.invoice",
      [
        "direction": ours ? "customer" : "supplier", "party_id": .id(posted.party),
        "currency": "RUB", "invoiced_on": "2025-03-09",
      ].merging(stated) { $1 })
    _ = try await world.insert(
      "finance.invoice_line",
      [
        "invoice_id": .id(invoice), "description": "Work", "quantity": "1", "unit_price": "5.00",
        "account_id": .id(account),
      ])
    _ = try await world.arranger.rows("select finance.book_invoice(\(invoice), current_date)")
    return try await world.arranger.rows(
      "select id from finance.tax_line where invoice_id = \(invoice) and part = 'base'")[0].int(
        "id")
  }

  /// A year for all that does not change it.
  static func commonYear(_ world: World) async throws -> (id: Int, first: JSON) {
    let known = try await world.arranger.rows(
      "select id, starts_on::text as first from finance.fiscal_year where name = 'Common'")
    if let row = known.first { return (try row.int("id"), .string(try row.string("first"))) }
    let month = LedgerWorld.month()
    let id = try await world.insert(
      "finance.fiscal_year",
      ["name": "Common", "starts_on": month.first, "ends_on": month.last])
    return (id, month.first)
  }

  /// A year of its own, far from all others.
  static func year(_ world: World) async throws -> (id: Int, first: JSON) {
    let month = LedgerWorld.month()
    let id = try await world.insert(
      "finance.fiscal_year",
      ["name": .string("Y\(World.number())"), "starts_on": month.first, "ends_on": month.last])
    return (id, month.first)
  }

  /// A budget that is a draft, and its one line.
  static func budget(
    _ world: World, _ relation: Relation, _ mark: String
  ) async throws -> (id: Int, line: Int) {
    let year = try await year(world)
    let id = try await Subject.whole(
      world, relation, "finance.budget",
      ["name": .string(mark), "fiscal_year_id": .id(year.id)])
    let line = try await world.insert(
      "finance.budget_line",
      [
        "budget_id": .id(id), "account_id": .id(try await account(world, "expense")),
        "month": year.first, "amount": "5.00", "external_source": .string(mark),
      ])
    return (id, line)
  }

  /// A budget of a year alone, since one is approved for each.
  static func separate(_ world: World, _ budget: Int) async throws {
    let year = try await year(world).id
    _ = try await world.arranger.execute(
      "update finance.budget set fiscal_year_id = \(year) where id = \(budget) and state = 'draft'")
  }

  static func approve(_ world: World, _ budget: Int) async throws {
    _ = try await world.arranger.execute(
      """
      update finance.budget set state = 'approved', approved_at = now(),
        approved_by = (select min(id) from access.account)
      where id = \(budget) and state = 'draft'
      """)
  }
}
