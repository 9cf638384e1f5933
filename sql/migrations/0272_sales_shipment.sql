-- 0272_sales_shipment: what of an order has left the house, by waybill or by act.
-- Why: goods are handed over by a waybill, services by an act, in as many parts as it takes, and never more than was
-- ordered. Verbs alone make and cancel them. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create table sales.shipment (
  id bigint generated always as identity constraint shipment_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint shipment_owner_fkey references access.account,
  department_id bigint constraint shipment_department_fkey references access.department,
  number text
    constraint shipment_number_length check (length(number) between 1 and 60)
    constraint shipment_number_key unique,
  sales_order_id bigint not null constraint shipment_order_fkey references sales.sales_order,
  kind text not null constraint shipment_kind_known check (kind in ('goods', 'service')),
  state text not null default 'shipped' constraint shipment_state_known check (state in ('shipped', 'cancelled')),
  shipped_on date not null default current_date,
  notes text constraint shipment_notes_length check (length(notes) between 1 and 2000),
  cancelled_at timestamptz,
  cancellation_reason text constraint shipment_reason_length check (length(cancellation_reason) between 1 and 2000),
  constraint shipment_cancelled check ((state = 'cancelled') = (cancelled_at is not null)
    and (state = 'cancelled') = (cancellation_reason is not null))
);
create index shipment_owner_idx on sales.shipment (owner_id, shipped_on, id);
create index shipment_department_idx on sales.shipment (department_id, shipped_on, id);
create index shipment_order_idx on sales.shipment (sales_order_id, id);
create index shipment_shipped_idx on sales.shipment (shipped_on, id);

comment on table sales.shipment is
  'Shipment: goods by a waybill, or services by an act. | Отгрузка: товары по накладной или услуги по акту.';
comment on column sales.shipment.number is 'Number: given in order. | Номер: по порядку.';
comment on column sales.shipment.sales_order_id is 'Order: of which it is. | Заказ: по которому отгружено.';
comment on column sales.shipment.kind is
  'Kind: of the paper. | Вид: документа. {goods=Waybill/Накладная, service=Act/Акт}';
comment on column sales.shipment.state is
  'State: whether it counts. | Состояние: действует ли. {shipped=Shipped/Отгружено, cancelled=Cancelled/Отменено}';
comment on column sales.shipment.shipped_on is 'Shipped on: the day. | Дата отгрузки: день.';
comment on column sales.shipment.notes is 'Notes: whatever else is to be known. | Заметки: что ещё важно знать.';
comment on column sales.shipment.cancelled_at is 'Cancelled at: when. | Отменена: когда.';
comment on column sales.shipment.cancellation_reason is 'Reason: of the cancellation. | Причина: отмены.';
comment on constraint shipment_number_length on sales.shipment is
  'The number must have 1 to 60 characters. | Номер должен быть от 1 до 60 знаков.';
comment on constraint shipment_number_key on sales.shipment is
  'Another shipment has this number. | Такой номер уже есть у другой отгрузки.';
comment on constraint shipment_order_fkey on sales.shipment is 'There is no such order. | Такого заказа нет.';
comment on constraint shipment_kind_known on sales.shipment is
  'The kind is goods or service. | Вид: goods или service.';
comment on constraint shipment_state_known on sales.shipment is
  'The state is shipped or cancelled. | Состояние: shipped или cancelled.';
comment on constraint shipment_notes_length on sales.shipment is
  'The notes must have 1 to 2,000 characters. | Заметки должны быть от 1 до 2000 знаков.';
comment on constraint shipment_reason_length on sales.shipment is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint shipment_cancelled on sales.shipment is
  'What was cancelled says when and why. | У отменённого указано, когда и почему.';
select clients.describe_common('sales.shipment'::regclass);
select system.business('sales.shipment'::regclass);
select access.protect('sales.shipment'::regclass, 'shipments');
insert into system.number_series (kind, prefix) values ('shipment', 'SH'), ('act', 'AC');
-- Triggers fire by name, and the number knows the department that own_ has given.
create trigger own_shipment_number_goods before insert on sales.shipment
  for each row when (new.kind = 'goods') execute function system.number_document('shipment', 'shipped_on');
create trigger own_shipment_number_service before insert on sales.shipment
  for each row when (new.kind = 'service') execute function system.number_document('act', 'shipped_on');
insert into system.succession (place, rule, condition) values
  ('sales.shipment.owner_id', 'hand_over', 'state = ''shipped'' and exists (select from sales.sales_order as o
    where o.id = sales_order_id and o.state in (''confirmed'', ''shipped''))');

create table sales.shipment_line (
  id bigint generated always as identity constraint shipment_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  shipment_id bigint not null constraint shipment_line_shipment_fkey references sales.shipment,
  sales_order_line_id bigint not null
    constraint shipment_line_order_line_fkey references sales.sales_order_line,
  quantity numeric(19, 6) not null constraint shipment_line_quantity_range check (quantity > 0),
  constraint shipment_line_once unique (shipment_id, sales_order_line_id)
);
create index shipment_line_order_line_idx on sales.shipment_line (sales_order_line_id);
comment on table sales.shipment_line is
  'Shipment line: how much of a line of the order. | Строка отгрузки: сколько из строки заказа.';
comment on column sales.shipment_line.shipment_id is 'Shipment: whose line. | Отгрузка: чья строка.';
comment on column sales.shipment_line.sales_order_line_id is
  'Order line: of which it is. | Строка заказа: из которой отгружено.';
comment on column sales.shipment_line.quantity is 'Quantity: that was shipped. | Количество: отгружено.';
comment on constraint shipment_line_shipment_fkey on sales.shipment_line is
  'There is no such shipment. | Такой отгрузки нет.';
comment on constraint shipment_line_order_line_fkey on sales.shipment_line is
  'There is no such line of an order. | Такой строки заказа нет.';
comment on constraint shipment_line_quantity_range on sales.shipment_line is
  'The quantity must be more than 0. | Количество должно быть больше 0.';
comment on constraint shipment_line_once on sales.shipment_line is
  'A line of the order stands once in a shipment. | Строка заказа входит в отгрузку один раз.';
select clients.describe_common('sales.shipment_line'::regclass);
select system.business('sales.shipment_line'::regclass, 'shipment_id', 'sales.shipment'::regclass);
select access.protect_child(
  'sales.shipment_line'::regclass, 'shipments', 'shipment_id', 'sales.shipment'::regclass);
-- Shipping is a verb, and so is taking it back.
revoke insert, update, delete on sales.shipment, sales.shipment_line from crm_service;
select system.permit('{administrator}', '{shipments}', '{read,export,cancel,request}', 'all'),
  system.permit('{administrator}', '{shipment_lines}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{shipments}', '{read,export,cancel,request}', 'below'),
  system.permit('{head_of_department}', '{shipment_lines}', '{read,export}', 'below'),
  system.permit('{sales}', '{shipments,shipment_lines}', '{read,export}', 'department'),
  system.permit('{sales}', '{shipments}', '{cancel,request}', 'own'),
  system.permit('{accountant}', '{shipments,shipment_lines}', '{read,export}', 'all'),
  system.permit('{accountant}', '{shipments}', '{request}', 'all'),
  system.permit('{read_only}', '{shipments,shipment_lines}', '{read}', 'all'),
  system.permit('{auditor}', '{shipments,shipment_lines}', '{read,export}', 'all');
