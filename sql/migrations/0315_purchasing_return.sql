-- 0315_purchasing_return: what goes back to the supplier.
-- Why: what was returned is not owed, and no more goes back than arrived. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table purchasing.purchase_return (
  id bigint generated always as identity constraint purchase_return_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint purchase_return_owner_fkey references access.account,
  department_id bigint constraint purchase_return_department_fkey references access.department,
  number text not null constraint purchase_return_number_key unique,
  receipt_id bigint not null constraint purchase_return_receipt_fkey references purchasing.receipt,
  returned_on date not null default current_date,
  reason text not null constraint purchase_return_reason_length check (length(reason) between 1 and 2000)
);
create index purchase_return_created_idx on purchasing.purchase_return (created_at, id);
create index purchase_return_updated_idx on purchasing.purchase_return (updated_at, id);
create index purchase_return_owner_idx on purchasing.purchase_return (owner_id, returned_on, id);
create index purchase_return_department_idx on purchasing.purchase_return (department_id, returned_on, id);
create index purchase_return_receipt_idx on purchasing.purchase_return (receipt_id);

create table purchasing.purchase_return_line (
  id bigint generated always as identity constraint purchase_return_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  purchase_return_id bigint not null
    constraint purchase_return_line_return_fkey references purchasing.purchase_return,
  receipt_line_id bigint not null
    constraint purchase_return_line_receipt_line_fkey references purchasing.receipt_line,
  quantity numeric(19, 6) not null constraint purchase_return_line_quantity_range check (quantity > 0),
  constraint purchase_return_line_once unique (purchase_return_id, receipt_line_id)
);
create index purchase_return_line_receipt_line_idx on purchasing.purchase_return_line (receipt_line_id);

create function purchasing.judge_return_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  line purchasing.receipt_line;
  r purchasing.receipt;
  gone numeric;
begin
  perform system.demand_read_committed();
  select * into line from purchasing.receipt_line as k where k.id = new.receipt_line_id;
  perform from purchasing.purchase_order as k
  where k.id = (select o.order_id from purchasing.receipt as o where o.id = line.receipt_id) for no key update;
  select * into r from purchasing.receipt as k where k.id = line.receipt_id;
  case tg_name
    when 'purchase_return_line_receipt' then
      if r.state <> 'posted' or not exists (
        select from purchasing.purchase_return as k where k.id = new.purchase_return_id and k.receipt_id = r.id)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'receipt_line_id');
      end if;
    else
      select sum(k.quantity) into gone from purchasing.purchase_return_line as k where k.receipt_line_id = line.id;
      if gone > line.quantity then
        perform system.refuse(tg_relid::regclass, tg_name, 'quantity',
          trim_scale(line.quantity - gone + new.quantity)::text);
      end if;
  end case;
  return null;
end
$$;
comment on function purchasing.judge_return_line is
  'Judges a line of a return: its receipt, not more than arrived. | Проверяет строку возврата: поступление, не больше полученного.';
create constraint trigger purchase_return_line_receipt after insert on purchasing.purchase_return_line
  for each row execute function purchasing.judge_return_line();
create constraint trigger purchase_return_line_within_receipt after insert on purchasing.purchase_return_line
  for each row execute function purchasing.judge_return_line();
create constraint trigger purchase_return_line_kept after update or delete on purchasing.purchase_return_line
  for each row execute function purchasing.keep_written();
create constraint trigger purchase_return_stays after delete on purchasing.purchase_return
  for each row execute function purchasing.keep_written();
create constraint trigger purchase_return_kept after update on purchasing.purchase_return
  for each row when (row(old.number, old.receipt_id, old.returned_on, old.reason)
    is distinct from row(new.number, new.receipt_id, new.returned_on, new.reason))
  execute function purchasing.keep_written();
comment on trigger purchase_return_line_receipt on purchasing.purchase_return_line is
  'This is no line of the receipt, or the receipt was cancelled. | Это не строка поступления, или поступление отменено.';
comment on trigger purchase_return_line_within_receipt on purchasing.purchase_return_line is
  'More would go back than arrived; what may go back still: {value}. | Вернулось бы больше полученного; можно ещё вернуть: {value}.';
comment on trigger purchase_return_line_kept on purchasing.purchase_return_line is
  'What was returned stays as it was written. | Возврат не меняется.';
