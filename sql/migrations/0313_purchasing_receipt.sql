-- 0313_purchasing_receipt: what arrived of an order.
-- Why: what is paid is measured against what arrived, and no more may arrive than was ordered; so a receipt is made and
-- cancelled by verbs alone and never changes. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create table purchasing.receipt (
  id bigint generated always as identity constraint receipt_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint receipt_owner_fkey references access.account,
  department_id bigint constraint receipt_department_fkey references access.department,
  number text not null constraint receipt_number_key unique,
  order_id bigint not null constraint receipt_order_fkey references purchasing.purchase_order,
  received_on date not null default current_date,
  delivery_note text constraint receipt_delivery_note_length check (length(delivery_note) between 1 and 100),
  notes text constraint receipt_notes_length check (length(notes) <= 2000),
  state text not null default 'posted' constraint receipt_state_known check (state in ('posted', 'cancelled')),
  cancelled_at timestamptz,
  cancelled_by bigint constraint receipt_cancelled_by_fkey references access.account,
  cancellation_reason text
    constraint receipt_cancellation_length check (length(cancellation_reason) between 1 and 2000),
  constraint receipt_cancellation check ((state = 'cancelled') = (cancelled_at is not null)
    and (state = 'cancelled') = (cancellation_reason is not null)),
  -- What a line names must be of the receipt's own order.
  constraint receipt_order_key unique (id, order_id)
);
create index receipt_created_idx on purchasing.receipt (created_at, id);
create index receipt_updated_idx on purchasing.receipt (updated_at, id);
create index receipt_owner_idx on purchasing.receipt (owner_id, received_on, id);
create index receipt_department_idx on purchasing.receipt (department_id, received_on, id);
create index receipt_order_idx on purchasing.receipt (order_id, received_on);
create index receipt_cancelled_by_idx on purchasing.receipt (cancelled_by) where cancelled_by is not null;

create table purchasing.receipt_line (
  id bigint generated always as identity constraint receipt_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  receipt_id bigint not null constraint receipt_line_receipt_fkey references purchasing.receipt,
  order_line_id bigint not null
    constraint receipt_line_order_line_fkey references purchasing.purchase_order_line,
  quantity numeric(19, 6) not null constraint receipt_line_quantity_range check (quantity > 0),
  constraint receipt_line_once unique (receipt_id, order_line_id)
);
create index receipt_line_order_line_idx on purchasing.receipt_line (order_line_id);

comment on table purchasing.receipt is
  'Receipt: what arrived of an order. | Поступление: что пришло по заказу.';
comment on column purchasing.receipt.number is 'Number: without gaps. | Номер: без пропусков.';
comment on column purchasing.receipt.order_id is 'Order: by which it was ordered. | Заказ: по которому заказано.';
comment on column purchasing.receipt.received_on is 'Received on: the day of arrival. | Получено: день прихода.';
comment on column purchasing.receipt.delivery_note is
  'Delivery note: its number, the supplier''s. | Накладная: номер у поставщика.';
comment on column purchasing.receipt.notes is 'Notes: on the receipt. | Примечание: к поступлению.';
comment on column purchasing.receipt.state is
  'State: whether it counts. | Состояние: учитывается ли. {posted=Posted/Проведено, cancelled=Cancelled/Отменено}';
comment on column purchasing.receipt.cancelled_at is 'Cancelled at: when. | Отменено: когда.';
comment on column purchasing.receipt.cancelled_by is 'Cancelled by: who. | Кем отменено: кто.';
comment on column purchasing.receipt.cancellation_reason is 'Reason of cancellation: why. | Причина отмены: почему.';
comment on constraint receipt_number_key on purchasing.receipt is
  'Another receipt has this number. | Такой номер уже есть у другого поступления.';
comment on constraint receipt_order_fkey on purchasing.receipt is 'There is no such order. | Такого заказа нет.';
comment on constraint receipt_delivery_note_length on purchasing.receipt is
  'The delivery note must have 1 to 100 characters. | Номер накладной — от 1 до 100 знаков.';
comment on constraint receipt_notes_length on purchasing.receipt is
  'The notes must have at most 2,000 characters. | Примечание должно быть не длиннее 2000 знаков.';
comment on constraint receipt_state_known on purchasing.receipt is
  'The state is posted or cancelled. | Состояние: posted или cancelled.';
comment on constraint receipt_cancelled_by_fkey on purchasing.receipt is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint receipt_cancellation_length on purchasing.receipt is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint receipt_cancellation on purchasing.receipt is
  'What is cancelled says when and why, and nothing else does. | У отменённого и только у него указано, когда и почему.';
comment on constraint receipt_order_key on purchasing.receipt is
  'A receipt belongs to one order. | Поступление относится к одному заказу.';
comment on table purchasing.receipt_line is
  'Line of a receipt: how much of a line of the order arrived. | Строка поступления: сколько пришло по строке заказа.';
comment on column purchasing.receipt_line.receipt_id is 'Receipt: whose line. | Поступление: чья строка.';
comment on column purchasing.receipt_line.order_line_id is
  'Line of the order: of which it arrived. | Строка заказа: по которой пришло.';
comment on column purchasing.receipt_line.quantity is
  'Quantity: in the unit of the order. | Количество: в единице заказа.';
comment on constraint receipt_line_receipt_fkey on purchasing.receipt_line is
  'There is no such receipt. | Такого поступления нет.';
comment on constraint receipt_line_order_line_fkey on purchasing.receipt_line is
  'There is no such line of an order. | Такой строки заказа нет.';
comment on constraint receipt_line_quantity_range on purchasing.receipt_line is
  'The quantity must be greater than 0. | Количество должно быть больше 0.';
comment on constraint receipt_line_once on purchasing.receipt_line is
  'A receipt has one line for each line of the order. | В поступлении одна строка на строку заказа.';
select clients.describe_common('purchasing.receipt'::regclass),
  clients.describe_common('purchasing.receipt_line'::regclass);
select system.business('purchasing.receipt'::regclass),
  system.business('purchasing.receipt_line'::regclass, 'receipt_id', 'purchasing.receipt'::regclass);
select access.protect('purchasing.receipt'::regclass, 'receipts');
select access.protect_child('purchasing.receipt_line'::regclass, 'receipts', 'receipt_id',
  'purchasing.receipt'::regclass);
select system.written_by_verbs('purchasing.receipt'::regclass),
  system.written_by_verbs('purchasing.receipt_line'::regclass);
insert into system.number_series (kind, prefix) values ('receipt', 'GR');
create trigger own_receipt_number before insert on purchasing.receipt
  for each row execute function system.number_document('receipt', 'received_on');
comment on trigger own_receipt_number on purchasing.receipt is
  'Gives the receipt its number. | Присваивает поступлению номер.';
insert into system.succession (place, rule) values
  ('purchasing.receipt.owner_id', 'keep'), ('purchasing.receipt.cancelled_by', 'keep');
select system.permit('{administrator}', '{receipts}', '{read,create,cancel,export}', 'all'),
  system.permit('{head_of_department}', '{receipts}', '{read,create,cancel,export}', 'below'),
  system.permit('{purchasing}', '{receipts}', '{read,export}', 'department'),
  system.permit('{purchasing}', '{receipts}', '{create,cancel}', 'own'),
  system.permit('{accountant,read_only}', '{receipts,receipt_lines}', '{read}', 'all'),
  system.permit('{administrator,auditor}', '{receipts,receipt_lines}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{receipt_lines}', '{read,export}', 'below'),
  system.permit('{purchasing}', '{receipt_lines}', '{read,export}', 'department');
