-- 0312_purchasing_award: the comparison of quotations, and the order for who is chosen.
-- Why: an award binds the order to what was offered: neither dearer nor more, and once for a request. Kind: expand.
-- Locks: the tables of orders, empty. Time: milliseconds. Forward only.
alter table purchasing.purchase_order add constraint purchase_order_quote_fkey
  foreign key (supplier_quote_id) references purchasing.supplier_quote;
alter table purchasing.purchase_order add constraint purchase_order_quote_key unique (supplier_quote_id);
alter table purchasing.purchase_order_line add constraint purchase_order_line_quote_fkey
  foreign key (supplier_quote_line_id) references purchasing.supplier_quote_line;
comment on constraint purchase_order_quote_fkey on purchasing.purchase_order is
  'There is no such quotation. | Такого предложения нет.';
comment on constraint purchase_order_quote_key on purchasing.purchase_order is
  'This quotation was awarded already. | Это предложение уже выбрано.';
comment on constraint purchase_order_line_quote_fkey on purchasing.purchase_order_line is
  'There is no such line of a quotation. | Такой строки предложения нет.';

-- One order for a request, whichever quotation; its supplier and currency are the quotation's.
create function purchasing.judge_award() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  q purchasing.supplier_quote;
begin
  perform system.demand_read_committed();
  select * into q from purchasing.supplier_quote as o where o.id = new.supplier_quote_id;
  perform from purchasing.request_for_quotation as r where r.id = q.rfq_id for no key update;
  if tg_name = 'purchase_order_as_quoted' then
    if q.party_id <> new.party_id or q.currency <> new.currency then
      perform system.refuse(tg_relid::regclass, tg_name, 'party_id');
    end if;
  elsif exists (
    select from purchasing.purchase_order as o join purchasing.supplier_quote as s on s.id = o.supplier_quote_id
    where s.rfq_id = q.rfq_id and o.id <> new.id)
  then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_award is
  'Judges the order of a quotation. | Проверяет заказ по предложению.';
create constraint trigger purchase_order_as_quoted
  after insert or update of party_id, currency, supplier_quote_id on purchasing.purchase_order
  for each row when (new.supplier_quote_id is not null) execute function purchasing.judge_award();
create constraint trigger purchase_order_awarded_once
  after insert or update of supplier_quote_id on purchasing.purchase_order
  for each row when (new.supplier_quote_id is not null) execute function purchasing.judge_award();
comment on trigger purchase_order_as_quoted on purchasing.purchase_order is
  'Supplier and currency are those of the awarded quotation. | Поставщик и валюта — из выбранного предложения.';
comment on trigger purchase_order_awarded_once on purchasing.purchase_order is
  'A request is awarded once. | По запросу поставщика выбирают один раз.';

-- No line of an awarded order is dearer than it was offered, and together they are no more than that.
create function purchasing.judge_quoted_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  offered record;
begin
  perform system.demand_read_committed();
  select q.*, r.product_id, r.unit_id into offered
  from purchasing.supplier_quote_line as q join purchasing.rfq_line as r on r.id = q.rfq_line_id
  where q.id = new.supplier_quote_line_id for no key update of q;
  if new.unit_price > offered.unit_price then
    perform system.refuse(tg_relid::regclass, tg_name, 'unit_price', offered.unit_price::text);
  elsif new.product_id is distinct from offered.product_id or new.unit_id <> offered.unit_id
    or offered.supplier_quote_id is distinct from (
      select o.supplier_quote_id from purchasing.purchase_order as o where o.id = new.order_id)
  then
    perform system.refuse(tg_relid::regclass, tg_name, 'product_id', offered.unit_price::text);
  elsif offered.quantity < (
    select sum(l.quantity) from purchasing.purchase_order_line as l
    where l.supplier_quote_line_id = new.supplier_quote_line_id)
  then
    perform system.refuse(tg_relid::regclass, tg_name, 'quantity', offered.unit_price::text);
  end if;
  return null;
