-- 0454_finance_aged: what was open on a day, item by item and by party, and how long it was overdue.
-- Why: an item says from when it is settled, so an index finds those that were open; their allocations until then say how
-- much was left. What was entered after the instant that is asked for does not count. Kind: expand. Locks: none. Time:
-- milliseconds. Reversible: drop the views and functions.

-- What was left of each item on a day: claims are positive, what we have or gave in advance and credit notes negative, on
-- either side. The comparison of ranges is not leakproof, so that policies would keep it from the index: runs as the owner
-- and says itself what the policy of items does.
create function finance.items_left(p_side text, p_at date, p_as_of timestamptz)
returns table (item_id bigint, party_id bigint, claim boolean, age integer, currency text, rest numeric, rest_base numeric)
language plpgsql stable security definer rows 5000 set search_path = pg_catalog
set plan_cache_mode = force_custom_plan as $$
declare
  sign constant integer := case p_side when 'customer' then 1 else -1 end;
  books constant text := finance.base_currency();
  sees_all constant boolean := access.everything('open_items', 'read');
  departments constant bigint[] := access.departments('open_items', 'read');
  some_revalued constant boolean := exists (select from finance.revaluation as v where v.revalued_on <= p_at);
  -- Items of allocations that were not known yet; some were settled by them.
  late constant bigint[] := case when p_as_of is not null then array(
    select distinct k.item from finance.allocation as a
    cross join lateral (values (a.debit_item_id), (a.credit_item_id)) as k (item)
    where a.created_at > p_as_of and k.item is not null) end;
begin
  return query
  select k.id, coalesce(m.whole_id, k.party_id), k.amount * sign > 0, p_at - k.due_on, k.currency,
    sign * sign(k.amount) * (abs(k.amount) - coalesce(k.settled[1], 0)),
    sign * sign(k.amount) * (abs(k.base_amount) + sign(k.amount) * coalesce(k.revalued, 0) - coalesce(k.settled[2], 0))
  from (
    select i.id, i.party_id, i.due_on, i.currency, i.amount, i.base_amount,
      -- Nothing to look for where the first allocation came later.
      case when i.first_settled_on <= p_at then (
        select array[sum(a.amount), sum(a.base)]
        from (
          select d.debit_amount as amount, d.debit_base as base from finance.allocation as d
          where i.amount > 0 and d.debit_item_id = i.id and d.allocated_on <= p_at
            and (p_as_of is null or d.created_at <= p_as_of)
          union all
          select c.credit_amount, c.credit_base from finance.allocation as c
          where i.amount < 0 and c.credit_item_id = i.id and c.allocated_on <= p_at
            and (p_as_of is null or c.created_at <= p_as_of)) as a) end as settled,
      -- What a revaluation adds on its day, what of it goes back the day after, and all of it when it is reversed.
      case when some_revalued and i.currency <> books then (
        select sum(g.difference + case when v.revalued_on < p_at then g.kept - g.difference else 0 end
          - case when v.reversed_on <= p_at and (p_as_of is null or b.created_at <= p_as_of) then g.kept else 0 end)
        from finance.revaluation_line as g
        join finance.revaluation as v on v.id = g.revaluation_id and v.revalued_on <= p_at
        join finance.entry as e on e.id = v.entry_id and (p_as_of is null or e.created_at <= p_as_of)
        left join finance.entry as b on b.reverses_id = v.entry_id
        where g.open_item_id = i.id) end as revalued
    from finance.open_item as i
    where i.side = p_side and (sees_all or i.department_id = any (departments))
      and (daterange(i.posted_on, i.settled_on) @> p_at or i.id = any (late) and i.posted_on <= p_at)
      and (p_as_of is null or exists (
        select from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
        where l.id = i.entry_line_id and l.posted_on = i.posted_on and e.created_at <= p_as_of))
    -- Not pulled up, so that each of the two is looked for once.
    offset 0) as k
  left join finance.merged_parties() as m on m.party_id = k.party_id
  where abs(k.amount) <> coalesce(k.settled[1], 0);
end
$$;
comment on function finance.items_left is
  'What was left of items on a day. | Что осталось по позициям на день.';
create function finance.items_open(p_side text, p_at date, p_as_of timestamptz)
returns table (id bigint, invoice_id bigint, payment_id bigint, reference text, entry_id bigint, party_id bigint,
  party text, department_id bigint, account_id bigint, posted_on date, due_on date, days_overdue integer, bucket text,
  currency text, amount numeric, left_amount numeric, left_base numeric)
