import CRM
import Postgres
import Support

/// An order of the matrix that was sent, with one line, and what can come of it, made past every policy.
struct Procured {
  let world: World
  let relation: Relation
  let supplier: Int
  let order: Int
  let line: Int

  init(_ world: World, _ relation: Relation) async throws {
    (self.world, self.relation) = (world, relation)
    supplier = try await world.insert(
      "clients.party",
      ["name": "Supplier", "supplier": true].merging(Self.place(world, relation)) { $1 })
    order = try await world.insert(
      "purchasing.purchase_order",
      ["party_id": .id(supplier), "currency": "RUB", "ordered_on": "2025-03-01"]
        .merging(Self.place(world, relation)) { $1 })
    line = try await Self.line(world, order)
    try await Self.send(world, order)
  }

  static func place(_ world: World, _ relation: Relation) -> Subject.Fields {
    [
      "owner_id": .id(world.accounts[relation]),
      "department_id": .id(world.departments[relation == .absent ? .own : relation]),
    ]
  }

  static func line(_ world: World, _ order: Int) async throws -> Int {
    try await world.insert(
      "purchasing.purchase_order_line",
      [
        "order_id": .id(order), "description": "Thing", "quantity": "1", "unit_id": 1,
        "unit_price": "100", "vat_rate": "20",
      ])
  }

  /// Sends an order that nobody has approved.
  static func send(_ world: World, _ order: Int) async throws {
    try await world.crm.database.force(
      "update purchasing.purchase_order set state = 'sent' where id = \(order)")
  }

  /// Sends an order and receives all of it; one line where it has none.
  static func receive(_ world: World, _ order: Int) async throws {
    let lines = try await world.arranger.rows(
      "select id from purchasing.purchase_order_line where order_id = \(order)")
    let line =
      if let line = lines.first { try line.int("id") } else { try await Self.line(world, order) }
    try await send(world, order)
    _ = try await receipt(world, order, line, "Arrived", place(world, .own))
  }

  /// A receipt of all.
  func receipt(note: String) async throws -> (id: Int, line: Int) {
    try await Self.receipt(world, order, line, note, Self.place(world, relation))
  }

  private static func receipt(
    _ world: World, _ order: Int, _ line: Int, _ note: String, _ place: Subject.Fields
  ) async throws -> (id: Int, line: Int) {
    let receipt = try await world.insert(
      "purchasing.receipt",
      ["order_id": .id(order), "delivery_note": .string(note)].merging(place) { $1 })
    let received = try await world.insert(
      "purchasing.receipt_line",
      ["receipt_id": .id(receipt), "order_line_id": .id(line), "quantity": "1"])
    return (receipt, received)
  }

  /// A return of all.
  func goods(returned reason: String) async throws -> (id: Int, line: Int) {
    let receipt = try await receipt(note: "Arrived")
    let back = try await world.insert(
      "purchasing.purchase_return",
      ["receipt_id": .id(receipt.id), "reason": .string(reason)]
        .merging(Self.place(world, relation)) { $1 })
    let line = try await world.insert(
      "purchasing.purchase_return_line",
      ["purchase_return_id": .id(back), "receipt_line_id": .id(receipt.line), "quantity": "1"])
    return (back, line)
  }

  /// What an invoice is made of, of a supplier whom the caller may see.
  static func invoice(
    _ world: World, _ mark: String, net: String = "100", vat: String = "20", gross: String = "120"
  ) async throws -> Subject.Fields {
    let supplier = try await world.insert(
      "clients.party",
      ["name": "Supplier", "supplier": true].merging(place(world, .own)) { $1 })
    return [
      "party_id": .id(supplier), "reference": .string(mark), "invoiced_on": "2025-03-09",
      "currency": "RUB", "net_given": .string(net), "vat_given": .string(vat),
      "gross_given": .string(gross),
    ]
  }

  /// Orders and receives what an invoice is for; the order.
  static func order(_ world: World, _ invoice: Int) async throws -> Int {
    let party = try await world.arranger.rows(
      "select party_id as id from finance.invoice where id = \(invoice)")[0].int("id")
    let order = try await world.insert(
      "purchasing.purchase_order",
      ["party_id": .id(party), "currency": "RUB", "ordered_on": "2025-03-01"]
        .merging(place(world, .own)) { $1 })
    let line = try await line(world, order)
    try await send(world, order)
    _ = try await receipt(world, order, line, "Arrived", place(world, .own))
    _ = try await world.arranger.execute(
      """
      insert into finance.invoice_line (invoice_id, order_line_id, quantity, unit_price, vat)
      values (\(invoice), \(line), 1, 100, 20)
      """)
    return order
  }

  /// Matches an invoice with its order in the name of somebody else.
  static func match(_ world: World, _ invoice: Int, _ order: Int) async throws -> (
    id: Int, line: Int
  ) {
    let row = try await world.arranger.rows(
      """
      with i as (
        update finance.invoice as k set state = case when exists (
            select from purchasing.receipt as r where r.order_id = \(order))
          then 'matched' else 'exception' end where k.id = \(invoice)
        returning k.*),
      m as (
        insert into purchasing.invoice_match (owner_id, department_id, invoice_id, order_id,
          party_id, currency, made_by, state)
        select i.owner_id, i.department_id, i.id, \(order), i.party_id, i.currency, \(world.spare),
          i.state from i returning id)
      insert into purchasing.invoice_match_line (invoice_match_id, invoice_line_id, order_line_id,
        ordered_quantity, received_quantity, previous_quantity, invoiced_quantity, matched_quantity,
        ordered_price, invoiced_price, expected_vat, invoiced_vat, quantity_percent, price_percent,
        tax_amount)
      select m.id, f.* from m, purchasing.match_facts(\(invoice), null) as f
      returning invoice_match_id as id, id as line
      """)[0]
    return (try row.int("id"), try row.int("line"))
  }

  /// An invoice of what never came, and its match.
  func exception(_ mark: String) async throws -> (id: Int, line: Int) {
    let fields: Subject.Fields = [
      "party_id": .id(supplier), "reference": .string(mark), "invoiced_on": "2025-03-09",
      "currency": "RUB", "net_given": "100", "vat_given": "20", "gross_given": "120",
    ]
    let invoice = try await world.insert(
      "finance.invoice", fields.merging(Self.place(world, relation)) { $1 })
    _ = try await world.arranger.execute(
      """
      insert into finance.invoice_line (invoice_id, order_line_id, quantity, unit_price, vat)
      values (\(invoice), \(line), 1, 100, 20)
      """)
    return try await Self.match(world, invoice, order)
  }
}