comment on trigger purchase_return_stays on purchasing.purchase_return is
  'A return has a number and does not go. | У возврата есть номер, его не удаляют.';
comment on trigger purchase_return_kept on purchasing.purchase_return is
  'What was returned stays as it was written. | Возврат не меняется.';

comment on table purchasing.purchase_return is
  'Return: what goes back to the supplier. | Возврат поставщику: что уходит обратно.';
comment on column purchasing.purchase_return.number is 'Number: without gaps. | Номер: без пропусков.';
comment on column purchasing.purchase_return.receipt_id is 'Receipt: by which it had come. | Поступление: по которому пришло.';
comment on column purchasing.purchase_return.returned_on is 'Returned on: the day. | Возвращено: день.';
comment on column purchasing.purchase_return.reason is 'Reason: why. | Причина: почему.';
comment on constraint purchase_return_number_key on purchasing.purchase_return is
  'Another return has this number. | Такой номер уже есть у другого возврата.';
comment on constraint purchase_return_receipt_fkey on purchasing.purchase_return is
  'There is no such receipt. | Такого поступления нет.';
comment on constraint purchase_return_reason_length on purchasing.purchase_return is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on table purchasing.purchase_return_line is
  'Line of a return: how much of a line of the receipt goes back. | Строка возврата: сколько возвращается по строке поступления.';
comment on column purchasing.purchase_return_line.purchase_return_id is 'Return: whose line. | Возврат: чья строка.';
comment on column purchasing.purchase_return_line.receipt_line_id is
  'Line of the receipt: by which it had come. | Строка поступления: по которой пришло.';
comment on column purchasing.purchase_return_line.quantity is
  'Quantity: in the unit of the order. | Количество: в единице заказа.';
comment on constraint purchase_return_line_return_fkey on purchasing.purchase_return_line is
  'There is no such return. | Такого возврата нет.';
comment on constraint purchase_return_line_receipt_line_fkey on purchasing.purchase_return_line is
  'There is no such line of a receipt. | Такой строки поступления нет.';
comment on constraint purchase_return_line_quantity_range on purchasing.purchase_return_line is
  'The quantity must be greater than 0. | Количество должно быть больше 0.';
comment on constraint purchase_return_line_once on purchasing.purchase_return_line is
  'A return has one line for each line of the receipt. | В возврате одна строка на строку поступления.';
select clients.describe_common('purchasing.purchase_return'::regclass),
  clients.describe_common('purchasing.purchase_return_line'::regclass);
select system.business('purchasing.purchase_return'::regclass),
  system.business('purchasing.purchase_return_line'::regclass, 'purchase_return_id',
    'purchasing.purchase_return'::regclass);
select access.protect('purchasing.purchase_return'::regclass, 'purchase_returns');
select access.protect_child('purchasing.purchase_return_line'::regclass, 'purchase_returns', 'purchase_return_id',
  'purchasing.purchase_return'::regclass);
select system.written_by_verbs('purchasing.purchase_return'::regclass),
  system.written_by_verbs('purchasing.purchase_return_line'::regclass);
insert into system.number_series (kind, prefix) values ('purchase_return', 'RT');
create trigger own_purchase_return_number before insert on purchasing.purchase_return
  for each row execute function system.number_document('purchase_return', 'returned_on');
comment on trigger own_purchase_return_number on purchasing.purchase_return is
  'Gives the return its number. | Присваивает возврату номер.';
insert into system.succession (place, rule) values ('purchasing.purchase_return.owner_id', 'keep');
select system.permit('{administrator}', '{purchase_returns}', '{read,create,export}', 'all'),
  system.permit('{head_of_department}', '{purchase_returns}', '{read,create,export}', 'below'),
  system.permit('{purchasing}', '{purchase_returns}', '{read,export}', 'department'),
  system.permit('{purchasing}', '{purchase_returns}', '{create}', 'own'),
  system.permit('{accountant,read_only}', '{purchase_returns,purchase_return_lines}', '{read}', 'all'),
  system.permit('{administrator,auditor}', '{purchase_returns,purchase_return_lines}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{purchase_return_lines}', '{read,export}', 'below'),
  system.permit('{purchasing}', '{purchase_return_lines}', '{read,export}', 'department');
