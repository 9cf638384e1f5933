-- 0326_purchasing_invoice_match_line: the facts of a match, line by line, and by how much they differ.
-- Why: quantity, price and tax differ for different reasons and are mended by different people; what is reckoned from the
-- facts is reckoned by the table, so it cannot be told otherwise. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table purchasing.invoice_match_line (
  id bigint generated always as identity constraint invoice_match_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  invoice_match_id bigint not null
    constraint invoice_match_line_match_fkey references purchasing.invoice_match,
  invoice_line_id bigint not null constraint invoice_match_line_line_fkey references finance.invoice_line,
  order_line_id bigint not null
    constraint invoice_match_line_order_line_fkey references purchasing.purchase_order_line,
  ordered_quantity numeric(19, 6) not null,
  received_quantity numeric(19, 6) not null,
  previous_quantity numeric(19, 6) not null,
  invoiced_quantity numeric(19, 6) not null,
  matched_quantity numeric(19, 6) not null
    constraint invoice_match_line_matched_range check (matched_quantity between 0 and invoiced_quantity),
  ordered_price numeric(19, 4) not null,
  invoiced_price numeric(19, 4) not null,
  expected_vat numeric(19, 4) not null,
  invoiced_vat numeric(19, 4) not null,
  quantity_percent numeric(5, 2) not null,
  price_percent numeric(5, 2) not null,
  tax_amount numeric(12, 2) not null,
  quantity_variance numeric(19, 6) generated always as (invoiced_quantity - matched_quantity) stored,
  price_variance numeric(19, 4) generated always as (invoiced_price - ordered_price) stored,
  tax_variance numeric(19, 4) generated always as (invoiced_vat - expected_vat) stored,
  quantity_within boolean generated always as (invoiced_quantity - matched_quantity
    <= greatest(received_quantity - previous_quantity, 0) * quantity_percent / 100) stored,
  price_within boolean generated always as (
    abs(invoiced_price - ordered_price) <= ordered_price * price_percent / 100) stored,
  tax_within boolean generated always as (abs(invoiced_vat - expected_vat) <= tax_amount) stored,
  constraint invoice_match_line_once unique (invoice_match_id, invoice_line_id)
);
create index invoice_match_line_line_idx on purchasing.invoice_match_line (invoice_line_id);
create index invoice_match_line_order_line_idx on purchasing.invoice_match_line (order_line_id);
comment on table purchasing.invoice_match_line is
  'Line of a match: what was ordered, received and invoiced, as it was then. | Строка сверки: заказано, получено и выставлено на тот момент.';
comment on column purchasing.invoice_match_line.invoice_match_id is 'Match: whose line. | Сверка: чья строка.';
comment on column purchasing.invoice_match_line.invoice_line_id is 'Line of the invoice: that was checked. | Строка счёта: которую сверили.';
comment on column purchasing.invoice_match_line.order_line_id is 'Line of the order: against which. | Строка заказа: с которой.';
comment on column purchasing.invoice_match_line.ordered_quantity is 'Ordered: quantity. | Заказано: количество.';
comment on column purchasing.invoice_match_line.received_quantity is
  'Received: quantity, without what went back. | Получено: количество за вычетом возвратов.';
comment on column purchasing.invoice_match_line.previous_quantity is
  'Matched before: quantity that other lines have used up. | Сверено ранее: количество, занятое другими строками.';
comment on column purchasing.invoice_match_line.invoiced_quantity is 'Invoiced: quantity. | Выставлено: количество.';
comment on column purchasing.invoice_match_line.matched_quantity is
  'Matched: quantity that receipts cover. | Сверено: количество, покрытое поступлениями.';
comment on column purchasing.invoice_match_line.ordered_price is 'Ordered price: of one unit. | Цена заказа: за единицу.';
comment on column purchasing.invoice_match_line.invoiced_price is 'Invoiced price: of one unit. | Цена счёта: за единицу.';
comment on column purchasing.invoice_match_line.expected_vat is
  'Expected VAT: by the rate of the order. | Ожидаемый НДС: по ставке заказа.';
