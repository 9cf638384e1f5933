-- 0294_clients_hand_off_item: the open work that is offered with a client, and what an offer must be.
-- Why: a client without its tasks and deals leaves them with somebody who has no longer to do with it. What may be
-- attached is what a leaver hands over (system.succession): there it is said when it is open. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table clients.hand_off_item (
  id bigint generated always as identity constraint hand_off_item_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  hand_off_id bigint not null constraint hand_off_item_hand_off_fkey references clients.hand_off,
  resource text not null,
  record_id bigint not null,
  table_name text not null,
  title text,
  from_owner_id bigint constraint hand_off_item_from_owner_fkey references access.account,
  from_department_id bigint constraint hand_off_item_from_department_fkey references access.department,
  state text not null default 'attached' constraint hand_off_item_state_known
    check (state in ('attached', 'moved', 'closed', 'gone', 'changed_hands')),
  external_source text,
  external_key text,
  constraint hand_off_item_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint hand_off_item_external_key unique (external_source, external_key),
  constraint hand_off_item_once unique (hand_off_id, table_name, record_id)
);
create index hand_off_item_record_idx on clients.hand_off_item (table_name, record_id);
create index hand_off_item_from_owner_idx on clients.hand_off_item (from_owner_id) where from_owner_id is not null;
create index hand_off_item_from_department_idx on clients.hand_off_item (from_department_id)
  where from_department_id is not null;
comment on table clients.hand_off_item is
  'Attached work: a record that is offered with a client. | Прилагаемая работа: запись, передаваемая вместе с клиентом.';
comment on column clients.hand_off_item.hand_off_id is 'Hand-off: with which it is offered. | Передача: с которой предлагается.';
comment on column clients.hand_off_item.resource is 'Resource: of the record. | Ресурс: записи.';
comment on column clients.hand_off_item.record_id is 'Record: that is attached. | Запись: которая приложена.';
comment on column clients.hand_off_item.table_name is 'Table: of the record. | Таблица: записи.';
comment on column clients.hand_off_item.title is
  'Title: of the record, when it was attached. | Название: записи, каким было при приложении.';
comment on column clients.hand_off_item.from_owner_id is 'From account: whose it was. | От кого: чья была.';
comment on column clients.hand_off_item.from_department_id is 'From department: whose it was. | От отдела: чья была.';
comment on column clients.hand_off_item.state is
  'State: what became of it. | Состояние: что с ней стало. {attached=Attached/Приложена, moved=Moved/Передана, closed=Left: was closed/Оставлена: закрыта, gone=Left: was gone/Оставлена: удалена, changed_hands=Left: had changed hands/Оставлена: уже у другого}';
comment on constraint hand_off_item_hand_off_fkey on clients.hand_off_item is
  'There is no such hand-off. | Такой передачи нет.';
comment on constraint hand_off_item_from_owner_fkey on clients.hand_off_item is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint hand_off_item_from_department_fkey on clients.hand_off_item is
  'There is no such department. | Такого отдела нет.';
comment on constraint hand_off_item_state_known on clients.hand_off_item is
  'The state is attached, moved, closed, gone or changed_hands. | Состояние: attached, moved, closed, gone или changed_hands.';
comment on constraint hand_off_item_once on clients.hand_off_item is
  'This record is attached already. | Эта запись уже приложена.';
select clients.describe_common('clients.hand_off_item'::regclass);
select system.business('clients.hand_off_item'::regclass, 'hand_off_id', 'clients.hand_off'::regclass);
select access.protect_child('clients.hand_off_item'::regclass, 'hand_offs', 'hand_off_id', 'clients.hand_off'::regclass);
revoke insert, update, delete on clients.hand_off_item from crm_service;
grant insert (hand_off_id, resource, record_id, external_source, external_key)
  on clients.hand_off_item to crm_service;

