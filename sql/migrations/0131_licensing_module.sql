-- 0131_licensing_module: the modules that the edition, the licence and the customer leave on.
-- Why: what is not bought, or not wanted, is not there: no resource, no operation, no writing by any way; what
-- it holds can still be read by SQL and is in every backup. Kind: expand. Locks: licensing.state,
-- ACCESS EXCLUSIVE for its new column: who is let in or writes waits for these milliseconds. Time: milliseconds.
-- Forward only.
create table licensing.edition (
  code text constraint edition_pkey primary key,
  modules text[] not null
);
insert into licensing.edition (code, modules) values
  ('enterprise', '{clients,sales,purchasing,finance,staff,work,reports,service,api,automation}'),
  ('small-business', '{clients,sales,purchasing,finance,work,reports,api}'),
  ('free-small', '{clients,sales,work,reports,api}'),
  ('free-single', '{clients,sales,work,reports}');

-- Whoever makes an area adds a row: all tables of a schema, or one table.
create table licensing.module_table (
  place text constraint module_table_pkey primary key,
  module text not null
);
insert into licensing.module_table (place, module) values
  ('clients', 'clients'), ('system.custom_field', 'automation');

alter table licensing.state add column modules text[] not null default '{}';

-- Kept beside what they come of, since every statement that writes asks for them.
create function licensing.keep_modules() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.modules := array(
    select m.name from licensing.edition as e cross join unnest(e.modules || new.features) as m (name)
    where e.code = new.edition and m.name <> all (new.switched_off) group by m.name order by m.name);
  return new;
end
$$;
comment on function licensing.keep_modules is
  'Computes the modules that are on. | Вычисляет включённые модули.';
create trigger state_modules before insert or update on licensing.state
  for each row execute function licensing.keep_modules();
comment on trigger state_modules on licensing.state is
  'Computes the modules that are on. | Вычисляет включённые модули.';
update licensing.state set edition = edition;

create function licensing.modules() returns text[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  select st.modules from licensing.state as st;
end;
comment on function licensing.modules is
  'The modules that are on. | Включённые модули.';

create function licensing.module_of(p_area text, p_name text) returns text
language sql stable security definer set search_path = pg_catalog
begin atomic
  select t.module from licensing.module_table as t
  where t.place in (p_area, p_area || '.' || p_name) order by length(t.place) desc limit 1;
end;
comment on function licensing.module_of is
  'The module of a table; null for what every edition has. | Модуль таблицы; null — есть в любом издании.';

-- The tables among these whose module is off.
create function licensing.absent(p_tables text[]) returns text[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  select array(
    select t.name from unnest(p_tables) as t (name)
    where licensing.module_of(split_part(t.name, '.', 1), split_part(t.name, '.', 2))
      <> all (licensing.modules()));
end;
comment on function licensing.absent is
  'The tables whose module is off. | Таблицы выключенных модулей.';
grant execute on function licensing.modules, licensing.absent to crm_service, crm_limited, crm_reader;

-- As before, and for a table of a module that is off: CL004.
create or replace function licensing.refuse_writing() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st licensing.state;
  module text;
begin
  if pg_has_role(session_user, 'crm_owner', 'member') then
    return null;
  end if;
  st := licensing.current_state();
  if st.mode = 'READ_ONLY' then
    perform licensing.demand_writing();
  end if;
  module := licensing.module_of(tg_table_schema, tg_table_name);
  if module <> all (st.modules) then
    raise exception 'The module % is off.', module using errcode = 'CL004',
      hint = 'Switch it on, or ask the vendor for an edition that has it.';
  end if;
  perform licensing.demand_session();
  return null;
end
$$;

-- Modules that the customer does not want to see.
create or replace function licensing.switch_off(p_features text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  every constant text[] := (select e.modules from licensing.edition as e where e.code = 'enterprise');
  wanted constant text[] := array(select distinct f from unnest(p_features) as f order by f);
begin
  perform licensing.require_manager();
  if not wanted <@ every then
    perform licensing.refuse('state', 'module_known', array_to_string(every, ', '));
  end if;
  perform from licensing.state for update;
  update licensing.state set switched_off = wanted;
  perform licensing.note('switched_off', jsonb_build_object('features', wanted));
  perform licensing.judge(null, true);
end
$$;

-- What tells the services that what they serve has changed: custom fields and modules.
create or replace function system.schema_stamp() returns bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(sum(f.version), 0)::bigint * 1000003
    + hashtext(array_to_string(licensing.modules(), ','))
  from system.custom_field as f;
end;

alter table licensing.edition enable row level security;
alter table licensing.module_table enable row level security;
create policy edition_all on licensing.edition for select using (true);
create policy module_table_all on licensing.module_table for select using (true);
comment on policy edition_all on licensing.edition is
  'What editions have is no secret. | Состав изданий — не тайна.';
comment on policy module_table_all on licensing.module_table is
  'What belongs to which module is no secret. | Что к какому модулю относится — не тайна.';
grant select on licensing.edition, licensing.module_table to crm_service, crm_limited, crm_reader;

comment on column licensing.state.modules is
  'Modules: that are on. | Модули: включённые.';
comment on table licensing.edition is 'Edition: and its modules. | Издание: и его модули.';
comment on column licensing.edition.code is 'Code: as licences name it. | Код: как в лицензиях.';
comment on column licensing.edition.modules is 'Modules: that it has. | Модули: которые в нём есть.';
comment on table licensing.module_table is
  'Module of tables: what is there only with its module. | Таблицы модуля: что есть только вместе с модулем.';
comment on column licensing.module_table.place is
  'Place: a schema, or one table of it. | Место: схема или одна её таблица.';
comment on column licensing.module_table.module is 'Module: to which it belongs. | Модуль: к которому относится.';