language sql stable rows 1000 set search_path = pg_catalog
begin atomic
  select i.id, i.invoice_id, i.payment_id, coalesce(v.number_given, v.number, y.number, i.reference), l.entry_id,
    k.party_id, p.name, i.department_id, i.account_id, i.posted_on, i.due_on,
    case when k.claim then greatest(k.age, 0) else 0 end,
    case when not k.claim then 'unallocated' when k.age <= 0 then 'not_due' when k.age <= 15 then 'days_1_15'
      when k.age <= 30 then 'days_16_30' when k.age <= 60 then 'days_31_60' when k.age <= 90 then 'days_61_90'
      else 'days_91' end,
    i.currency, case p_side when 'customer' then i.amount else -i.amount end, k.rest, k.rest_base
  from finance.items_left(p_side, coalesce(p_at, current_date), p_as_of) as k
  join finance.open_item as i on i.id = k.item_id
  join finance.entry_line as l on l.id = i.entry_line_id and l.posted_on = i.posted_on
  left join clients.party as p on p.id = k.party_id
  left join finance.invoice as v on v.id = i.invoice_id
  left join finance.payment as y on y.id = i.payment_id;
end;
comment on function finance.items_open is 'What was open on a day. | Что было открыто на день.';
create function finance.aged_of(p_side text, p_at date, p_as_of timestamptz)
returns table (id bigint, party_id bigint, party text, currency text, items bigint, total numeric, overdue numeric,
  overdue_items bigint, not_due numeric, days_1_15 numeric, days_16_30 numeric, days_31_60 numeric, days_61_90 numeric,
  days_91 numeric, unallocated numeric, total_base numeric)
language sql stable rows 100 set search_path = pg_catalog
begin atomic
  select s.party_id * 1000 + c.id, s.party_id, p.name, s.currency, s.items, s.total,
    s.days_1_15 + s.days_16_30 + s.days_31_60 + s.days_61_90 + s.days_91, s.overdue_items, s.not_due, s.days_1_15,
    s.days_16_30, s.days_31_60, s.days_61_90, s.days_91, s.unallocated, s.total_base
  from (
    select o.party_id, o.currency, count(*) as items, sum(o.rest) as total,
      count(*) filter (where o.claim and o.age > 0) as overdue_items,
      coalesce(sum(o.rest) filter (where o.claim and o.age <= 0), 0.0000) as not_due,
      coalesce(sum(o.rest) filter (where o.claim and o.age between 1 and 15), 0.0000) as days_1_15,
      coalesce(sum(o.rest) filter (where o.claim and o.age between 16 and 30), 0.0000) as days_16_30,
      coalesce(sum(o.rest) filter (where o.claim and o.age between 31 and 60), 0.0000) as days_31_60,
      coalesce(sum(o.rest) filter (where o.claim and o.age between 61 and 90), 0.0000) as days_61_90,
      coalesce(sum(o.rest) filter (where o.claim and o.age > 90), 0.0000) as days_91,
      coalesce(sum(o.rest) filter (where not o.claim), 0.0000) as unallocated, sum(o.rest_base) as total_base
    from finance.items_left(p_side, coalesce(p_at, current_date), p_as_of) as o
    -- Who reads items may not read these for that.
    where (select access.level(case p_side when 'customer' then 'aged_receivables' else 'aged_payables' end, 'read')) > 0
    group by o.party_id, o.currency) as s
  join system.currency as c on c.code = s.currency
  left join clients.party as p on p.id = s.party_id;
end;
comment on function finance.aged_of is 'What was open on a day, by age. | Открытое на день по срокам.';
grant execute on function finance.items_left, finance.items_open, finance.aged_of to crm_service, crm_limited, crm_reader, crm_report;
do $$
declare
  k record;
  part record;
  list constant text := 'o.id, o.invoice_id, o.payment_id, o.reference, o.entry_id, o.party_id, o.party, o.department_id, '
    'o.account_id, o.posted_on, o.due_on, o.days_overdue, o.bucket, o.currency, o.amount, o.left_amount, o.left_base';
  ages constant text := 'o.id, o.party_id, o.party, o.currency, o.items, o.total, o.overdue, o.overdue_items, o.not_due, '
    'o.days_1_15, o.days_16_30, o.days_31_60, o.days_61_90, o.days_91, o.unallocated, o.total_base';