-- When a record of a table is open work that somebody can give to another; null for what is not.
create function clients.open_work(p_table text) returns text
language sql stable set search_path = pg_catalog
return (select coalesce(s.condition, 'true') from system.succession as s
  where s.place = p_table || '.owner_id' and s.rule = 'hand_over' and p_table not like 'clients.%'
    and exists (select from pg_attribute as a where a.attrelid = to_regclass(p_table) and a.attname = 'department_id'
      and not a.attisdropped));
comment on function clients.open_work is
  'The condition under which records of a table are open work. | Условие, при котором записи таблицы — открытая работа.';
grant execute on function clients.open_work to crm_service;

-- Runs with the rights of who attaches: for update, a record is found only where he may change it. What is not found is
-- told by the triggers below.
create function clients.place_hand_off_item() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  kind record;
  found_record record;
begin
  select r.table_name, r.label, clients.open_work(r.table_name) as open into kind
  from system.resource as r where r.name = new.resource;
  if kind.open is null then
    new.table_name := 'clients.nothing';
    return new;
  end if;
  new.table_name := kind.table_name;
  execute format('select left(%I::text, 300) as title, owner_id, department_id, (%s) as open from %s where id = $1
    for no key update', kind.label, kind.open, kind.table_name::regclass) into found_record using new.record_id;
  new.title := found_record.title;
  new.from_owner_id := found_record.owner_id;
  new.from_department_id := found_record.department_id;
  new.state := case when found_record is null then 'gone' when found_record.open then 'attached' else 'closed' end;
  return new;
exception when insufficient_privilege then
  -- A table of which he may change nothing.
  new.state := 'gone';
  return new;
end
$$;
comment on function clients.place_hand_off_item is
  'Finds the record that is attached. | Находит прилагаемую запись.';
create trigger place_hand_off_item before insert on clients.hand_off_item
  for each row execute function clients.place_hand_off_item();

create function clients.judge_hand_off_item() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept text;
begin
  if tg_name = 'hand_off_item_offered' then
    -- Whoever ends the offer waits, or is waited for.
    select h.state into kept from clients.hand_off as h where h.id = new.hand_off_id for share;
    if kept = 'offered' then
      return null;
    end if;
  end if;
  perform system.refuse(tg_relid, tg_name, case tg_name when 'hand_off_item_work' then 'resource'
    when 'hand_off_item_offered' then 'hand_off_id' else 'record_id' end);
  return null;
end
$$;
comment on function clients.judge_hand_off_item is
  'Refuses to attach what is no open work of the offerer''s. | Не даёт приложить то, что не открытая работа предлагающего.';
create constraint trigger hand_off_item_work after insert on clients.hand_off_item
  for each row when (new.table_name = 'clients.nothing') execute function clients.judge_hand_off_item();
create constraint trigger hand_off_item_open after insert on clients.hand_off_item
  for each row when (new.table_name <> 'clients.nothing' and new.state = 'closed')
  execute function clients.judge_hand_off_item();
create constraint trigger hand_off_item_seen after insert on clients.hand_off_item
  for each row when (new.table_name <> 'clients.nothing' and new.state = 'gone')
  execute function clients.judge_hand_off_item();
create constraint trigger hand_off_item_offered after insert on clients.hand_off_item
  for each row execute function clients.judge_hand_off_item();
comment on trigger hand_off_item_work on clients.hand_off_item is
  'What is attached is open work, such as a task or a deal. | Прилагается открытая работа: задача, сделка и тому подобное.';
comment on trigger hand_off_item_open on clients.hand_off_item is
  'This record is closed or put away: it stays where it is. | Запись закрыта или убрана: она остаётся на месте.';
comment on trigger hand_off_item_seen on clients.hand_off_item is
  'There is no such record that you may change. | Такой записи нет, или вам её нельзя менять.';
comment on trigger hand_off_item_offered on clients.hand_off_item is
  'Work is attached only to what is still offered. | Приложить работу можно только к тому, что ещё предложено.';
