-- 0310_purchasing_quotation: requests for quotations, with what is asked and whom.
-- Why: suppliers are compared by what they answer to the same lines. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table purchasing.request_for_quotation (
  id bigint generated always as identity constraint request_for_quotation_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint request_for_quotation_owner_fkey references access.account,
  department_id bigint constraint request_for_quotation_department_fkey references access.department,
  number text not null constraint request_for_quotation_number_key unique,
  requisition_id bigint constraint request_for_quotation_requisition_fkey references purchasing.requisition,
  due_on date,
  notes text constraint request_for_quotation_notes_length check (length(notes) <= 10000),
  state text not null default 'open'
    constraint request_for_quotation_state_known check (state in ('open', 'closed', 'awarded', 'cancelled')),
  external_source text,
  external_key text,
  constraint request_for_quotation_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint request_for_quotation_external_key unique (external_source, external_key)
);
create index request_for_quotation_created_idx on purchasing.request_for_quotation (created_at, id);
create index request_for_quotation_updated_idx on purchasing.request_for_quotation (updated_at, id);
create index request_for_quotation_owner_idx on purchasing.request_for_quotation (owner_id, id);
create index request_for_quotation_department_idx on purchasing.request_for_quotation (department_id, id);
create index request_for_quotation_requisition_idx on purchasing.request_for_quotation (requisition_id)
  where requisition_id is not null;
comment on table purchasing.request_for_quotation is
  'Request for quotations: what suppliers are asked to offer. | Запрос цен: что предлагают поставить поставщикам.';
comment on column purchasing.request_for_quotation.number is 'Number: of the request, without gaps. | Номер: запроса, без пропусков.';
comment on column purchasing.request_for_quotation.requisition_id is
  'Requisition: that it is for. | Заявка: для которой запрос.';
comment on column purchasing.request_for_quotation.due_on is 'Due on: last day for quotations. | Срок: последний день ответа.';
comment on column purchasing.request_for_quotation.notes is 'Notes: for the suppliers. | Примечания: для поставщиков.';
comment on column purchasing.request_for_quotation.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {open=Open/Открыт, closed=Closed/Закрыт, awarded=Awarded/Выбран поставщик, cancelled=Cancelled/Отменён}';
comment on constraint request_for_quotation_number_key on purchasing.request_for_quotation is
  'Another request has this number. | Такой номер уже есть у другого запроса.';
comment on constraint request_for_quotation_requisition_fkey on purchasing.request_for_quotation is
  'There is no such requisition. | Такой заявки нет.';
comment on constraint request_for_quotation_notes_length on purchasing.request_for_quotation is
  'The notes must have at most 10,000 characters. | Примечания должны быть не длиннее 10 000 знаков.';
comment on constraint request_for_quotation_state_known on purchasing.request_for_quotation is
  'The state is not known. | Такого состояния нет.';
select clients.describe_common('purchasing.request_for_quotation'::regclass);
select system.business('purchasing.request_for_quotation'::regclass);
select access.protect('purchasing.request_for_quotation'::regclass, 'requests_for_quotations');
select access.name_seen('purchasing.request_for_quotation'::regclass, 'requisition_id',
  'purchasing.requisition'::regclass);
insert into system.number_series (kind, prefix) values ('request_for_quotation', 'RFQ');
create trigger own_request_for_quotation_number before insert on purchasing.request_for_quotation
  for each row execute function system.number_document('request_for_quotation');
comment on trigger own_request_for_quotation_number on purchasing.request_for_quotation is
  'Gives the request its number. | Присваивает запросу номер.';
revoke delete, insert (number, state), update (number, state) on purchasing.request_for_quotation from crm_service;
create constraint trigger request_for_quotation_begins after insert on purchasing.request_for_quotation
  for each row when (new.state <> 'open') execute function purchasing.refuse_change();
create constraint trigger request_for_quotation_states after update of state on purchasing.request_for_quotation
  for each row when (old.state <> new.state) execute function purchasing.follow_states(
    '{"open": ["closed", "awarded", "cancelled"], "closed": ["open", "awarded", "cancelled"]}');
create constraint trigger request_for_quotation_frozen after update on purchasing.request_for_quotation
  for each row when (old.state <> 'open' and row(old.number, old.requisition_id, old.due_on, old.notes)
    is distinct from row(new.number, new.requisition_id, new.due_on, new.notes))
  execute function purchasing.refuse_change();
comment on trigger request_for_quotation_begins on purchasing.request_for_quotation is
  'A request begins open. | Запрос начинается открытым.';
comment on trigger request_for_quotation_states on purchasing.request_for_quotation is
  'The request cannot become {value} now. | Сейчас запрос не может получить состояние {value}.';
comment on trigger request_for_quotation_frozen on purchasing.request_for_quotation is
  'The request is {value}: only an open one changes. | Состояние запроса — {value}: меняется только открытый.';
insert into system.succession (place, rule, condition) values
  ('purchasing.request_for_quotation.owner_id', 'hand_over', 'state in (''open'', ''closed'')');