comment on column purchasing.invoice_match_line.invoiced_vat is 'Invoiced VAT: as stated. | НДС счёта: как указано.';
comment on column purchasing.invoice_match_line.quantity_percent is
  'Tolerance of quantity: percent. | Допуск количества: процентов.';
comment on column purchasing.invoice_match_line.price_percent is 'Tolerance of price: percent. | Допуск цены: процентов.';
comment on column purchasing.invoice_match_line.tax_amount is 'Tolerance of tax: amount. | Допуск налога: сумма.';
comment on column purchasing.invoice_match_line.quantity_variance is
  'Variance of quantity: invoiced beyond what was received. | Отклонение количества: выставлено сверх полученного.';
comment on column purchasing.invoice_match_line.price_variance is
  'Variance of price: invoiced less ordered. | Отклонение цены: счёт минус заказ.';
comment on column purchasing.invoice_match_line.tax_variance is
  'Variance of tax: stated less expected. | Отклонение налога: указано минус ожидалось.';
comment on column purchasing.invoice_match_line.quantity_within is
  'Quantity within: the tolerance. | Количество в допуске: да или нет.';
comment on column purchasing.invoice_match_line.price_within is 'Price within: the tolerance. | Цена в допуске: да или нет.';
comment on column purchasing.invoice_match_line.tax_within is 'Tax within: the tolerance. | Налог в допуске: да или нет.';
comment on constraint invoice_match_line_match_fkey on purchasing.invoice_match_line is
  'There is no such match. | Такой сверки нет.';
comment on constraint invoice_match_line_line_fkey on purchasing.invoice_match_line is
  'There is no such line of an invoice. | Такой строки счёта нет.';
comment on constraint invoice_match_line_order_line_fkey on purchasing.invoice_match_line is
  'There is no such line of an order. | Такой строки заказа нет.';
comment on constraint invoice_match_line_matched_range on purchasing.invoice_match_line is
  'No more is matched than is invoiced. | Сверить можно не больше выставленного.';
comment on constraint invoice_match_line_once on purchasing.invoice_match_line is
  'A match has one line for each line of the invoice. | В сверке одна строка на строку счёта.';
select clients.describe_common('purchasing.invoice_match_line'::regclass);
select system.business('purchasing.invoice_match_line'::regclass, 'invoice_match_id',
  'purchasing.invoice_match'::regclass);
select access.protect_child('purchasing.invoice_match_line'::regclass, 'invoice_matches', 'invoice_match_id',
  'purchasing.invoice_match'::regclass);
select system.written_by_verbs('purchasing.invoice_match_line'::regclass);
select system.permit('{administrator,accountant,auditor}', '{invoice_match_lines}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{invoice_match_lines}', '{read,export}', 'below'),
  system.permit('{purchasing}', '{invoice_match_lines}', '{read,export}', 'department'),
  system.permit('{read_only}', '{invoice_match_lines}', '{read}', 'all');

-- What a match of an invoice finds now; what other live matches than P_MATCH have used up is gone. One order, whose row
-- the caller has locked.
create function purchasing.match_facts(p_invoice bigint, p_match bigint)
returns table (invoice_line_id bigint, order_line_id bigint, ordered_quantity numeric, received_quantity numeric,
  previous_quantity numeric, invoiced_quantity numeric, matched_quantity numeric, ordered_price numeric,
  invoiced_price numeric, expected_vat numeric, invoiced_vat numeric, quantity_percent numeric, price_percent numeric,
  tax_amount numeric)
language sql stable set search_path = pg_catalog
begin atomic
  select f.id, f.order_line_id, f.ordered, f.received, f.used + least(f.before, f.free), f.quantity,
    least(f.before + f.quantity, f.free) - least(f.before, f.free), f.ordered_price, f.unit_price,
    round(f.net * f.vat_rate / 100, 2), f.vat, coalesce(f.quantity_percent, 0), coalesce(f.price_percent, 0),
    coalesce(f.tax_amount, 0)
  from (
    select l.*, k.quantity as ordered, k.unit_price as ordered_price, k.vat_rate, h.received, u.used,
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
comment on function purchasing.match_facts is
  'What a match of an invoice finds now. | Что сверка счёта обнаруживает сейчас.';
