-- 0466_finance_budget_rule: what holds documents to the budgets.
-- Why: whoever submits, approves, sends or posts is stopped or warned by the database, by whatever way he comes; of two
-- at once the second sees the first. Kind: expand. Locks: triggers on purchasing.requisition, purchasing.purchase_order
-- and finance.entry, milliseconds. Reversible: drop the triggers and functions.

-- What a document asks for, by account and month; of an entry what it spends.
create function finance.budget_demand(p_stage text, p_document bigint)
returns table (department_id bigint, account_id bigint, month date, currency text)
language sql stable set search_path = pg_catalog
begin atomic
  select c.department_id, c.account_id, c.month, c.currency from finance.budget_commitment as c
  where case p_stage when 'order' then c.order_id when 'requisition' then c.requisition_id end = p_document
    and p_stage <> 'actual'
  group by 1, 2, 3, 4
  union all
  select l.department_id, l.account_id, date_trunc('month', l.posted_on::timestamp)::date, finance.base_currency()
  from finance.entry_line as l join finance.account as a on a.id = l.account_id and a.type in ('asset', 'expense')
  where p_stage = 'actual' and l.entry_id = p_document
  group by 1, 2, 3 having sum(l.debit - l.credit) > 0;
end;
comment on function finance.budget_demand is
  'What a document asks of budgets. | Что документ требует от бюджетов.';

-- Where a document asks for an account in a month: its line, as it is sent and shown; of what other documents post, the day.
create function finance.budget_place(p_stage text, p_document bigint, p_account bigint, p_month date, p_budget bigint)
returns text
language sql stable set search_path = pg_catalog
begin atomic
  select coalesce(min(case p_stage when 'actual' then format('lines/%s/account_id', k.place) else format('lines/%s', k.place) end),
    case p_stage when 'actual' then 'posted_on' else 'lines' end)
  from (
    select l.place
    from (
      select l.position - 1 as place, l.account_id, l.department_id, l.debit - l.credit as asked
      from finance.entry as e join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on
      where p_stage = 'actual' and e.id = p_document and e.origin = 'manual' and e.reverses_id is null
        and date_trunc('month', e.posted_on::timestamp)::date = p_month
      union all
      select row_number() over (order by l.id) - 1, finance.purchase_account(l.product_id, null), o.department_id, l.net
      from purchasing.purchase_order as o join purchasing.purchase_order_line as l on l.order_id = o.id
      where p_stage = 'order' and o.id = p_document
      union all
      select row_number() over (order by l.id) - 1, finance.purchase_account(l.product_id, l.product_category_id),
        r.department_id, l.estimate
      from purchasing.requisition as r join purchasing.requisition_line as l on l.requisition_id = r.id
      where p_stage = 'requisition' and r.id = p_document) as l
    where l.account_id = p_account and l.asked > 0 and (
      select b.department_id is null or l.department_id = any (access.subtree(b.department_id))
      from finance.budget as b where b.id = p_budget)
    order by l.place limit 1) as k;
end;
comment on function finance.budget_place is
  'Which line of a document goes beyond a budget. | Какая строка документа превышает бюджет.';