begin
  for k in select * from (values
    ('receivable_item', 'items_open', 'customer', list,
      'Receivables: items that are open today or on the day that is asked. | Дебиторская задолженность: открытые позиции на сегодня или на заданный день.'),
    ('payable_item', 'items_open', 'supplier', list,
      'Payables: items that are open today or on the day that is asked. | Кредиторская задолженность: открытые позиции на сегодня или на заданный день.'),
    ('aged_receivable', 'aged_of', 'customer', ages,
      'Aged receivables: what customers owe today or on the day that is asked, by age. | Дебиторская задолженность по срокам: на сегодня или на заданный день.'),
    ('aged_payable', 'aged_of', 'supplier', ages,
      'Aged payables: what we owe suppliers today or on the day that is asked, by age. | Кредиторская задолженность по срокам: на сегодня или на заданный день.')
    ) as v (noun, source, side, list, words)
  loop
    execute format($f$
      create function finance.%I(p_at date default null, p_as_of timestamptz default null) returns table (%s)
      language sql stable rows 100 set search_path = pg_catalog
      begin atomic select %s from finance.%I(%L, p_at, p_as_of) as o; end$f$, k.noun,
      (select substring(pg_get_function_result(p.oid) from 'TABLE\((.*)\)') from pg_proc as p
       where p.oid = ('finance.' || k.source)::regproc), k.list, k.source, k.side);
    execute format('comment on function finance.%I is %L', k.noun, k.words);
    execute format('grant execute on function finance.%I to crm_service, crm_limited, crm_reader, crm_report', k.noun);
    execute format('create view finance.%I with (security_invoker = true) as select %s from finance.%1$I() as o', k.noun, k.list);
    execute format('comment on view finance.%I is %L', k.noun, k.words);
    execute format('grant select on finance.%I to crm_service, crm_limited, crm_reader, crm_report', k.noun);
    for part in
      select d.name, d.words from (values
        ('id', 'Number: of the item, or of party and currency. | Номер: позиции либо контрагента и валюты.'),
        ('invoice_id', 'Invoice: whose claim it is. | Счёт: чьё требование.'),
        ('payment_id', 'Payment: that is not allocated. | Платёж: не разнесённый.'),
        ('reference', 'Reference: number of the document. | Документ: его номер.'),
        ('entry_id', 'Entry: by which it was posted. | Проводка: которой проведено.'),
        ('party_id', 'Party number: as a record. | Номер контрагента: номер записи.'),
        ('party', 'Party: as far as it is seen. | Контрагент: если виден.'),
        ('department_id', 'Department: of the document. | Отдел: документа.'),
        ('account_id', 'Account number: on which it stands. | Номер счёта: на котором стоит.'),
        ('posted_on', 'Posted on: day of the entry. | Дата: проводки.'),
        ('due_on', 'Due on: when it is to be paid. | Срок: когда оплатить.'),
        ('days_overdue', 'Days overdue: 0 while it is not, and for advances and credit notes. | Дней просрочки: 0, если срок не прошёл, и у авансов и кредит-нот.'),
        ('bucket', 'Age: how long it is overdue. | Возраст: сколько просрочено. {not_due=Not due/Не наступил, days_1_15=1 to 15 days/1–15 дней, days_16_30=16 to 30 days/16–30 дней, days_31_60=31 to 60 days/31–60 дней, days_61_90=61 to 90 days/61–90 дней, days_91=Over 90 days/Свыше 90 дней, unallocated=Not allocated/Не разнесено}'),
        ('currency', 'Currency: of the amounts. | Валюта: сумм.'),
        ('amount', 'Amount: as posted. | Сумма: как проведена.'),
        ('left_amount', 'Left: what is not settled. | Осталось: непогашенное.'),
        ('left_base', 'Left, in the books: in their currency. | Осталось в валюте учёта: непогашенное.'),
        ('items', 'Items: how many. | Позиций: сколько.'),
        ('total', 'Total: what is open. | Всего: открыто.'),
        ('overdue', 'Overdue: of the total. | Просрочено: из всего.'),
        ('overdue_items', 'Overdue items: how many. | Просроченных позиций: сколько.'),
        ('not_due', 'Not due: yet. | Срок не наступил: ещё.'),
        ('days_1_15', '1 to 15 days: overdue. | 1–15 дней: просрочки.'),
        ('days_16_30', '16 to 30 days: overdue. | 16–30 дней: просрочки.'),
        ('days_31_60', '31 to 60 days: overdue. | 31–60 дней: просрочки.'),
        ('days_61_90', '61 to 90 days: overdue. | 61–90 дней: просрочки.'),
        ('days_91', 'Over 90 days: overdue. | Свыше 90 дней: просрочки.'),
        ('unallocated', 'Not allocated: advances and credit notes, negative. | Не разнесено: авансы и кредит-ноты, со знаком минус.'),
        ('total_base', 'Total, in the books: in their currency. | Всего в валюте учёта: открыто.')) as d (name, words)
      join pg_attribute as a on a.attrelid = ('finance.' || k.noun)::regclass and a.attname = d.name
    loop
      execute format('comment on column finance.%I.%I is %L', k.noun, part.name, part.words);
    end loop;
    perform finance.permit_report(access.plural(k.noun));
  end loop;
end
$$;
