-- 0311_purchasing_supplier_quote: who is asked, and what he offers to which line.
-- Why: offers to the same lines can be compared, and an order bound to one of them. Kind: expand. Locks: none on existing
-- tables. Time: milliseconds. Forward only.
create table purchasing.rfq_supplier (
  id bigint generated always as identity constraint rfq_supplier_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  rfq_id bigint not null
    constraint rfq_supplier_rfq_fkey references purchasing.request_for_quotation on delete cascade,
  party_id bigint not null constraint rfq_supplier_party_fkey references clients.party,
  external_source text,
  external_key text,
  constraint rfq_supplier_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint rfq_supplier_external_key unique (external_source, external_key),
  constraint rfq_supplier_key unique (rfq_id, party_id)
);
create index rfq_supplier_party_idx on purchasing.rfq_supplier (party_id);
comment on table purchasing.rfq_supplier is
  'Supplier of a request: who is asked for a quotation. | Поставщик в запросе: у кого запрошена цена.';
comment on column purchasing.rfq_supplier.rfq_id is 'Request: whose. | Запрос: чей.';
comment on column purchasing.rfq_supplier.party_id is 'Supplier: who is asked. | Поставщик: у кого запрошено.';
comment on constraint rfq_supplier_rfq_fkey on purchasing.rfq_supplier is 'There is no such request. | Такого запроса нет.';
comment on constraint rfq_supplier_key on purchasing.rfq_supplier is
  'This supplier is asked already. | У этого поставщика уже запрошено.';

create table purchasing.supplier_quote (
  id bigint generated always as identity constraint supplier_quote_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  rfq_id bigint not null constraint supplier_quote_rfq_fkey references purchasing.request_for_quotation on delete cascade,
  party_id bigint not null,
  currency text not null constraint supplier_quote_currency_fkey references system.currency,
  valid_until date,
  delivery_days integer constraint supplier_quote_delivery_range check (delivery_days between 0 and 3650),
  notes text constraint supplier_quote_notes_length check (length(notes) <= 10000),
  external_source text,
  external_key text,
  constraint supplier_quote_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint supplier_quote_external_key unique (external_source, external_key),
  constraint supplier_quote_asked_fkey foreign key (rfq_id, party_id) references purchasing.rfq_supplier (rfq_id, party_id)
    on update cascade,
  constraint supplier_quote_key unique (rfq_id, party_id),
  constraint supplier_quote_rfq_key unique (id, rfq_id)
);
create index supplier_quote_party_idx on purchasing.supplier_quote (party_id);
create index supplier_quote_currency_idx on purchasing.supplier_quote (currency);
comment on table purchasing.supplier_quote is
  'Quotation of a supplier: what he offers to a request. | Предложение поставщика: ответ на запрос цен.';
comment on column purchasing.supplier_quote.rfq_id is 'Request: that it answers. | Запрос: на который отвечает.';
comment on column purchasing.supplier_quote.party_id is 'Supplier: who offers. | Поставщик: кто предлагает.';
comment on column purchasing.supplier_quote.currency is 'Currency: of its prices. | Валюта: цен.';
comment on column purchasing.supplier_quote.valid_until is 'Valid until: last day. | Действует по: последний день.';
comment on column purchasing.supplier_quote.delivery_days is 'Delivery days: after the order. | Срок поставки: дней после заказа.';
comment on column purchasing.supplier_quote.notes is 'Notes: to the quotation. | Примечания: к предложению.';
comment on constraint supplier_quote_rfq_fkey on purchasing.supplier_quote is
  'There is no such request. | Такого запроса нет.';
comment on constraint supplier_quote_currency_fkey on purchasing.supplier_quote is
  'There is no such currency. | Такой валюты нет.';
comment on constraint supplier_quote_delivery_range on purchasing.supplier_quote is
  'The delivery takes 0 to 3,650 days. | Срок поставки — от 0 до 3650 дней.';
comment on constraint supplier_quote_notes_length on purchasing.supplier_quote is
  'The notes must have at most 10,000 characters. | Примечания должны быть не длиннее 10 000 знаков.';
comment on constraint supplier_quote_asked_fkey on purchasing.supplier_quote is
  'This supplier was not asked in the request. | У этого поставщика не запрашивали.';
comment on constraint supplier_quote_key on purchasing.supplier_quote is
  'This supplier has a quotation in the request already. | У этого поставщика уже есть предложение.';
comment on constraint supplier_quote_rfq_key on purchasing.supplier_quote is
  'A quotation answers one request. | Предложение отвечает на один запрос.';