end
$$;
comment on function purchasing.judge_quoted_line is
  'Refuses a line beyond its quotation. | Отклоняет строку сверх предложения.';
create constraint trigger purchase_order_line_quoted after insert
    or update of quantity, unit_price, product_id, unit_id, order_id, supplier_quote_line_id
    on purchasing.purchase_order_line
  for each row when (new.supplier_quote_line_id is not null) execute function purchasing.judge_quoted_line();
comment on trigger purchase_order_line_quoted on purchasing.purchase_order_line is
  'The line is bound to a quotation: its product, its quantity and {value} for a unit at most. | Строка связана с предложением: его товар, не больше его количества и не дороже {value} за единицу.';

-- What was not offered comes into no order of the award.
create function purchasing.judge_offered_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from purchasing.purchase_order as o where o.id = new.order_id and o.supplier_quote_id is not null) then
    perform system.refuse(tg_relid::regclass, tg_name, 'order_id');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_offered_line is
  'Keeps lines that nobody offered out of awarded orders. | Не пускает в заказ по предложению строки без предложения.';
create constraint trigger purchase_order_line_offered after insert or update of order_id, supplier_quote_line_id
    on purchasing.purchase_order_line
  for each row when (new.supplier_quote_line_id is null) execute function purchasing.judge_offered_line();
comment on trigger purchase_order_line_offered on purchasing.purchase_order_line is
  'The order is of a quotation: it has no line that was not offered. | Заказ сделан по предложению: строк сверх предложения в нём нет.';

