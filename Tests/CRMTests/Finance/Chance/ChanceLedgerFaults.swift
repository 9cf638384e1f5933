import Postgres
import Support

/// What must hold of any books, asked of the lines and documents themselves: nothing here uses a function or view of the
/// product, so that a mistake in those is seen. Each statement names what is false.
enum ChanceLedgerFaults {
  static let statements: [SQL] = entries + balances

  /// Entries balance, have all their lines, their day and a number without a gap, and are taken back once at most.
  private static let entries: [SQL] = [
    """
    select concat_ws(' ', 'entry', e.number, 'has', count(l.id), 'lines,', sum(l.debit), sum(l.credit)) as fault
    from finance.entry as e left join finance.entry_line as l on l.entry_id = e.id
    group by e.id, e.number, e.line_count, e.total
    having count(l.id) <> e.line_count or count(l.id) < 2 or sum(l.debit) is distinct from sum(l.credit)
      or sum(l.debit) is distinct from e.total or bool_or(l.posted_on <> e.posted_on)
      or count(distinct l.position) <> e.line_count
    """,
    """
    select concat_ws(' ', 'the ledger is out by', sum(l.debit - l.credit)) as fault
    from finance.entry_line as l having sum(l.debit - l.credit) <> 0
    """,
    """
    select concat_ws(' ', 'a gap in', e.journal_id, e.department_id, extract(year from e.posted_on), count(*), max(e.serial))
      as fault
    from finance.entry as e
    group by e.journal_id, e.department_id, extract(year from e.posted_on)
    having count(*) <> max(e.serial) or min(e.serial) <> 1 or count(distinct e.serial) <> count(*)
    """,
    """
    select concat_ws(' ', 'a gap in documents', n.series, count(*), max(n.serial)) as fault
    from (
      select regexp_replace(d.number, '-[0-9]+$', '') as series, substring(d.number from '[0-9]+$')::bigint as serial
      from (select number from finance.invoice union all select number from finance.payment) as d
      where d.number is not null) as n
    group by n.series
    having count(*) <> max(n.serial) or min(n.serial) <> 1 or count(distinct n.serial) <> count(*)
    """,
    """
    select concat_ws(' ', r.number, 'is not the other side of', e.number) as fault
    from finance.entry as r join finance.entry as e on e.id = r.reverses_id
    where r.posted_on < e.posted_on or e.reverses_id is not null or exists (
      select from (
        select l.account_id, l.party_id, l.department_id, l.currency, l.debit, l.credit, l.amount, l.tax_id
        from finance.entry_line as l where l.entry_id = e.id
        except all
        select l.account_id, l.party_id, l.department_id, l.currency, l.credit, l.debit, -l.amount, l.tax_id
        from finance.entry_line as l where l.entry_id = r.id) as d) or r.line_count <> e.line_count
    """,
    """
    select concat_ws(' ', 'line', l.id, 'of', l.currency, 'has more decimals than money') as fault
    from finance.entry_line as l
    where l.debit <> round(l.debit, 2) or l.credit <> round(l.credit, 2)
      or l.amount <> round(l.amount, case l.currency when 'JPY' then 0 else 2 end)
      or l.currency = 'RUB' and l.amount <> l.debit - l.credit
    """,
  ]

  /// What is kept by day, month and year is what the lines come to.
  private static let balances: [SQL] = [
    """
    select concat_ws(' ', 'balance of', k.account_id, k.currency, k.grain, k.day) as fault
    from (
      select b.account_id, b.department_id, b.currency, b.grain, b.starts_on as day, b.debit, b.credit, b.amount
      from finance.balance as b
      union all
      select l.account_id, l.department_id, l.currency, g.grain, date_trunc(g.grain, l.posted_on::timestamp)::date, -l.debit,
        -l.credit, -l.amount
      from finance.entry_line as l cross join (values ('day'), ('month'), ('year')) as g (grain)) as k
    group by k.account_id, k.department_id, k.currency, k.grain, k.day
    having sum(k.debit) <> 0 or sum(k.credit) <> 0 or sum(k.amount) <> 0
    """,
    """
    select concat_ws(' ', 'balance of account', k.account_id, k.grain, k.day) as fault
    from (
      select b.account_id, b.grain, b.starts_on as day, b.debit, b.credit from finance.account_balance as b
      union all
      select l.account_id, g.grain, date_trunc(g.grain, l.posted_on::timestamp)::date, -l.debit, -l.credit
      from finance.entry_line as l cross join (values ('day'), ('month'), ('year')) as g (grain)) as k
    group by k.account_id, k.grain, k.day
    having sum(k.debit) <> 0 or sum(k.credit) <> 0
    """,
    """
    select concat_ws(' ', 'balance of party', k.party_id, k.account_id, k.currency, k.month) as fault
    from (
      select b.account_id, b.party_id, b.department_id, b.currency, b.month, b.debit, b.credit, b.amount
      from finance.party_balance as b
      union all
      select l.account_id, l.party_id, l.department_id, l.currency, date_trunc('month', l.posted_on)::date, -l.debit,
        -l.credit, -l.amount
      from finance.entry_line as l where l.party_id is not null) as k
    group by k.account_id, k.party_id, k.department_id, k.currency, k.month
    having sum(k.debit) <> 0 or sum(k.credit) <> 0 or sum(k.amount) <> 0
    """,
  ]

  /// Entries behind a lock on days that it closed, but for who may.
  static func behind(
    _ locks: [ChanceTally.Lock], but excepted: [String: Int]
  ) -> SQL {
    """
    with k as (
      select k.area, k.until, k.last, lead(k.last) over (partition by k.area order by k.turn) as next
      from unnest(\(locks.map(\.area)), \(locks.map(\.until))::date[], \(locks.map(\.last)), \(locks.map(\.turn)))
        as k (area, until, last, turn)),
    x as (select * from unnest(\(Array(excepted.keys)), \(Array(excepted.values))) as x (area, account_id))
    select concat_ws(' ', e.number, 'of', e.posted_on, 'though', k.area, 'was locked until', k.until) as fault
    from k join finance.entry as e on e.id > k.last and (k.next is null or e.id <= k.next) and e.posted_on <= k.until
    join finance.journal as j on j.id = e.journal_id
    where case k.area when 'all' then true when 'sales' then j.kind = 'sales' when 'purchases' then j.kind = 'purchase'
        else exists (select from finance.entry_line as l where l.entry_id = e.id and l.tax_id is not null) end
      and not exists (select from x where x.area = k.area and x.account_id = e.created_by)
    """
  }
}