-- Holds a document to every approved budget of its department and of those above it.
create function finance.hold_budget(p_stage text, p_document bigint, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  b record;
  d record;
  over record;
  rule text;
begin
  perform system.demand_read_committed();
  for b in
    select k.id, k.name, k.cumulative, k.department_id,
      case p_stage when 'requisition' then k.on_requisition when 'order' then k.on_order else k.on_actual end as rule
    from finance.budget as k
    where k.state = 'approved' and 'ignore' <> case p_stage when 'requisition' then k.on_requisition
        when 'order' then k.on_order else k.on_actual end
      and exists (
        select from finance.budget_demand(p_stage, p_document) as m
        join finance.budget_line as l on l.budget_id = k.id and l.account_id = m.account_id
        join finance.fiscal_year as y on y.id = k.fiscal_year_id and m.month between y.starts_on and y.ends_on
        where k.department_id is null or m.department_id = any (access.subtree(k.department_id)))
    order by k.id for no key update
  loop
    for d in
      select m.account_id, m.month, min(a.code) as code, array_agg(m.currency) as currencies
      from finance.budget_demand(p_stage, p_document) as m
      join finance.account as a on a.id = m.account_id and a.type in ('asset', 'expense')
      where (b.department_id is null or m.department_id = any (access.subtree(b.department_id)))
        and exists (select from finance.budget_line as l where l.budget_id = b.id and l.account_id = m.account_id)
      group by m.account_id, m.month order by m.account_id, m.month
    loop
      -- Without a rate nobody knows what it comes to.
      perform finance.rate_on(c, p_on) from unnest(d.currencies) as c;
      select k.month, k.plan_held as planned, k.used into over
      from (
        select s.month, s.plan_held, s.actual_held + case when p_stage <> 'actual' then s.ordered_held else 0 end
          + case when p_stage = 'requisition' then s.requested_held else 0 end as used
        from finance.budget_standing(b.id, d.account_id) as s
        where case when b.cumulative then s.month >= d.month else s.month = d.month end) as k
      where k.used > k.plan_held order by k.month limit 1;
      if found and b.rule = 'stop' then
        perform system.refuse('finance.budget_line'::regclass, 'budget_line_exceeded',
          finance.budget_place(p_stage, p_document, d.account_id, d.month, b.id), format('%s, %s, %s: %s > %s', b.name,
            d.code, to_char(over.month, 'YYYY-MM'), trim_scale(round(over.used, 2)), trim_scale(over.planned)));
      elsif found then
        insert into finance.budget_warning (budget_id, account_id, month, stage, requisition_id, order_id, entry_id,
          planned, used)
        values (b.id, d.account_id, over.month, p_stage, case p_stage when 'requisition' then p_document end,
          case p_stage when 'order' then p_document end, case p_stage when 'actual' then p_document end, over.planned,
          round(over.used, 4));
      end if;
    end loop;
  end loop;
end
$$;
comment on function finance.hold_budget is 'Holds a document to the budgets. | Проверяет документ по бюджетам.';

create function finance.judge_spending() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_relid = 'purchasing.requisition'::regclass then
    perform finance.hold_budget('requisition', new.id, current_date);
  elsif tg_relid = 'purchasing.purchase_order'::regclass then
    perform finance.hold_budget('order', new.id, (to_jsonb(new) ->> 'ordered_on')::date);
  -- Few entries touch a budget; this is asked of each.
  elsif exists (
    select from finance.entry_line as l
    join finance.budget_line as p on p.account_id = l.account_id
    join finance.budget as b on b.id = p.budget_id and b.state = 'approved' and b.on_actual <> 'ignore'
    where l.entry_id = new.id and l.posted_on = new.posted_on)
  then
    perform finance.hold_budget('actual', new.id, current_date);
  end if;
  return null;
end
$$;
comment on function finance.judge_spending is
  'Holds documents to the budgets. | Проверяет документы по бюджетам.';
create constraint trigger requisition_budget after update of state on purchasing.requisition
  for each row when (new.state = 'submitted' and old.state <> 'submitted') execute function finance.judge_spending();
create constraint trigger purchase_order_budget after update of state on purchasing.purchase_order
  for each row when (new.state in ('approved', 'sent') and new.state <> old.state)
  execute function finance.judge_spending();
-- At the end, when all lines are there and no other lock is taken any more.
create constraint trigger entry_budget after insert on finance.entry
  deferrable initially deferred for each row execute function finance.judge_spending();
comment on trigger requisition_budget on purchasing.requisition is
  'The requisition goes beyond the budget. | Заявка превышает бюджет.';
comment on trigger purchase_order_budget on purchasing.purchase_order is
  'The order goes beyond the budget. | Заказ превышает бюджет.';
comment on trigger entry_budget on finance.entry is
  'The entry goes beyond the budget. | Проводка превышает бюджет.';
select finance.always('finance.entry'::regclass);
