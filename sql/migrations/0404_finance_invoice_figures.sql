-- 0404_finance_invoice_figures: what an invoice comes to: the one place where its lines are rounded.
-- Why: lines keep four decimals, money has those of its currency. Each figure of a document is a sum of what is reckoned
-- here, and posting writes the same, so nothing differs by a cent and no total is kept. Kind: expand. Locks:
-- finance.invoice, finance.invoice_line, for triggers. Time: milliseconds. Reversible: drop the functions.

-- Line by line, in money of the currency. Rounded for each line, or for all lines of a tax together: then each line has
-- the difference of the rounded sums before and behind it, so that they make the sum of all.
create function finance.invoice_figures(p_invoice bigint)
returns table (line_id bigint, place integer, tax_id bigint, account_id bigint, net numeric, vat numeric)
language sql stable
begin atomic
  select s.id, s.place, s.tax_id, s.account_id,
    case when s.includes_tax then s.money - s.tax else s.money end, s.tax
  from (
    select r.id, r.place, r.tax_id, r.account_id, r.includes_tax,
      finance.round_money(r.upto, r.currency) - finance.round_money(r.upto - r.amount, r.currency) as money,
      case when r.stated
        then finance.round_money(r.vat_upto, r.currency) - finance.round_money(r.vat_upto - r.vat, r.currency)
        else finance.round_money(r.upto * r.percent / r.whole, r.currency)
          - finance.round_money((r.upto - r.amount) * r.percent / r.whole, r.currency) end as tax
    from (
      select l.id, l.place, l.tax_id, l.account_id, l.includes_tax, l.amount, l.vat, i.currency,
        i.direction = 'supplier' as stated,
        case when t.kind = 'standard' then t.percent else 0 end as percent,
        case when l.includes_tax and t.kind = 'standard' then 100 + t.percent else 100 end as whole,
        sum(l.amount) over upto as upto, sum(l.vat) over upto as vat_upto
      from finance.invoice as i
      join finance.invoice_line as l on l.invoice_id = i.id
      left join finance.tax as t on t.id = l.tax_id
      where i.id = p_invoice
      window upto as (
        partition by l.tax_id, l.includes_tax, case i.tax_rounding when 'line' then l.id end
        order by l.place, l.id rows unbounded preceding)) as r) as s
  order by s.place, s.id;
end;
comment on function finance.invoice_figures is
  'What the lines of an invoice come to, in money. | Суммы строк счёта в деньгах.';

-- A supplier's document states its sums. A set of one row and no setting of its own, so that it becomes part of the
-- statement that asks, which is planned once, instead of being read and planned at each call.
create function finance.invoice_sums(p_invoice bigint)
returns table (lines bigint, net numeric, vat numeric, gross numeric)
language sql stable rows 1
begin atomic
  select f.lines, coalesce(i.net_given, f.net), coalesce(i.vat_given, f.vat), coalesce(i.gross_given, f.net + f.vat)
  from finance.invoice as i
  cross join lateral (
    select count(*) as lines, coalesce(sum(g.net), 0) as net, coalesce(sum(g.vat), 0) as vat
    from finance.invoice_figures(i.id) as g) as f
  where i.id = p_invoice;
end;
comment on function finance.invoice_sums is
  'What an invoice comes to. | Итоги счёта.';
grant execute on function finance.invoice_figures, finance.invoice_sums
  to crm_service, crm_limited, crm_reader, crm_report;

create or replace function finance.judge_invoice_sum() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  whole bigint;
  i finance.invoice;
  sums record;
begin
  -- The lines of whoever came before are seen then.
  perform system.demand_read_committed();
  for whole in
    select distinct (k.row ->> case tg_table_name when 'invoice' then 'id' else 'invoice_id' end)::bigint
    from unnest(array[to_jsonb(new), to_jsonb(old)]) as k (row) where k.row is not null
  loop
    select * into i from finance.invoice as k where k.id = whole;
    continue when i.id is null or i.direction <> 'supplier';
    select count(*) as lines, sum(f.net) as net, sum(f.vat) as vat into sums from finance.invoice_figures(whole) as f;
    if sums.lines > 0 and (sums.net <> i.net_given or sums.vat <> i.vat_given) then
      perform system.refuse('finance.invoice'::regclass, 'invoice_lines_sum', 'net_given',
        format('%s + %s', trim_scale(sums.net), trim_scale(sums.vat)));
    end if;
  end loop;
  return null;
end
$$;
drop trigger invoice_lines_sum on finance.invoice;
create constraint trigger invoice_lines_sum after update of net_given, vat_given, currency, tax_rounding
  on finance.invoice deferrable initially deferred for each row execute function finance.judge_invoice_sum();
comment on trigger invoice_lines_sum on finance.invoice is
  'The lines add up to other amounts, net + VAT: {value}; each line states its own VAT. | Строки дают другие суммы, без НДС + НДС: {value}; НДС указывается в каждой строке.';

-- The first of these amounts that is no money of the currency, with what would be.
create function finance.refuse_decimals(p_table regclass, p_rule text, p_currency text, p_amounts jsonb) returns void
language plpgsql stable set search_path = pg_catalog as $$
declare
  wrong record;
begin
  select a.key, a.value::numeric as amount, finance.round_money(a.value::numeric, p_currency) as money into wrong
  from jsonb_each_text(p_amounts) as a
  where a.value is not null and finance.round_money(a.value::numeric, p_currency) <> a.value::numeric
  order by a.key limit 1;
  if found then
    perform system.refuse(p_table, p_rule, wrong.key, format('%s %s', wrong.money, p_currency));
  end if;
end
$$;
comment on function finance.refuse_decimals is
  'Refuses amounts with more decimals than their currency. | Отклоняет суммы с лишними знаками.';
create function finance.judge_invoice_decimals() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform finance.refuse_decimals(tg_relid::regclass, tg_name, new.currency, jsonb_build_object(
    'net_given', new.net_given, 'vat_given', new.vat_given, 'gross_given', new.gross_given));
  return null;
end
$$;
comment on function finance.judge_invoice_decimals is
  'Refuses totals that are no money. | Отклоняет итоги с лишними знаками.';
create constraint trigger invoice_decimals after insert or update of net_given, vat_given, gross_given, currency
  on finance.invoice for each row execute function finance.judge_invoice_decimals();
comment on trigger invoice_decimals on finance.invoice is
  'More decimals than the currency has; right would be {value}. | Знаков больше, чем у валюты; правильно: {value}.';