create table purchasing.supplier_quote_line (
  id bigint generated always as identity constraint supplier_quote_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  supplier_quote_id bigint not null
    constraint supplier_quote_line_whole_fkey references purchasing.supplier_quote on delete cascade,
  -- Follows from the quotation: so both are of one request.
  rfq_id bigint not null,
  rfq_line_id bigint not null,
  quantity numeric(19, 6) not null constraint supplier_quote_line_quantity_range check (quantity > 0),
  unit_price numeric(19, 4) not null constraint supplier_quote_line_price_range check (unit_price >= 0),
  vat_rate numeric(5, 2) not null default 0
    constraint supplier_quote_line_vat_range check (vat_rate between 0 and 100),
  net numeric(19, 4) generated always as (round(quantity * unit_price, 4)) stored,
  external_source text,
  external_key text,
  constraint supplier_quote_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint supplier_quote_line_external_key unique (external_source, external_key),
  constraint supplier_quote_line_quote_fkey foreign key (supplier_quote_id, rfq_id)
    references purchasing.supplier_quote (id, rfq_id) on delete cascade,
  constraint supplier_quote_line_asked_fkey foreign key (rfq_line_id, rfq_id)
    references purchasing.rfq_line (id, rfq_id),
  constraint supplier_quote_line_key unique (supplier_quote_id, rfq_line_id)
);
create index supplier_quote_line_quote_idx on purchasing.supplier_quote_line (supplier_quote_id, rfq_id);
create index supplier_quote_line_asked_idx on purchasing.supplier_quote_line (rfq_line_id, rfq_id);
create index supplier_quote_line_rfq_idx on purchasing.supplier_quote_line (rfq_id);
comment on table purchasing.supplier_quote_line is
  'Line of a quotation: price and quantity that are offered. | Строка предложения: цена и количество.';
comment on constraint supplier_quote_line_whole_fkey on purchasing.supplier_quote_line is
  'There is no such quotation. | Такого предложения нет.';
comment on column purchasing.supplier_quote_line.supplier_quote_id is 'Quotation: whose line. | Предложение: чья строка.';
comment on column purchasing.supplier_quote_line.rfq_id is
  'Request: follows from the quotation. | Запрос: следует из предложения.';
comment on column purchasing.supplier_quote_line.rfq_line_id is 'Request line: that it answers. | Строка запроса: на которую отвечает.';
comment on column purchasing.supplier_quote_line.quantity is
  'Quantity: in the unit of the request. | Количество: в единице запроса.';
comment on column purchasing.supplier_quote_line.unit_price is 'Price: of one unit, without VAT. | Цена: за единицу, без НДС.';
comment on column purchasing.supplier_quote_line.vat_rate is 'VAT rate: in percent. | Ставка НДС: в процентах.';
comment on column purchasing.supplier_quote_line.net is 'Net: quantity times price. | Без НДС: количество на цену.';
comment on constraint supplier_quote_line_quantity_range on purchasing.supplier_quote_line is
  'The quantity must be greater than 0. | Количество должно быть больше 0.';
comment on constraint supplier_quote_line_price_range on purchasing.supplier_quote_line is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint supplier_quote_line_vat_range on purchasing.supplier_quote_line is
  'The VAT is 0 to 100 percent. | НДС — от 0 до 100 процентов.';
comment on constraint supplier_quote_line_quote_fkey on purchasing.supplier_quote_line is
  'There is no such quotation. | Такого предложения нет.';
comment on constraint supplier_quote_line_asked_fkey on purchasing.supplier_quote_line is
  'The request has no such line. | В запросе нет такой строки.';
comment on constraint supplier_quote_line_key on purchasing.supplier_quote_line is
  'The quotation has a line for this already. | В предложении уже есть такая строка.';
create function purchasing.place_quote_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.rfq_id := coalesce((select q.rfq_id from purchasing.supplier_quote as q where q.id = new.supplier_quote_id), 0);
  return new;
end
$$;
comment on function purchasing.place_quote_line is
  'Gives a line the request of its quotation. | Даёт строке запрос её предложения.';
create trigger place_supplier_quote_line before insert or update on purchasing.supplier_quote_line
  for each row execute function purchasing.place_quote_line();

select clients.describe_common(t), system.business(t, 'rfq_id', 'purchasing.request_for_quotation'::regclass),
  access.protect_child(t, 'requests_for_quotations', 'rfq_id', 'purchasing.request_for_quotation'::regclass)
from unnest('{purchasing.rfq_supplier,purchasing.supplier_quote,purchasing.supplier_quote_line}'::regclass[]) as t;
select access.name_seen('purchasing.rfq_supplier'::regclass, 'party_id', 'clients.party'::regclass);
revoke insert (rfq_id), update (rfq_id) on purchasing.supplier_quote_line from crm_service;
create constraint trigger rfq_supplier_supplier after insert or update of party_id on purchasing.rfq_supplier
  for each row execute function purchasing.judge_supplier();
create constraint trigger rfq_supplier_frozen after insert or update or delete on purchasing.rfq_supplier
  for each row execute function purchasing.judge_part('purchasing.request_for_quotation', 'rfq_id', '{open}');
create constraint trigger supplier_quote_frozen after insert or update or delete on purchasing.supplier_quote
  for each row execute function purchasing.judge_part('purchasing.request_for_quotation', 'rfq_id', '{open}');
create constraint trigger supplier_quote_line_frozen after insert or update or delete on purchasing.supplier_quote_line
  for each row execute function purchasing.judge_part('purchasing.request_for_quotation', 'rfq_id', '{open}');
comment on trigger rfq_supplier_supplier on purchasing.rfq_supplier is
  'This party is no supplier. | Этот контрагент не поставщик.';
comment on trigger rfq_supplier_frozen on purchasing.rfq_supplier is
  'The request is {value}: only an open one changes. | Состояние запроса — {value}: меняется только открытый.';
comment on trigger supplier_quote_frozen on purchasing.supplier_quote is
  'The request is {value}: only an open one takes quotations. | Состояние запроса — {value}: предложения принимает только открытый.';
comment on trigger supplier_quote_line_frozen on purchasing.supplier_quote_line is
  'The request is {value}: only an open one takes quotations. | Состояние запроса — {value}: предложения принимает только открытый.';
