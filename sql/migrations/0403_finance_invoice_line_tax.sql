-- 0403_finance_invoice_line_tax: what a line comes to, with discount and tax, in the price or beside it.
-- Why: prices and lines keep four decimals, and only what is added up for a document is rounded (0404), in one place.
-- Kind: expand; the amounts of lines are reckoned anew, to four decimals instead of two. Locks: finance.invoice_line,
-- ACCESS EXCLUSIVE, while it is written anew: about 5 s per million lines. Forward only.

-- First what reckons from the columns that go.
create or replace function purchasing.match_facts(p_invoice bigint, p_match bigint)
returns table (invoice_line_id bigint, order_line_id bigint, ordered_quantity numeric, received_quantity numeric,
  previous_quantity numeric, invoiced_quantity numeric, matched_quantity numeric, ordered_price numeric,
  invoiced_price numeric, expected_vat numeric, invoiced_vat numeric, quantity_percent numeric, price_percent numeric,
  tax_amount numeric)
language sql stable set search_path = pg_catalog
begin atomic
  select f.id, f.order_line_id, f.ordered, f.received, f.used + least(f.before, f.free), f.quantity,
    least(f.before + f.quantity, f.free) - least(f.before, f.free), f.ordered_price, f.unit_price,
    finance.round_money(f.net * f.vat_rate / 100, f.currency), f.vat, coalesce(f.quantity_percent, 0), coalesce(f.price_percent, 0),
    coalesce(f.tax_amount, 0)
  from (
    select l.id, l.place, l.order_line_id, l.quantity, l.unit_price, l.vat, i.currency,
      round(l.quantity * l.unit_price, 4) as net,
      k.quantity as ordered, k.unit_price as ordered_price, k.vat_rate, h.received, u.used,
      greatest(h.received - u.used, 0) as free, t.quantity_percent, t.price_percent, t.tax_amount,
      sum(l.quantity) over (partition by l.order_line_id order by l.place, l.id) - l.quantity as before
    from finance.invoice_line as l
    join finance.invoice as i on i.id = l.invoice_id
    join purchasing.purchase_order_line as k on k.id = l.order_line_id
    cross join lateral (select purchasing.received_quantity(k.id) as received) as h
    cross join lateral (
      select coalesce(sum(m.matched_quantity), 0) as used from purchasing.invoice_match_line as m
      join purchasing.invoice_match as w on w.id = m.invoice_match_id
      where m.order_line_id = k.id and w.state <> 'void' and w.id is distinct from p_match) as u
    left join lateral (
      select * from purchasing.tolerance_of(i.party_id, coalesce(l.product_id, k.product_id))) as t on true
    where l.invoice_id = p_invoice) as f
  order by f.place, f.id;
end;

alter table finance.invoice_line drop column net, drop column gross;
alter table finance.invoice_line
  add column tax_id bigint constraint invoice_line_tax_fkey references finance.tax,
  add column discount_percent numeric(7, 4) not null default 0
    constraint invoice_line_discount_range check (discount_percent between 0 and 100),
  add column includes_tax boolean not null default false,
  add column account_id bigint constraint invoice_line_account_fkey references finance.account,
  add column sales_order_line_id bigint
    constraint invoice_line_sales_order_line_fkey references sales.sales_order_line,
  add column request_line_id bigint
    constraint invoice_line_request_line_fkey references sales.invoice_request_line,
  add column credits_line_id bigint constraint invoice_line_credits_fkey references finance.invoice_line,
  add column amount numeric(19, 4) generated always as (
    round(quantity * unit_price * (100 - discount_percent) * 0.01, 4)) stored,
  add column net numeric(19, 4) generated always as (
    round(quantity * unit_price * (100 - discount_percent) * 0.01, 4)
    - case when includes_tax then vat else 0 end) stored,
  add column gross numeric(19, 4) generated always as (
    round(quantity * unit_price * (100 - discount_percent) * 0.01, 4)
    + case when includes_tax then 0 else vat end) stored,
  add constraint invoice_line_plain_order check (order_line_id is null or discount_percent = 0 and not includes_tax),
  add constraint invoice_line_request_of_order check (request_line_id is null or sales_order_line_id is not null),
  drop constraint invoice_line_named,
  add constraint invoice_line_named check (num_nonnulls(description, product_id, order_line_id, sales_order_line_id) > 0);
create index invoice_line_tax_idx on finance.invoice_line (tax_id) where tax_id is not null;
create index invoice_line_account_idx on finance.invoice_line (account_id) where account_id is not null;
create index invoice_line_sales_order_line_idx on finance.invoice_line (sales_order_line_id)
  where sales_order_line_id is not null;
create index invoice_line_request_line_idx on finance.invoice_line (request_line_id) where request_line_id is not null;
create index invoice_line_credits_idx on finance.invoice_line (credits_line_id) where credits_line_id is not null;
comment on column finance.invoice_line.unit_price is
  'Price: of one unit, without VAT unless it says otherwise. | Цена: за единицу, без НДС, если не указано иное.';
comment on column finance.invoice_line.vat is
  'VAT: of the line, to four decimals: as a supplier states it, or as the tax of our line comes to. | НДС: строки, до четырёх знаков: как указал поставщик или по налогу нашей строки.';
comment on column finance.invoice_line.tax_id is 'Tax: that it bears. | Налог: который она несёт.';
comment on column finance.invoice_line.discount_percent is 'Discount: off the price, in percent. | Скидка: от цены, в процентах.';
comment on column finance.invoice_line.includes_tax is
  'With VAT: the price includes it. | С НДС: цена его включает.';
