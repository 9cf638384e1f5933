-- 0303_purchasing_requisition: what somebody needs bought, before a supplier is known.
-- Why: whoever needs something asks, others approve, and only then it is ordered; no more of it than was asked for.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table purchasing.requisition (
  id bigint generated always as identity constraint requisition_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint requisition_owner_fkey references access.account,
  department_id bigint constraint requisition_department_fkey references access.department,
  number text not null constraint requisition_number_key unique,
  needed_on date,
  reason text constraint requisition_reason_length check (length(reason) <= 10000),
  currency text not null constraint requisition_currency_fkey references system.currency,
  state text not null default 'draft' constraint requisition_state_known check (state in (
    'draft', 'submitted', 'approved', 'rejected', 'ordered', 'cancelled')),
  cancellation_reason text
    constraint requisition_cancellation_length check (length(cancellation_reason) between 1 and 2000),
  external_source text,
  external_key text,
  constraint requisition_cancellation check ((state = 'cancelled') = (cancellation_reason is not null)),
  constraint requisition_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint requisition_external_key unique (external_source, external_key)
);
create index requisition_created_idx on purchasing.requisition (created_at, id);
create index requisition_updated_idx on purchasing.requisition (updated_at, id);
create index requisition_owner_idx on purchasing.requisition (owner_id, id);
create index requisition_department_idx on purchasing.requisition (department_id, id);
create index requisition_currency_idx on purchasing.requisition (currency);
comment on table purchasing.requisition is
  'Requisition: what somebody needs bought. | Заявка на закупку: что нужно купить.';
comment on column purchasing.requisition.number is 'Number: of the requisition, without gaps. | Номер: заявки, без пропусков.';
comment on column purchasing.requisition.needed_on is 'Needed on: by when. | Нужно к: какому дню.';
comment on column purchasing.requisition.reason is 'Reason: what it is for. | Обоснование: для чего.';
comment on column purchasing.requisition.currency is 'Currency: of the estimates. | Валюта: оценок.';
comment on column purchasing.requisition.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {draft=Draft/Черновик, submitted=Submitted/На согласовании, approved=Approved/Согласована, rejected=Rejected/Отклонена, ordered=Ordered/Заказана, cancelled=Cancelled/Отменена}';
comment on column purchasing.requisition.cancellation_reason is 'Reason of cancellation: why. | Причина отмены: почему.';
comment on constraint requisition_number_key on purchasing.requisition is
  'Another requisition has this number. | Такой номер уже есть у другой заявки.';
comment on constraint requisition_reason_length on purchasing.requisition is
  'The reason must have at most 10,000 characters. | Обоснование должно быть не длиннее 10 000 знаков.';
comment on constraint requisition_currency_fkey on purchasing.requisition is
  'There is no such currency. | Такой валюты нет.';
comment on constraint requisition_state_known on purchasing.requisition is
  'The state is not known. | Такого состояния нет.';
comment on constraint requisition_cancellation_length on purchasing.requisition is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint requisition_cancellation on purchasing.requisition is
  'What is cancelled says why, and nothing else does. | У отменённой и только у неё указана причина.';
select clients.describe_common('purchasing.requisition'::regclass);
select system.business('purchasing.requisition'::regclass);
select access.protect('purchasing.requisition'::regclass, 'requisitions');
insert into system.number_series (kind, prefix) values ('requisition', 'PR');
create trigger own_requisition_number before insert on purchasing.requisition
  for each row execute function system.number_document('requisition');
comment on trigger own_requisition_number on purchasing.requisition is
  'Gives the requisition its number. | Присваивает заявке номер.';
revoke delete, insert (number, state, cancellation_reason), update (number, state, cancellation_reason)
  on purchasing.requisition from crm_service;
create constraint trigger requisition_begins after insert on purchasing.requisition
  for each row when (new.state <> 'draft') execute function purchasing.refuse_change();
create constraint trigger requisition_states after update of state on purchasing.requisition
  for each row when (old.state <> new.state) execute function purchasing.follow_states('{
    "draft": ["submitted", "cancelled"], "submitted": ["draft", "approved", "rejected"],
    "rejected": ["draft", "cancelled"], "approved": ["ordered", "cancelled"], "ordered": ["approved"]}');
create constraint trigger requisition_frozen after update on purchasing.requisition
  for each row when (old.state <> 'draft' and row(old.number, old.department_id, old.needed_on, old.reason, old.currency)
    is distinct from row(new.number, new.department_id, new.needed_on, new.reason, new.currency))
  execute function purchasing.refuse_change();
comment on trigger requisition_begins on purchasing.requisition is
  'A requisition begins as a draft. | Заявка начинается черновиком.';
comment on trigger requisition_states on purchasing.requisition is
  'The requisition cannot become {value} now. | Сейчас заявка не может получить состояние {value}.';
comment on trigger requisition_frozen on purchasing.requisition is
  'The requisition is {value}: only a draft changes. | Состояние заявки — {value}: меняется только черновик.';
insert into system.succession (place, rule, condition) values
  ('purchasing.requisition.owner_id', 'hand_over', 'state not in (''ordered'', ''cancelled'')');