create table purchasing.rfq_line (
  id bigint generated always as identity constraint rfq_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  rfq_id bigint not null
    constraint rfq_line_rfq_fkey references purchasing.request_for_quotation on delete cascade,
  place integer not null default 1 constraint rfq_line_place_range check (place between 1 and 10000),
  product_id bigint constraint rfq_line_product_fkey references sales.product,
  description text constraint rfq_line_description_length check (length(description) between 1 and 2000),
  quantity numeric(19, 6) not null constraint rfq_line_quantity_range check (quantity > 0),
  unit_id bigint not null constraint rfq_line_unit_fkey references sales.unit,
  requisition_line_id bigint constraint rfq_line_requisition_fkey references purchasing.requisition_line,
  external_source text,
  external_key text,
  constraint rfq_line_named check (product_id is not null or description is not null),
  constraint rfq_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint rfq_line_external_key unique (external_source, external_key),
  constraint rfq_line_rfq_key unique (id, rfq_id)
);
create index rfq_line_rfq_idx on purchasing.rfq_line (rfq_id, place, id);
create index rfq_line_product_idx on purchasing.rfq_line (product_id) where product_id is not null;
create index rfq_line_unit_idx on purchasing.rfq_line (unit_id);
create index rfq_line_requisition_idx on purchasing.rfq_line (requisition_line_id)
  where requisition_line_id is not null;
comment on table purchasing.rfq_line is
  'Line of a request for quotations: what is asked for. | Строка запроса цен: что запрошено.';
comment on column purchasing.rfq_line.rfq_id is 'Request: whose line. | Запрос: чья строка.';
comment on column purchasing.rfq_line.place is 'Place: in the request. | Место: по порядку.';
comment on column purchasing.rfq_line.product_id is 'Product: what is asked for. | Товар: что запрошено.';
comment on column purchasing.rfq_line.description is 'Description: what is asked for. | Описание: что запрошено.';
comment on column purchasing.rfq_line.quantity is 'Quantity: in its unit. | Количество: в единице строки.';
comment on column purchasing.rfq_line.unit_id is 'Unit: of the quantity. | Единица: количества.';
comment on column purchasing.rfq_line.requisition_line_id is 'Requisition line: that it is for. | Строка заявки: для которой.';
comment on constraint rfq_line_rfq_fkey on purchasing.rfq_line is 'There is no such request. | Такого запроса нет.';
comment on constraint rfq_line_place_range on purchasing.rfq_line is
  'The place must be 1 to 10,000. | Место — от 1 до 10 000.';
comment on constraint rfq_line_product_fkey on purchasing.rfq_line is 'There is no such product. | Такого товара нет.';
comment on constraint rfq_line_description_length on purchasing.rfq_line is
  'The description must have 1 to 2,000 characters. | Описание — от 1 до 2000 знаков.';
comment on constraint rfq_line_quantity_range on purchasing.rfq_line is
  'The quantity must be greater than 0. | Количество должно быть больше 0.';
comment on constraint rfq_line_unit_fkey on purchasing.rfq_line is 'There is no such unit. | Такой единицы нет.';
comment on constraint rfq_line_requisition_fkey on purchasing.rfq_line is
  'There is no such line of a requisition. | Такой строки заявки нет.';
comment on constraint rfq_line_named on purchasing.rfq_line is
  'A line names a product or describes what is asked for. | В строке указан товар или описание.';
comment on constraint rfq_line_rfq_key on purchasing.rfq_line is
  'A line belongs to one request. | Строка относится к одному запросу.';
select clients.describe_common('purchasing.rfq_line'::regclass);
select system.business('purchasing.rfq_line'::regclass, 'rfq_id', 'purchasing.request_for_quotation'::regclass);
select access.protect_child('purchasing.rfq_line'::regclass, 'requests_for_quotations', 'rfq_id',
  'purchasing.request_for_quotation'::regclass);
select access.name_seen('purchasing.rfq_line'::regclass, 'requisition_line_id', 'purchasing.requisition_line'::regclass);
create constraint trigger rfq_line_frozen after insert or update or delete on purchasing.rfq_line
  for each row execute function purchasing.judge_part('purchasing.request_for_quotation', 'rfq_id', '{open}');
comment on trigger rfq_line_frozen on purchasing.rfq_line is
  'The request is {value}: only the lines of an open one change. | Состояние запроса — {value}: строки меняются только у открытого.';
select system.permit('{administrator}', '{requests_for_quotations,rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}',
    '{read,create,update,export,import}', 'all'),
  system.permit('{administrator}', '{rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}', '{delete}', 'all'),
  system.permit('{head_of_department}', '{requests_for_quotations,rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}',
    '{read,create,update,export}', 'below'),
  system.permit('{head_of_department}', '{rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}', '{delete}', 'below'),
  system.permit('{purchasing}', '{requests_for_quotations,rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}',
    '{read,export}', 'department'),
  system.permit('{purchasing}', '{requests_for_quotations,rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}',
    '{create,update}', 'own'),
  system.permit('{purchasing}', '{rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}', '{delete}', 'own'),
  system.permit('{accountant,read_only}', '{requests_for_quotations,rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}',
    '{read}', 'all'),
  system.permit('{auditor}', '{requests_for_quotations,rfq_lines,rfq_suppliers,supplier_quotes,supplier_quote_lines}',
    '{read,export}', 'all'),
  system.permit('{administrator}', '{requests_for_quotations}', '{close,award}', 'all'),
  system.permit('{head_of_department}', '{requests_for_quotations}', '{close,award}', 'below'),
  system.permit('{purchasing}', '{requests_for_quotations}', '{close,award}', 'own'),
  system.permit('{administrator,accountant,read_only,auditor}', '{quotation_comparisons}', '{read}', 'all'),
  system.permit('{administrator,auditor}', '{quotation_comparisons}', '{export}', 'all'),
  system.permit('{head_of_department}', '{quotation_comparisons}', '{read,export}', 'below'),
  system.permit('{purchasing}', '{quotation_comparisons}', '{read,export}', 'department');
