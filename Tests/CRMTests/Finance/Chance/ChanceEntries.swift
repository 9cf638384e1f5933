import CRM
import Postgres
import Support

/// What is done to the ledger itself.
extension ChanceThrow {
  /// From some accounts to one, or from one to another in its own currency.
  mutating func entry() -> ChanceDeed {
    let currency = dice.currency()
    let department = dice.one(books.departments)
    func line(_ account: Int, _ more: JSON, _ party: Int?) -> JSON {
      let line: JSON = ["account_id": .id(account), "party_id": party.map(JSON.id) ?? .null]
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
  mutating func lock() -> ChanceDeed {
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

  /// A day or some weeks after the last one, or after the day on which it was reversed.
  mutating func revaluation(_ name: String) -> ChanceDeed {
    ChanceDeed(
      kind: .revaluation,
      before: [
        """
        insert into finance.revaluation (revalued_on, note)
        select coalesce(max(coalesce(v.reversed_on, v.revalued_on)), '2025-01-31') + \(dice.one([1, 9, 31]))::integer, \(name)
        from finance.revaluation as v where v.state <> 'draft'
        """
      ],
      pick: """
        select (select v.id from finance.revaluation as v where v.note = \(name)) as subject, null::bigint as target
        """,
      verb: "finance.post_revaluation(k.subject)")
  }

  mutating func undoRevaluation() -> ChanceDeed {
    let day = maybeDay(0.1)
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
