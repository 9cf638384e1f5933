import CRM
import Postgres
import Support

/// Documents that come into being.
extension ChanceThrow {
  mutating func invoice(_ name: String) -> ChanceDeed {
    let currency = dice.currency()
    let lines: [JSON] = (1...dice.number(1...4)).map { place in
      let price = "\(dice.number(1...800)).\(dice.cents())\(dice.cents())"
      let tax = dice.one(["VAT22", "VAT20", "VAT10", "VAT0", ""])
      return [
        "place": .id(place), "unit_price": .string(price),
        "quantity": .string("\(dice.number(1...9)).\(dice.number(0...9))"),
        "discount_percent": .string(dice.one(["0", "0", "12.5"])),
        "includes_tax": .bool(dice.chance(0.3)), "tax_id": books.taxes[tax].map(JSON.id) ?? .null,
      ]
    }
    let term = dice.chance(0.3) ? books.term : nil
    return ChanceDeed(
      kind: .invoice,
      before: [
        """
        insert into finance.invoice (direction, party_id, currency, invoiced_on, department_id, tax_rounding,
          payment_term_id, external_source, external_key)
        values ('customer', \(dice.one(books.parties))::bigint, \(currency), \(dice.day())::date,
          \(dice.one(books.departments))::bigint, \(dice.one(["line", "document"])), \(term)::bigint, 'chance', \(name))
        """,
        """
        insert into finance.invoice_line (invoice_id, place, description, quantity, unit_price, discount_percent,
          includes_tax, tax_id)
        select i.id, l.place, 'Work', l.quantity, l.unit_price, l.discount_percent, l.includes_tax, l.tax_id
        from finance.invoice as i cross join jsonb_to_recordset(\(JSON.array(lines).text)::jsonb) as l (place integer,
          quantity numeric, unit_price numeric, discount_percent numeric, includes_tax boolean, tax_id bigint)
        where i.external_source = 'chance' and i.external_key = \(name)
        """,
      ],
      pick: Self.made("invoice", name),
      verb: "finance.post_invoice(k.subject, \(maybeDay(0.2))::date)")
  }

  mutating func bill(_ name: String) -> ChanceDeed {
    let currency = dice.currency()
    let (net, vat) = (
      dice.money(currency), dice.chance(0.5) ? "0" : dice.money(currency, upTo: 500)
    )
    // Whoever is reached by the reverse charge states no tax of his own.
    let tax = vat == "0" ? dice.one(["RC22", "VAT0", ""]) : dice.one(["VAT20", ""])
    var before: [SQL] = [
      """
      insert into finance.invoice (direction, party_id, currency, invoiced_on, department_id, net_given, vat_given,
        gross_given, external_source, external_key)
      values ('supplier', \(dice.one(books.parties))::bigint, \(currency), \(dice.day())::date,
        \(dice.one(books.departments))::bigint, \(net)::numeric, \(vat)::numeric, \(net)::numeric + \(vat)::numeric,
        'chance', \(name))
      """
    ]
    if let id = books.taxes[tax] {
      before.append(
        """
        insert into finance.invoice_line (invoice_id, place, description, quantity, unit_price, vat, tax_id)
        select i.id, 1, 'Goods', 1, \(net)::numeric, \(vat)::numeric, \(id)::bigint from finance.invoice as i
        where i.external_source = 'chance' and i.external_key = \(name)
        """)
    }
    return ChanceDeed(
      kind: .bill, before: before, pick: Self.made("invoice", name),
      verb: "finance.post_invoice(k.subject, \(maybeDay(0.2))::date)")
  }

  mutating func credit() -> ChanceDeed {
    let share = dice.one([nil, 0.3, 0.8])
    let lines: SQL =
      share.map {
        """
        (select jsonb_agg(jsonb_build_object('line_id', l.id, 'quantity', round(l.quantity * \($0)::numeric, 1)))
        from finance.invoice_line as l where l.invoice_id = k.subject)
        """
      } ?? "null::jsonb"
    return ChanceDeed(
      kind: .credit,
      pick: "select \(posted(open: false, kind: "invoice")) as subject, null::bigint as target",
      verb: """
        finance.post_invoice(finance.credit_invoice(k.subject, \(dice.day())::date, 'Chance', \(lines)), null)
        """)
  }

  mutating func advance(_ name: String) -> ChanceDeed {
    let currency = dice.currency()
    let (direction, side) = dice.one([
      ("in", "customer"), ("in", "customer"), ("in", "customer"), ("out", "supplier"),
      ("out", "supplier"), ("out", "customer"), ("in", "supplier"),
    ])
    return ChanceDeed(
      kind: .advance,
      before: [
        """
        insert into finance.payment (direction, side, party_id, paid_on, currency, amount, department_id,
          external_source, external_key)
        values (\(direction), \(side), \(dice.one(books.parties))::bigint, \(dice.day())::date, \(currency),
          \(dice.money(currency))::numeric, \(dice.one(books.departments))::bigint, 'chance', \(name))
        """
      ], pick: Self.made("payment", name), verb: "finance.post_payment(k.subject)")
  }
}
