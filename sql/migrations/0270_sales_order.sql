-- 0270_sales_order: orders of clients.
-- Why: what a client has ordered, at which price, and how far it is. Its state is set by verbs alone, and what was
-- confirmed stays as it was. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table sales.sales_order (
  id bigint generated always as identity constraint sales_order_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint sales_order_owner_fkey references access.account,
  department_id bigint constraint sales_order_department_fkey references access.department,
  number text
    constraint sales_order_number_length check (length(number) between 1 and 60)
    constraint sales_order_number_key unique,
  party_id bigint not null constraint sales_order_party_fkey references clients.party,
  contact_id bigint constraint sales_order_contact_fkey references clients.contact,
  quote_id bigint constraint sales_order_quote_fkey references sales.quote,
  currency text not null constraint sales_order_currency_fkey references system.currency,
  ordered_on date not null default current_date,
  required_on date,
  state text not null default 'draft' constraint sales_order_state_known
    check (state in ('draft', 'confirmed', 'shipped', 'closed', 'cancelled')),
  confirmed_at timestamptz,
  cancelled_at timestamptz,
  cancellation_reason text constraint sales_order_reason_length check (length(cancellation_reason) between 1 and 2000),
  freight numeric(19, 4) constraint sales_order_freight_range check (freight >= 0),
  shipper_id bigint constraint sales_order_shipper_fkey references clients.party,
  ship_name text constraint sales_order_ship_name_length check (length(ship_name) <= 300),
  ship_address text constraint sales_order_ship_address_length check (length(ship_address) <= 500),
  ship_city text constraint sales_order_ship_city_length check (length(ship_city) <= 200),
  ship_region text constraint sales_order_ship_region_length check (length(ship_region) <= 200),
  ship_postal_code text constraint sales_order_ship_postal_length check (length(ship_postal_code) <= 20),
  ship_country text constraint sales_order_ship_country_fkey references system.country,
  notes text constraint sales_order_notes_length check (length(notes) <= 10000),
  external_source text,
  external_key text,
  constraint sales_order_quote_once exclude using btree (quote_id with =) where (state <> 'cancelled'),
  constraint sales_order_dates check (ordered_on <= required_on),
  constraint sales_order_confirmed check (
    case state when 'draft' then confirmed_at is null when 'cancelled' then true else confirmed_at is not null end),
  constraint sales_order_cancelled check ((state = 'cancelled') = (cancelled_at is not null)
    and (state = 'cancelled') = (cancellation_reason is not null)),
  constraint sales_order_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint sales_order_external_key unique (external_source, external_key)
);
create index sales_order_owner_idx on sales.sales_order (owner_id, ordered_on, id);
create index sales_order_department_idx on sales.sales_order (department_id, ordered_on, id);
create index sales_order_party_idx on sales.sales_order (party_id, ordered_on, id);
create index sales_order_contact_idx on sales.sales_order (contact_id) where contact_id is not null;
create index sales_order_quote_idx on sales.sales_order (quote_id) where quote_id is not null;
create index sales_order_currency_idx on sales.sales_order (currency);
create index sales_order_shipper_idx on sales.sales_order (shipper_id) where shipper_id is not null;
create index sales_order_ship_country_idx on sales.sales_order (ship_country) where ship_country is not null;
create index sales_order_ordered_idx on sales.sales_order (ordered_on, id);
create index sales_order_created_idx on sales.sales_order (created_at, id);
create index sales_order_updated_idx on sales.sales_order (updated_at, id);

comment on table sales.sales_order is
  'Sales order: what a client has ordered. | Заказ клиента: что клиент заказал.';
comment on column sales.sales_order.number is
  'Number: given in order, or brought along by an import. | Номер: по порядку, или принесён импортом.';
comment on column sales.sales_order.party_id is 'Client: who orders. | Клиент: кто заказывает.';
comment on column sales.sales_order.contact_id is 'Contact: person of the client. | Контакт: человек у клиента.';
comment on column sales.sales_order.quote_id is
  'Quote: of which it was made. | Предложение: из которого он сделан.';
comment on column sales.sales_order.currency is 'Currency: of its prices. | Валюта: цен заказа.';
comment on column sales.sales_order.ordered_on is 'Ordered on: the day. | Дата заказа: день.';
comment on column sales.sales_order.required_on is
  'Required on: when the client wants it at the latest. | Нужен к: крайний день для клиента.';
comment on column sales.sales_order.state is
  'State: how far it is. | Состояние: на каком этапе. {draft=Draft/Черновик, confirmed=Confirmed/Подтверждён, shipped=Shipped/Отгружен, closed=Closed/Закрыт, cancelled=Cancelled/Отменён}';
comment on column sales.sales_order.confirmed_at is 'Confirmed at: when. | Подтверждён: когда.';
comment on column sales.sales_order.cancelled_at is 'Cancelled at: when. | Отменён: когда.';
comment on column sales.sales_order.cancellation_reason is 'Reason: of the cancellation. | Причина: отмены.';
comment on column sales.sales_order.freight is
  'Freight: of the carriage, in the currency of the order. | Доставка: стоимость перевозки в валюте заказа.';
