-- 0273_sales_invoice_request: what the accountant is asked to invoice.
-- Why: an invoice is asked for what was shipped, once, in as many parts as it takes, and never for more. Verbs alone
-- make and cancel requests. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table sales.invoice_request (
  id bigint generated always as identity constraint invoice_request_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint invoice_request_owner_fkey references access.account,
  department_id bigint constraint invoice_request_department_fkey references access.department,
  number text
    constraint invoice_request_number_length check (length(number) between 1 and 60)
    constraint invoice_request_number_key unique,
  sales_order_id bigint not null constraint invoice_request_order_fkey references sales.sales_order,
  state text not null default 'open' constraint invoice_request_state_known check (state in ('open', 'cancelled')),
  requested_on date not null default current_date,
  notes text constraint invoice_request_notes_length check (length(notes) between 1 and 2000),
  cancelled_at timestamptz,
  cancellation_reason text constraint invoice_request_reason_length check (length(cancellation_reason) between 1 and 2000),
  constraint invoice_request_cancelled check ((state = 'cancelled') = (cancelled_at is not null)
    and (state = 'cancelled') = (cancellation_reason is not null))
);
create index invoice_request_owner_idx on sales.invoice_request (owner_id, requested_on, id);
create index invoice_request_department_idx on sales.invoice_request (department_id, requested_on, id);
create index invoice_request_order_idx on sales.invoice_request (sales_order_id, id);
create index invoice_request_requested_idx on sales.invoice_request (requested_on, id);

comment on table sales.invoice_request is
  'Invoice request: asks for an invoice of what was shipped. | Заявка на счёт: просьба выставить счёт за отгруженное.';
comment on column sales.invoice_request.number is 'Number: given in order. | Номер: по порядку.';
comment on column sales.invoice_request.sales_order_id is 'Order: of which it is. | Заказ: по которому она.';
comment on column sales.invoice_request.state is
  'State: whether it counts. | Состояние: действует ли. {open=Open/Открыта, cancelled=Cancelled/Отменена}';
comment on column sales.invoice_request.requested_on is 'Requested on: the day. | Дата заявки: день.';
comment on column sales.invoice_request.notes is
  'Notes: whatever else is to be known. | Заметки: что ещё важно знать.';
comment on column sales.invoice_request.cancelled_at is 'Cancelled at: when. | Отменена: когда.';
comment on column sales.invoice_request.cancellation_reason is 'Reason: of the cancellation. | Причина: отмены.';
comment on constraint invoice_request_number_length on sales.invoice_request is
  'The number must have 1 to 60 characters. | Номер должен быть от 1 до 60 знаков.';
comment on constraint invoice_request_number_key on sales.invoice_request is
  'Another request has this number. | Такой номер уже есть у другой заявки.';
comment on constraint invoice_request_order_fkey on sales.invoice_request is
  'There is no such order. | Такого заказа нет.';
comment on constraint invoice_request_state_known on sales.invoice_request is
  'The state is open or cancelled. | Состояние: open или cancelled.';
comment on constraint invoice_request_notes_length on sales.invoice_request is
  'The notes must have 1 to 2,000 characters. | Заметки должны быть от 1 до 2000 знаков.';
comment on constraint invoice_request_reason_length on sales.invoice_request is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint invoice_request_cancelled on sales.invoice_request is
  'What was cancelled says when and why. | У отменённого указано, когда и почему.';
select clients.describe_common('sales.invoice_request'::regclass);
select system.business('sales.invoice_request'::regclass);
select access.protect('sales.invoice_request'::regclass, 'invoice_requests');
insert into system.number_series (kind, prefix) values ('invoice_request', 'IR');
-- Triggers fire by name, and the number knows the department that own_ has given.
create trigger own_invoice_request_number before insert on sales.invoice_request
  for each row execute function system.number_document('invoice_request', 'requested_on');
insert into system.succession (place, rule, condition) values
  ('sales.invoice_request.owner_id', 'hand_over', 'state = ''open''');

create table sales.invoice_request_line (
  id bigint generated always as identity constraint invoice_request_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  invoice_request_id bigint not null
    constraint invoice_request_line_request_fkey references sales.invoice_request,
  shipment_line_id bigint not null
    constraint invoice_request_line_shipment_line_fkey references sales.shipment_line,
  quantity numeric(19, 6) not null constraint invoice_request_line_quantity_range check (quantity > 0),
  constraint invoice_request_line_once unique (invoice_request_id, shipment_line_id)
);
create index invoice_request_line_shipment_line_idx on sales.invoice_request_line (shipment_line_id);
comment on table sales.invoice_request_line is
  'Invoice request line: how much of what was shipped. | Строка заявки на счёт: сколько из отгруженного.';
comment on column sales.invoice_request_line.invoice_request_id is 'Request: whose line. | Заявка: чья строка.';
comment on column sales.invoice_request_line.shipment_line_id is
  'Shipment line: what was shipped. | Строка отгрузки: что отгружено.';
comment on column sales.invoice_request_line.quantity is 'Quantity: to be invoiced. | Количество: к оплате.';
comment on constraint invoice_request_line_request_fkey on sales.invoice_request_line is
  'There is no such request. | Такой заявки нет.';
comment on constraint invoice_request_line_shipment_line_fkey on sales.invoice_request_line is
  'There is no such line of a shipment. | Такой строки отгрузки нет.';
comment on constraint invoice_request_line_quantity_range on sales.invoice_request_line is
  'The quantity must be more than 0. | Количество должно быть больше 0.';
comment on constraint invoice_request_line_once on sales.invoice_request_line is
  'A line of a shipment stands once in a request. | Строка отгрузки входит в заявку один раз.';
select clients.describe_common('sales.invoice_request_line'::regclass);
select system.business(
  'sales.invoice_request_line'::regclass, 'invoice_request_id', 'sales.invoice_request'::regclass);
select access.protect_child('sales.invoice_request_line'::regclass, 'invoice_requests', 'invoice_request_id',
  'sales.invoice_request'::regclass);
-- Asking is a verb, and so is taking it back.
revoke insert, update, delete on sales.invoice_request, sales.invoice_request_line from crm_service;
select system.permit('{administrator}', '{invoice_requests}', '{read,export,cancel}', 'all'),
  system.permit('{administrator}', '{invoice_request_lines}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{invoice_requests}', '{read,export,cancel}', 'below'),
  system.permit('{head_of_department}', '{invoice_request_lines}', '{read,export}', 'below'),
  system.permit('{sales}', '{invoice_requests,invoice_request_lines}', '{read,export}', 'department'),
  system.permit('{sales}', '{invoice_requests}', '{cancel}', 'own'),
  system.permit('{accountant}', '{invoice_requests,invoice_request_lines}', '{read,export}', 'all'),
  system.permit('{accountant}', '{invoice_requests}', '{cancel}', 'all'),
  system.permit('{read_only}', '{invoice_requests,invoice_request_lines}', '{read}', 'all'),
  system.permit('{auditor}', '{invoice_requests,invoice_request_lines}', '{read,export}', 'all');