comment on column finance.invoice_line.account_id is
  'Account: of income or expense; the one of the settings without it. | Счёт: доходов или расходов; без него — из настроек.';
comment on column finance.invoice_line.sales_order_line_id is
  'Line of the sales order: that is invoiced. | Строка заказа клиента: за которую.';
comment on column finance.invoice_line.request_line_id is
  'Line of the request: by which it was asked for. | Строка заявки: по которой выставлено.';
comment on column finance.invoice_line.credits_line_id is
  'Credits: the line of which it takes back. | Уменьшает: строку, часть которой снимает.';
comment on column finance.invoice_line.amount is
  'Amount: quantity times price less the discount, to four decimals. | Сумма: количество на цену за вычетом скидки, до четырёх знаков.';
comment on column finance.invoice_line.net is 'Net: without VAT, to four decimals. | Без НДС: до четырёх знаков.';
comment on column finance.invoice_line.gross is 'Gross: with VAT, to four decimals. | С НДС: до четырёх знаков.';
comment on constraint invoice_line_tax_fkey on finance.invoice_line is 'There is no such tax. | Такого налога нет.';
comment on constraint invoice_line_discount_range on finance.invoice_line is
  'The discount must be 0 to 100 %. | Скидка — от 0 до 100 %.';
comment on constraint invoice_line_account_fkey on finance.invoice_line is
  'There is no such account. | Такого счёта нет.';
comment on constraint invoice_line_sales_order_line_fkey on finance.invoice_line is
  'There is no such line of an order. | Такой строки заказа нет.';
comment on constraint invoice_line_request_line_fkey on finance.invoice_line is
  'There is no such line of a request. | Такой строки заявки нет.';
comment on constraint invoice_line_credits_fkey on finance.invoice_line is
  'There is no such line of an invoice. | Такой строки счёта нет.';
comment on constraint invoice_line_plain_order on finance.invoice_line is
  'What is held against an order has its price without VAT and without a discount. | То, что сверяют с заказом, указано без скидки и по цене без НДС.';
comment on constraint invoice_line_request_of_order on finance.invoice_line is
  'A line of a request is one of an order. | Строка заявки относится к строке заказа.';
comment on constraint invoice_line_named on finance.invoice_line is
  'A line says what it is for: a description, a product or a line of an order. | В строке сказано, за что: описание, товар или строка заказа.';
grant insert (tax_id, discount_percent, includes_tax, account_id, sales_order_line_id),
  update (tax_id, discount_percent, includes_tax, account_id, sales_order_line_id)
  on finance.invoice_line to crm_service;
select access.name_seen('finance.invoice_line'::regclass, 'sales_order_line_id', 'sales.sales_order_line'::regclass);

-- Our lines bear what their tax comes to; a supplier's, what he states.
create function finance.fill_invoice_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  rate numeric := 0;
  amount constant numeric := round(new.quantity * new.unit_price * (100 - new.discount_percent) * 0.01, 4);
begin
  -- Whoever changes the tax meanwhile sees this line.
  select case t.kind when 'standard' then t.percent else 0 end into rate
  from finance.tax as t where t.id = new.tax_id for share;
  if (select i.direction from finance.invoice as i where i.id = new.invoice_id) = 'customer' then
    rate := coalesce(rate, 0);
    new.vat := round(amount * rate / case when new.includes_tax then 100 + rate else 100 end, 4);
  end if;
  return new;
end
$$;
comment on function finance.fill_invoice_line is
  'Reckons the VAT of our lines. | Считает НДС наших строк.';
create trigger fill_invoice_line before insert or update on finance.invoice_line
  for each row execute function finance.fill_invoice_line();

create function finance.judge_invoice_line_account() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if finance.kept_by_documents(new.account_id) is not null then
    perform system.refuse(tg_relid::regclass, tg_name, 'account_id', finance.kept_by_documents(new.account_id));
  end if;
  return null;
end
$$;
comment on function finance.judge_invoice_line_account is
  'Keeps lines of invoices from accounts that documents explain. | Не пускает строки счетов на счета, которые объясняют документы.';
create constraint trigger invoice_line_by_document after insert or update of account_id on finance.invoice_line
  for each row when (new.account_id is not null) execute function finance.judge_invoice_line_account();
comment on trigger invoice_line_by_document on finance.invoice_line is
  'Documents explain this account ({value}): name the one of income or expense. | Этот счёт объясняют документы ({value}): укажите счёт дохода или расхода.';

-- What the buyer owes the state himself no supplier charges.
create function finance.judge_line_tax() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from finance.tax as t where t.id = new.tax_id and t.kind = 'reverse_charge') then
    perform system.refuse(tg_relid::regclass, tg_name, 'vat', '0');
  end if;
  return null;
end
$$;
comment on function finance.judge_line_tax is
  'Keeps VAT off lines whose buyer owes it. | Не даёт указать НДС там, где его должен покупатель.';
create constraint trigger invoice_line_uncharged after insert or update of vat, tax_id on finance.invoice_line
  for each row when (new.vat <> 0 and new.tax_id is not null) execute function finance.judge_line_tax();
comment on trigger invoice_line_uncharged on finance.invoice_line is
  'The buyer owes this tax himself, so the supplier charges none; right would be {value}. | Этот налог должен сам покупатель, поставщик его не начисляет; правильно: {value}.';