comment on column sales.sales_order.shipper_id is 'Shipper: who carries it. | Перевозчик: кто везёт.';
comment on column sales.sales_order.ship_name is 'Ship to: whose name. | Получатель: имя или название.';
comment on column sales.sales_order.ship_address is 'Address: street and house. | Адрес: улица и дом.';
comment on column sales.sales_order.ship_city is 'City: of the delivery. | Город: доставки.';
comment on column sales.sales_order.ship_region is 'Region: of the delivery. | Регион: доставки.';
comment on column sales.sales_order.ship_postal_code is 'Postal code: of the delivery. | Индекс: доставки.';
comment on column sales.sales_order.ship_country is 'Country: of the delivery. | Страна: доставки.';
comment on column sales.sales_order.notes is 'Notes: whatever else is to be known. | Заметки: что ещё важно знать.';
comment on constraint sales_order_number_length on sales.sales_order is
  'The number must have 1 to 60 characters. | Номер должен быть от 1 до 60 знаков.';
comment on constraint sales_order_number_key on sales.sales_order is
  'Another order has this number. | Такой номер уже есть у другого заказа.';
comment on constraint sales_order_contact_fkey on sales.sales_order is
  'There is no such contact. | Такого контакта нет.';
comment on constraint sales_order_quote_fkey on sales.sales_order is
  'There is no such quote. | Такого предложения нет.';
comment on constraint sales_order_quote_once on sales.sales_order is
  'The quote has become an order already. | По этому предложению заказ уже сделан.';
comment on constraint sales_order_currency_fkey on sales.sales_order is
  'There is no such currency. | Такой валюты нет.';
comment on constraint sales_order_state_known on sales.sales_order is
  'The state is draft, confirmed, shipped, closed or cancelled. | Состояние: draft, confirmed, shipped, closed или cancelled.';
comment on constraint sales_order_reason_length on sales.sales_order is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint sales_order_freight_range on sales.sales_order is
  'The freight must not be negative. | Стоимость доставки не может быть отрицательной.';
comment on constraint sales_order_shipper_fkey on sales.sales_order is
  'There is no such shipper. | Такого перевозчика нет.';
comment on constraint sales_order_ship_name_length on sales.sales_order is
  'The name must have at most 300 characters. | Имя должно быть не длиннее 300 знаков.';
comment on constraint sales_order_ship_address_length on sales.sales_order is
  'The address must have at most 500 characters. | Адрес должен быть не длиннее 500 знаков.';
comment on constraint sales_order_ship_city_length on sales.sales_order is
  'The city must have at most 200 characters. | Город должен быть не длиннее 200 знаков.';
comment on constraint sales_order_ship_region_length on sales.sales_order is
  'The region must have at most 200 characters. | Регион должен быть не длиннее 200 знаков.';
comment on constraint sales_order_ship_postal_length on sales.sales_order is
  'The postal code must have at most 20 characters. | Индекс должен быть не длиннее 20 знаков.';
comment on constraint sales_order_ship_country_fkey on sales.sales_order is
  'There is no such country. | Такой страны нет.';
comment on constraint sales_order_notes_length on sales.sales_order is
  'The notes must have at most 10,000 characters. | Заметки должны быть не длиннее 10 000 знаков.';
comment on constraint sales_order_dates on sales.sales_order is
  'It cannot be required before it is ordered. | Заказ не может быть нужен раньше, чем он сделан.';
comment on constraint sales_order_confirmed on sales.sales_order is
  'What was confirmed says when. | У подтверждённого указано, когда.';
comment on constraint sales_order_cancelled on sales.sales_order is
  'What was cancelled says when and why. | У отменённого указано, когда и почему.';
select clients.describe_common('sales.sales_order'::regclass);
select system.business('sales.sales_order'::regclass);
select access.protect('sales.sales_order'::regclass, 'sales_orders');
select access.name_seen('sales.sales_order'::regclass, 'party_id', 'clients.party'::regclass),
  access.name_seen('sales.sales_order'::regclass, 'contact_id', 'clients.contact'::regclass),
  access.name_seen('sales.sales_order'::regclass, 'shipper_id', 'clients.party'::regclass);
insert into system.number_series (kind, prefix) values ('sales_order', 'SO');
-- Triggers fire by name, and the number knows the department that own_ has given.
create trigger own_sales_order_number before insert on sales.sales_order
  for each row execute function system.number_document('sales_order', 'ordered_on');
-- A gapless number does not go: an order is cancelled. What verbs set nobody else sets.
revoke delete on sales.sales_order from crm_service;
revoke insert (state, confirmed_at, cancelled_at, cancellation_reason, quote_id),
  update (state, confirmed_at, cancelled_at, cancellation_reason, quote_id, number) on sales.sales_order from crm_service;
insert into system.succession (place, rule, condition) values
  ('sales.sales_order.owner_id', 'hand_over', 'state in (''draft'', ''confirmed'', ''shipped'')');