-- The order of the quotation that is chosen; null for a request out of reach.
create function purchasing.award_quote(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  q purchasing.supplier_quote;
  r purchasing.request_for_quotation;
  made bigint;
begin
  select * into q from purchasing.supplier_quote as o where o.id = p_id;
  if q.id is null or not purchasing.begin('purchasing.request_for_quotation'::regclass, 'requests_for_quotations',
    'award', q.rfq_id, '{open,closed}')
  then
    return null;
  end if;
  -- As they are now that nothing of the request changes.
  select * into q from purchasing.supplier_quote as o where o.id = p_id;
  select * into r from purchasing.request_for_quotation as o where o.id = q.rfq_id;
  if q.valid_until < current_date then
    perform system.refuse('purchasing.supplier_quote'::regclass, 'supplier_quote_valid', 'valid_until',
      q.valid_until::text);
  elsif not exists (select from purchasing.supplier_quote_line as l where l.supplier_quote_id = p_id) then
    perform system.refuse('purchasing.supplier_quote'::regclass, 'supplier_quote_filled', 'lines');
  end if;
  insert into purchasing.purchase_order (party_id, requisition_id, supplier_quote_id, currency, expected_on)
  values (q.party_id, r.requisition_id, q.id, q.currency, current_date + q.delivery_days) returning id into made;
  insert into purchasing.purchase_order_line (order_id, place, product_id, description, quantity, unit_id, unit_price,
    vat_rate, requisition_line_id, supplier_quote_line_id)
  select made, a.place, a.product_id, a.description, l.quantity, a.unit_id, l.unit_price, l.vat_rate,
    a.requisition_line_id, l.id
  from purchasing.supplier_quote_line as l join purchasing.rfq_line as a on a.id = l.rfq_line_id
  where l.supplier_quote_id = p_id order by a.place, a.id;
  update purchasing.request_for_quotation as o set state = 'awarded' where o.id = q.rfq_id;
  return made;
end
$$;
comment on function purchasing.award_quote is
  'Makes a purchase order of a quotation. | Создаёт заказ поставщику по предложению.';
-- Only their words are needed: the function raises them.
create constraint trigger supplier_quote_valid after insert on purchasing.supplier_quote
  for each row when (false) execute function purchasing.refuse_change();
create constraint trigger supplier_quote_filled after insert on purchasing.supplier_quote
  for each row when (false) execute function purchasing.refuse_change();
comment on trigger supplier_quote_valid on purchasing.supplier_quote is
  'The quotation was valid until {value}. | Предложение действовало по {value}.';
comment on trigger supplier_quote_filled on purchasing.supplier_quote is
  'The quotation has no lines. | В предложении нет строк.';

-- P_STATE is closed, open or cancelled.
create function purchasing.move_request(p_id bigint, p_state text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.request_for_quotation'::regclass, 'requests_for_quotations', 'close', p_id,
    case p_state when 'closed' then '{open}' when 'open' then '{closed}' else '{open,closed}' end::text[])
  then
    return null;
  end if;
  update purchasing.request_for_quotation as r set state = p_state where r.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.move_request is
  'Closes, opens or cancels a request for quotations. | Закрывает, открывает или отменяет запрос цен.';
grant execute on function purchasing.award_quote, purchasing.move_request to crm_service;

-- Prices of one line are ranked within their currency alone.
create view purchasing.quotation_comparison with (security_invoker = true) as
select l.id, l.rfq_id, l.rfq_line_id, l.supplier_quote_id, q.party_id, q.currency, l.unit_price, l.quantity, l.net,
  rank() over cheapest as price_rank, rank() over cheapest = 1 as is_cheapest,
  sum(l.net) over (partition by l.supplier_quote_id) as supplier_net,
  count(*) over (partition by l.supplier_quote_id) as supplier_lines, q.delivery_days, q.valid_until
from purchasing.supplier_quote_line as l join purchasing.supplier_quote as q on q.id = l.supplier_quote_id
window cheapest as (partition by l.rfq_line_id, q.currency order by l.unit_price);
comment on view purchasing.quotation_comparison is
  'Comparison: what each supplier offers to each line of a request. | Сравнение: что каждый поставщик предлагает по каждой строке запроса.';
comment on column purchasing.quotation_comparison.id is 'Number: of the quotation line. | Номер: строки предложения.';
comment on column purchasing.quotation_comparison.rfq_id is 'Request: that was answered. | Запрос: на который ответили.';
comment on column purchasing.quotation_comparison.rfq_line_id is 'Request line: what is compared. | Строка запроса: что сравнивается.';
comment on column purchasing.quotation_comparison.supplier_quote_id is 'Quotation: whose offer it is. | Предложение: чьё.';
comment on column purchasing.quotation_comparison.party_id is 'Supplier: who offers. | Поставщик: кто предлагает.';
comment on column purchasing.quotation_comparison.currency is 'Currency: of the prices; only the same are ranked. | Валюта: цен; сравниваются только в одной.';
comment on column purchasing.quotation_comparison.unit_price is 'Price: of one unit. | Цена: за единицу.';
comment on column purchasing.quotation_comparison.quantity is 'Quantity: that is offered. | Количество: предложенное.';
comment on column purchasing.quotation_comparison.net is 'Net: quantity times price. | Без НДС: количество на цену.';
comment on column purchasing.quotation_comparison.price_rank is 'Rank: 1 for the lowest price of the line in this currency. | Место: 1 — низшая цена строки в этой валюте.';
comment on column purchasing.quotation_comparison.is_cheapest is 'Cheapest: none offers less in this currency. | Дешевле всех: никто не предложил меньше в этой валюте.';
comment on column purchasing.quotation_comparison.supplier_net is 'Supplier net: all lines of his quotation. | Всего у поставщика: все строки его предложения.';
comment on column purchasing.quotation_comparison.supplier_lines is 'Supplier lines: how many he has offered. | Строк у поставщика: сколько предложено.';
comment on column purchasing.quotation_comparison.delivery_days is 'Delivery days: after the order. | Срок поставки: дней после заказа.';
comment on column purchasing.quotation_comparison.valid_until is 'Valid until: last day. | Действует по: последний день.';
grant select on purchasing.quotation_comparison to crm_service, crm_limited, crm_reader, crm_report;