create table purchasing.requisition_line (
  id bigint generated always as identity constraint requisition_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  requisition_id bigint not null
    constraint requisition_line_requisition_fkey references purchasing.requisition on delete cascade,
  place integer not null default 1 constraint requisition_line_place_range check (place between 1 and 10000),
  product_id bigint constraint requisition_line_product_fkey references sales.product,
  product_category_id bigint constraint requisition_line_category_fkey references sales.product_category,
  description text constraint requisition_line_description_length check (length(description) between 1 and 2000),
  quantity numeric(19, 6) not null constraint requisition_line_quantity_range check (quantity > 0),
  unit_id bigint not null constraint requisition_line_unit_fkey references sales.unit,
  estimated_price numeric(19, 4) constraint requisition_line_price_range check (estimated_price >= 0),
  estimate numeric(19, 4) generated always as (round(quantity * estimated_price, 4)) stored,
  external_source text,
  external_key text,
  constraint requisition_line_named check (product_id is not null or description is not null),
  constraint requisition_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint requisition_line_external_key unique (external_source, external_key)
);
create index requisition_line_requisition_idx on purchasing.requisition_line (requisition_id, place, id);
create index requisition_line_product_idx on purchasing.requisition_line (product_id) where product_id is not null;
create index requisition_line_category_idx on purchasing.requisition_line (product_category_id)
  where product_category_id is not null;
create index requisition_line_unit_idx on purchasing.requisition_line (unit_id);
comment on table purchasing.requisition_line is
  'Line of a requisition: how much of what is needed. | Строка заявки: чего и сколько нужно.';
comment on column purchasing.requisition_line.requisition_id is 'Requisition: whose line. | Заявка: чья строка.';
comment on column purchasing.requisition_line.place is 'Place: in the requisition. | Место: по порядку.';
comment on column purchasing.requisition_line.product_id is
  'Product: what is needed; described where it is none of the register. | Товар: что нужно; если его нет в справочнике — описание.';
comment on column purchasing.requisition_line.product_category_id is
  'Category: where it belongs; by its product when empty. | Категория: к чему относится; пусто — по товару.';
comment on column purchasing.requisition_line.description is 'Description: what is needed. | Описание: что нужно.';
comment on column purchasing.requisition_line.quantity is 'Quantity: in its unit. | Количество: в единице строки.';
comment on column purchasing.requisition_line.unit_id is 'Unit: of the quantity. | Единица: количества.';
comment on column purchasing.requisition_line.estimated_price is
  'Estimated price: of one unit. | Оценка цены: за единицу.';
comment on column purchasing.requisition_line.estimate is
  'Estimate: quantity times estimated price. | Оценка: количество на оценку цены.';
comment on constraint requisition_line_requisition_fkey on purchasing.requisition_line is
  'There is no such requisition. | Такой заявки нет.';
comment on constraint requisition_line_place_range on purchasing.requisition_line is
  'The place must be 1 to 10,000. | Место — от 1 до 10 000.';
comment on constraint requisition_line_product_fkey on purchasing.requisition_line is
  'There is no such product. | Такого товара нет.';
comment on constraint requisition_line_category_fkey on purchasing.requisition_line is
  'There is no such category. | Такой категории нет.';
comment on constraint requisition_line_description_length on purchasing.requisition_line is
  'The description must have 1 to 2,000 characters. | Описание — от 1 до 2000 знаков.';
comment on constraint requisition_line_quantity_range on purchasing.requisition_line is
  'The quantity must be greater than 0. | Количество должно быть больше 0.';
comment on constraint requisition_line_unit_fkey on purchasing.requisition_line is
  'There is no such unit. | Такой единицы нет.';
comment on constraint requisition_line_price_range on purchasing.requisition_line is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint requisition_line_named on purchasing.requisition_line is
  'A line names a product or describes what is needed. | В строке указан товар или описание.';
select clients.describe_common('purchasing.requisition_line'::regclass);
select system.business('purchasing.requisition_line'::regclass, 'requisition_id', 'purchasing.requisition'::regclass);
select access.protect_child('purchasing.requisition_line'::regclass, 'requisitions', 'requisition_id',
  'purchasing.requisition'::regclass);
create constraint trigger requisition_line_frozen after insert or update or delete on purchasing.requisition_line
  for each row execute function purchasing.judge_part('purchasing.requisition', 'requisition_id', '{draft}');
comment on trigger requisition_line_frozen on purchasing.requisition_line is
  'The requisition is {value}: only the lines of a draft change. | Состояние заявки — {value}: строки меняются только у черновика.';
select system.permit('{administrator}', '{requisitions,requisition_lines}', '{read,create,update,export,import}', 'all'),
  system.permit('{administrator}', '{requisition_lines}', '{delete}', 'all'),
  system.permit('{head_of_department}', '{requisitions,requisition_lines}', '{read,create,update,export}', 'below'),
  system.permit('{head_of_department}', '{requisition_lines}', '{delete}', 'below'),
  system.permit('{sales,hr}', '{requisitions,requisition_lines}', '{read}', 'department'),
  system.permit('{purchasing}', '{requisitions,requisition_lines}', '{read,export}', 'all'),
  system.permit('{sales,hr,purchasing}', '{requisitions,requisition_lines}', '{create,update}', 'own'),
  system.permit('{sales,hr,purchasing}', '{requisition_lines}', '{delete}', 'own'),
  system.permit('{accountant,read_only}', '{requisitions,requisition_lines}', '{read}', 'all'),
  system.permit('{auditor}', '{requisitions,requisition_lines}', '{read,export}', 'all');
