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
  mutating func maybeDay(_ share: Double = 0.4) -> String? {
    dice.chance(share) ? dice.day() : nil
  }

  static func made(_ table: String, _ name: String) -> SQL {
    """
    select (select d.id from finance.\(raw: table) as d
      where d.external_source = 'chance' and d.external_key = \(name)) as subject, null::bigint as target
    """
  }

  /// A posted invoice, of a kind where it is told; one that has something open where it is wanted.
  mutating func posted(open: Bool = true, kind: String? = nil) -> SQL {
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

  mutating func paid(open: Bool = true) -> SQL {
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
}
