import CRM
import Postgres
import Support

/// What becomes of documents.
extension ChanceThrow {
  mutating func money(_ kind: ChanceDeed.Kind) -> ChanceDeed {
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
  mutating func allocation(_ kind: ChanceDeed.Kind) -> ChanceDeed {
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
        ? "finance.allocate_payment(k.subject, k.target, null, \(amount)::numeric, \(day)::date, k.target is null)"
        : "finance.allocate_invoice(k.subject, k.target, null, \(amount)::numeric, \(day)::date, k.target is null)",
      request: { subject, target in
        (
          "\(own)s/\(subject)/allocations",
          [
            "invoice_id": target.map(JSON.id) ?? .null, "oldest_first": .bool(target == nil),
            "amount": amount.map(JSON.string) ?? .null,
            "allocated_on": day.map(JSON.string) ?? .null,
          ]
        )
      })
  }

  mutating func writeOff() -> ChanceDeed {
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

  mutating func undoing(_ kind: ChanceDeed.Kind) -> ChanceDeed {
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
          """, "reverse_by_hand", "entries", "reversed_on"
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
}
