import CRM
import Postgres
import Support

/// Whatever comes to somebody's mind.
struct ChanceThrow {
  let books: ChanceBooks
  var dice: Dice

  /// The next deed, whose documents bear the name.
  mutating func deed(_ name: String) -> ChanceDeed {
    let kind = dice.one(ChanceDeed.Kind.drawn)
    switch kind {
    case .invoice: return invoice(name)
    case .bill: return bill(name)
    case .credit: return credit()
    case .advance: return advance(name)
    case .payment, .refund: return money(kind)
    case .allocation, .settling: return allocation(kind)
    case .writeOff: return writeOff()
    case .takeBack, .undoInvoice, .undoPayment, .undoEntry: return undoing(kind)
    case .entry: return entry()
    case .lock: return lock()
    case .revaluation: return revaluation(name)
    case .undoRevaluation: return undoRevaluation()
    }
  }

  /// A day now and then, else the one that the verb takes by itself.
  private mutating func maybeDay(_ share: Double = 0.4) -> String? {
    dice.chance(share) ? dice.day() : nil
  }

  private mutating func invoice(_ name: String) -> ChanceDeed {
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

  private static func made(_ table: String, _ name: String) -> SQL {
    """
    select (select d.id from finance.\(raw: table) as d
      where d.external_source = 'chance' and d.external_key = \(name)) as subject, null::bigint as target
    """
  }

  private mutating func bill(_ name: String) -> ChanceDeed {
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

  /// A posted invoice, of a kind where it is told; one that has something open where it is wanted.
  private mutating func posted(open: Bool = true, kind: String? = nil) -> SQL {
    let place = dice.place()
    let demand: SQL =
      open
      ? """
      and exists (select from finance.open_item as o where o.invoice_id = i.id and o.settled_on is null)
      """ : ""
    return """
      (select i.id from finance.invoice as i
      where i.id >= ((select max(m.id) from finance.invoice as m) * \(place)::float8)::bigint and i.state = 'posted'
        and i.kind = coalesce(\(kind), i.kind) \(demand) order by i.id limit 1)
      """
  }

  private mutating func paid(open: Bool = true) -> SQL {
    let place = dice.place()
    let demand: SQL =
      open
      ? """
      and exists (select from finance.open_item as o where o.payment_id = p.id and o.settled_on is null)
      """ : ""
    return """
      (select p.id from finance.payment as p
      where p.id >= ((select max(m.id) from finance.payment as m) * \(place)::float8)::bigint and p.state = 'posted'
        \(demand) order by p.id limit 1)
      """
  }

  private mutating func credit() -> ChanceDeed {
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

  private mutating func advance(_ name: String) -> ChanceDeed {
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

  private mutating func money(_ kind: ChanceDeed.Kind) -> ChanceDeed {
    let isRefund = kind == .refund
    let amount = dice.chance(0.5) ? dice.money("JPY", upTo: 400) : nil
    let day = maybeDay()
    let who = isRefund ? paid() : posted()
    return ChanceDeed(
      kind: kind, pick: "select \(who) as subject, null::bigint as target",
      verb: """
        finance.\(raw: isRefund ? "refund_payment" : "pay_invoice")(k.subject, \(amount)::numeric, \(day)::date, null, null)
        """,
      request: { subject, _ in
        (
          isRefund ? "payments/\(subject)/refunds" : "invoices/\(subject)/payments",
          ["amount": amount.map(JSON.string) ?? .null, "paid_on": day.map(JSON.string) ?? .null]
        )
      })
  }

  /// A payment, or a credit note or invoice, against what the same party has open on the other side, whatever its
  /// currency; a payment also against all that the party has open.
  private mutating func allocation(_ kind: ChanceDeed.Kind) -> ChanceDeed {
    let isPayment = kind == .allocation
    let own = isPayment ? "payment" : "invoice"
    let amount = dice.chance(0.3) ? dice.money("JPY", upTo: 300) : nil
    let day = maybeDay(0.3)
    let skipped = dice.number(0...3)
    let other: SQL =
      isPayment && dice.chance(0.6)
      ? "null::bigint"
      : """
      (select t.invoice_id from finance.open_item as o join finance.open_item as t
        on t.party_id = o.party_id and t.side = o.side and sign(t.amount) <> sign(o.amount)
      where o.\(raw: own)_id = s.id and o.settled_on is null and t.settled_on is null and t.invoice_id is not null
      order by t.id limit 1 offset \(skipped)::bigint)
      """
    let who = isPayment ? paid() : posted()
    return ChanceDeed(
      kind: kind,
      pick: """
        select s.id as subject, \(other) as target from (select \(who) as id offset 0) as s
        """,
      verb: isPayment
        ? "finance.allocate_payment(k.subject, k.target, null, \(amount)::numeric, \(day)::date)"
        : "finance.allocate_invoice(k.subject, k.target, null, \(amount)::numeric, \(day)::date)",
      request: { subject, target in
        (
          "\(own)s/\(subject)/allocations",
          [
            "invoice_id": target.map(JSON.id) ?? .null, "amount": amount.map(JSON.string) ?? .null,
            "allocated_on": day.map(JSON.string) ?? .null,
          ]
        )
      })
  }

  private mutating func writeOff() -> ChanceDeed {
    let isPayment = dice.chance(0.3)
    let amount = dice.chance(0.8) ? dice.money("JPY", upTo: 30) : nil
    let day = maybeDay()
    let who = isPayment ? paid() : posted()
    return ChanceDeed(
      kind: .writeOff, pick: "select \(who) as subject, null::bigint as target",
      verb: """
        finance.\(raw: isPayment ? "write_off_payment" : "write_off_invoice")(k.subject, \(amount)::numeric, \(day)::date,
          'Chance')
        """,
      request: { subject, _ in
        (
          isPayment ? "payments/\(subject)/write-offs" : "invoices/\(subject)/write-offs",
          [
            "amount": amount.map(JSON.string) ?? .null,
            "written_off_on": day.map(JSON.string) ?? .null, "reason": "Chance",
          ]
        )
      })
  }

  private mutating func undoing(_ kind: ChanceDeed.Kind) -> ChanceDeed {
    let day = maybeDay()
    let place = dice.place()
    let (who, verb, path, field): (SQL, String, String, String) =
      switch kind {
      case .undoInvoice:
        (posted(open: dice.chance(0.8)), "reverse_invoice", "invoices", "reversed_on")
      case .undoPayment:
        (paid(open: dice.chance(0.8)), "reverse_payment", "payments", "reversed_on")
      case .takeBack:
        (
          """
          (select a.id from finance.allocation as a
          where a.id >= ((select max(m.id) from finance.allocation as m) * \(place)::float8)::bigint
            and a.reverses_id is null and a.kind <> 'reversal' order by a.id limit 1)
          """, "reverse_allocation", "allocations", "reversed_on"
        )
      default:
        (
          """
          (select e.id from finance.entry as e
          where e.id >= ((select max(m.id) from finance.entry as m) * \(place)::float8)::bigint
            and e.origin = 'manual' and e.reverses_id is null order by e.id limit 1)
          """, "reverse_by_hand", "entries", "posted_on"
        )
      }
    return ChanceDeed(
      kind: kind, pick: "select \(who) as subject, null::bigint as target",
      verb: "finance.\(raw: verb)(k.subject, \(day)::date, 'Chance')",
      request: { subject, _ in
        (
          "\(path)/\(subject)/reversal",
          [field: day.map(JSON.string) ?? .null, "reason": "Chance"]
        )
      })
  }

  /// From some accounts to one, or from one to another in its own currency.
  private mutating func entry() -> ChanceDeed {
    let currency = dice.currency()
    let department = dice.one(books.departments)
    func line(_ account: Int, _ more: JSON, _ party: Int?) -> JSON {
      let line: JSON = ["account": .id(account), "party": party.map(JSON.id) ?? .null]
      return line.with(more)
    }
    var lines: [JSON] = []
    if currency == "RUB" {
      let parts = (1...dice.number(1...3)).map { _ in dice.number(1...90_000) }
      for part in parts {
        let sum = "\(part / 100).\(part % 100 < 10 ? "0" : "")\(part % 100)"
        lines.append(line(dice.one(books.plain), ["debit": .string(sum)], dice.one(books.parties)))
      }
      let whole = parts.reduce(0, +)
      let sum = "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)"
      lines.append(line(dice.one(books.plain), ["credit": .string(sum)], nil))
    } else {
      let sum = dice.money(currency)
      for amount in [sum, "-\(sum)"] {
        lines.append(
          line(
            dice.one(books.plain), ["amount": .string(amount), "currency": .string(currency)],
            dice.one(books.parties)))
      }
    }
    let (journal, day, sent) = (dice.one(books.journals), dice.day(), JSON.array(lines))
    return ChanceDeed(
      kind: .entry,
      pick: "select \(journal)::bigint as subject, null::bigint as target",
      verb: """
        finance.enter_by_hand(k.subject, \(day)::date, 'Chance', \(department)::bigint, \(sent.text)::jsonb)
        """,
      request: { subject, _ in
        (
          "journals/\(subject)/entries",
          [
            "posted_on": .string(day), "description": "Chance", "lines": sent,
            "department_id": department.map(JSON.id) ?? .null,
          ]
        )
      })
  }

  /// Days before one are locked, sometimes all but none. While nobody posts, it is seen what came last.
  private mutating func lock() -> ChanceDeed {
    let area = dice.one(["sales", "purchases", "tax", "all"])
    let until = dice.chance(0.5) ? "2024-12-31" : dice.one([dice.day(), "2025-04-30"])
    return ChanceDeed(
      kind: .lock,
      before: [
        """
        insert into finance.lock_date as d (area, locked_until) values (\(area), \(until)::date)
        on conflict on constraint lock_date_area_key do update set locked_until = excluded.locked_until
        """
      ],
      verb: """
        (select coalesce(max(e.id), 0) from finance.entry as e) * \(raw: "\(ChanceDeed.turns)")
          + (select d.version from finance.lock_date as d where d.area = \(area))
        """, lock: (area, until))
  }

  /// A day or some weeks after the last one.
  private mutating func revaluation(_ name: String) -> ChanceDeed {
    ChanceDeed(
      kind: .revaluation,
      before: [
        """
        insert into finance.revaluation (revalued_on, note)
        select coalesce((select max(v.revalued_on) from finance.revaluation as v where v.state = 'posted'), '2025-01-31')
          + \(dice.one([1, 9, 31]))::integer, \(name)
        """
      ],
      pick: """
        select (select v.id from finance.revaluation as v where v.note = \(name)) as subject, null::bigint as target
        """,
      verb: "finance.post_revaluation(k.subject)")
  }

  private mutating func undoRevaluation() -> ChanceDeed {
    let day = maybeDay(0.3)
    return ChanceDeed(
      kind: .undoRevaluation,
      pick: """
        select (select v.id from finance.revaluation as v where v.state = 'posted' order by v.revalued_on desc limit 1)
          as subject, null::bigint as target
        """,
      verb: "finance.reverse_revaluation(k.subject, \(day)::date, 'Chance')",
      request: { subject, _ in
        (
          "revaluations/\(subject)/reversal",
          ["reversed_on": day.map(JSON.string) ?? .null, "reason": "Chance"]
        )
      })
  }
}
