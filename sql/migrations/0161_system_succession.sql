-- 0161_system_succession: what becomes of every reference to somebody who leaves.
-- Why: a leaver keeps nothing, and no area may be forgotten: the references are found in the catalogue, and one
-- without a rule is an error. Whoever makes an area adds its rules here. Kind: expand. Locks: none. Time:
-- milliseconds. Forward only.
create table system.succession (
  place text constraint succession_pkey primary key
    constraint succession_place_form check (place ~ '^[a-z_]+\.[a-z_]+\.[a-z_]+$'),
  rule text not null
    constraint succession_rule_known check (rule in ('keep', 'hand_over', 'delete', 'close', 'call')),
  -- Which records are meant, over the table's columns; all where it is empty.
  condition text,
  -- Of the owner: (from bigint, to bigint, last day date) returns the number of records.
  function_name text,
  constraint succession_called check ((rule = 'call') = (function_name is not null))
);
comment on table system.succession is
  'Succession: what becomes of a reference to somebody who leaves. | Преемство: что делать со ссылкой на уходящего.';
comment on column system.succession.place is
  'Place: schema, table and column of the reference. | Место: схема, таблица и столбец ссылки.';
comment on column system.succession.rule is
  'Rule: history is kept, open work handed over, what is his own deleted, stretches of time closed. | Правило: история хранится, открытая работа передаётся, личное удаляется, сроки закрываются. {keep=Keep/Хранить, hand_over=Hand over/Передать, delete=Delete/Удалить, close=Close/Закрыть, call=By a function/Функцией}';
comment on column system.succession.condition is
  'Condition: which records; all when empty. | Условие: какие записи; пусто — все.';
comment on column system.succession.function_name is
  'Function: that does it. | Функция: которая это делает.';
comment on constraint succession_place_form on system.succession is
  'A place is schema.table.column. | Место: схема.таблица.столбец.';
comment on constraint succession_rule_known on system.succession is
  'The rule is keep, hand_over, delete, close or call. | Правило: keep, hand_over, delete, close или call.';
comment on constraint succession_called on system.succession is
  'Only what is called has a function. | Функция есть только у правила call.';
alter table system.succession enable row level security;
create policy succession_seen on system.succession for select using ((select access.account_id()) is not null);
comment on policy succession_seen on system.succession is
  'The rules are no secret among colleagues. | Правила — не тайна для сотрудников.';
grant select on system.succession to crm_service, crm_limited, crm_reader, crm_report;

-- Every foreign key to a table, with its rule; none for one that was forgotten. What a custom field means nobody knows
-- here: what it says stays.
create function system.references_to(p_target regclass)
returns table (place text, table_name text, column_name text, rule text, condition text, function_name text)
language sql stable set search_path = pg_catalog
begin atomic
  select n.nspname || '.' || c.relname || '.' || a.attname, n.nspname || '.' || c.relname, a.attname::text,
    coalesce(s.rule, case when a.attname like 'x\_%' then 'keep' end), s.condition, s.function_name
  from pg_constraint as k
  join pg_class as c on c.oid = k.conrelid and not c.relispartition
  join pg_namespace as n on n.oid = c.relnamespace
  join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  left join system.succession as s on s.place = n.nspname || '.' || c.relname || '.' || a.attname
  where k.contype = 'f' and k.confrelid = p_target::oid
  order by 1;
end;
comment on function system.references_to is
  'Every reference to a table, with what becomes of it. | Все ссылки на таблицу и правило для каждой.';
grant execute on function system.references_to to crm_service, crm_limited, crm_reader;

-- How many records wait for a successor.
create function system.count_handed_over(p_target regclass, p_from bigint) returns bigint
language plpgsql stable set search_path = pg_catalog as $$
declare
  part record;
  found_here bigint;
  total bigint := 0;
begin
  for part in
    select * from system.references_to(p_target) as r
    where r.rule = 'hand_over' and licensing.absent(array[r.table_name]) = '{}'
  loop
    execute format('select count(*) from %s where %I = $1 and (%s)', part.table_name::regclass, part.column_name,
      coalesce(part.condition, 'true')) into found_here using p_from;
    total := total + found_here;
  end loop;
  return total;
end
$$;
comment on function system.count_handed_over is
  'How many records wait for a successor. | Сколько записей ждут преемника.';

-- Does what the rules say with all that refers to P_FROM; what was done, place by place. Fails where a reference has
-- no rule. What a module holds that is off stays as it is. Only functions of the owner call it, who have judged whether
-- that may be.
create function system.succeed(p_target regclass, p_from bigint, p_to bigint, p_last date)
returns table (place text, rule text, records bigint)
language plpgsql set search_path = pg_catalog as $$
declare
  part record;
  behind constant text := ' where %2$I = $1 and (%3$s)';
  more bigint;
begin
  for part in
    select * from system.references_to(p_target) as r
    where r.rule is null or licensing.absent(array[r.table_name]) = '{}'
  loop
    records := 0;
    case part.rule
      when 'keep' then
        continue;
      when 'hand_over' then
        execute format('update %1$s set %2$I = $2' || behind, part.table_name::regclass, part.column_name,
          coalesce(part.condition, 'true')) using p_from, p_to;
        get diagnostics records = row_count;
      when 'delete' then
        execute format('delete from %1$s' || behind, part.table_name::regclass, part.column_name,
          coalesce(part.condition, 'true')) using p_from;
        get diagnostics records = row_count;
      when 'close' then
        execute format('delete from %1$s' || behind || ' and valid_from > $2', part.table_name::regclass,
          part.column_name, coalesce(part.condition, 'true')) using p_from, p_last;
        get diagnostics more = row_count;
        execute format('update %1$s set valid_until = $2' || behind
          || ' and (valid_until is null or valid_until > $2)', part.table_name::regclass, part.column_name,
          coalesce(part.condition, 'true')) using p_from, p_last;
        get diagnostics records = row_count;
        records := records + more;
      when 'call' then
        execute format('select %s($1, $2, $3)', part.function_name::regproc) into records
          using p_from, p_to, p_last;
      else
        raise exception 'There is no rule of succession for %.', part.place using errcode = 'CJ004',
          hint = 'Add one to system.succession.';
    end case;
    if records > 0 then
      place := part.place;
      rule := part.rule;
      return next;
    end if;
  end loop;
end
$$;
comment on function system.succeed is
  'Hands over, closes and takes away what refers to somebody who leaves. | Передаёт, закрывает и забирает всё, что ссылается на уходящего.';

create function system.leave_jobs(p_from bigint, p_to bigint, p_last date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  done bigint;
begin
  update system.job as j set cancel_asked_at = coalesce(j.cancel_asked_at, clock_timestamp()),
    state = case j.state when 'waiting' then 'cancelled' else j.state end,
    ended_at = case j.state when 'waiting' then clock_timestamp() end, version = j.version + 1
  where j.account_id = p_from and j.state in ('waiting', 'running');
  get diagnostics done = row_count;
  return done;
end
$$;
comment on function system.leave_jobs is
  'Ends the jobs of somebody who leaves. | Прекращает задания уходящего.';

-- What he has shared is his successor's, under a name that the successor has not given yet; the rest goes.
create function system.leave_shared(p_table regclass, p_from bigint, p_to bigint) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  gone bigint;
  moved bigint;
begin
  execute format('delete from %s where account_id = $1 and ($2 is null or cardinality(role_ids) = 0)', p_table)
    using p_from, p_to;
  get diagnostics gone = row_count;
  execute format(
    'update %1$s as t set account_id = $2, name = case when exists (
        select from %1$s as o where o.account_id = $2 and o.name_key = t.name_key)
      then left(t.name, 60) || '' #'' || t.id else t.name end
     where t.account_id = $1', p_table) using p_from, p_to;
  get diagnostics moved = row_count;
  return gone + moved;
end
$$;
comment on function system.leave_shared is
  'Hands over what somebody has shared, and deletes what was his alone. | Передаёт общее и удаляет личное.';
create function system.leave_views(p_from bigint, p_to bigint, p_last date) returns bigint
language sql set search_path = pg_catalog
begin atomic
  select system.leave_shared('system.view'::regclass, p_from, p_to);
end;
comment on function system.leave_views is
  'What becomes of the views of somebody who leaves. | Что делать с представлениями уходящего.';
create function system.leave_mappings(p_from bigint, p_to bigint, p_last date) returns bigint
language sql set search_path = pg_catalog
begin atomic
  select system.leave_shared('system.import_mapping'::regclass, p_from, p_to);
end;
comment on function system.leave_mappings is
  'What becomes of the import mappings of somebody who leaves. | Что делать с сопоставлениями уходящего.';

-- Roles end now; those that have not begun are gone.
create function access.leave_roles(p_from bigint, p_to bigint, p_last date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  gone bigint;
  ended bigint;
begin
  delete from access.account_role as r where r.account_id = p_from and r.valid_from >= now();
  get diagnostics gone = row_count;
  update access.account_role as r set valid_until = now()
  where r.account_id = p_from and (r.valid_until is null or r.valid_until > now());
  get diagnostics ended = row_count;
  return gone + ended;
end
$$;
comment on function access.leave_roles is
  'Ends the roles of somebody who leaves. | Прекращает роли уходящего.';

insert into system.succession (place, rule, condition, function_name) values
  ('access.account_role.account_id', 'call', null, 'access.leave_roles'),
  ('access.database_login.account_id', 'delete', null, null),
  ('access.device.account_id', 'delete', null, null),
  ('access.password.account_id', 'delete', null, null),
  ('access.session.account_id', 'delete', null, null),
  ('access.team_member.account_id', 'delete', null, null),
  ('clients.interaction.owner_id', 'hand_over', 'archived_at is null', null),
  ('clients.interaction_participant.account_id', 'keep', null, null),
  ('clients.party.owner_id', 'hand_over', 'archived_at is null', null),
  -- The seat is given back with its last session.
  ('licensing.event.account_id', 'keep', null, null),
  ('licensing.outside_sign_in.account_id', 'keep', null, null),
  ('licensing.seat.account_id', 'keep', null, null),
  ('licensing.seat_bar.account_id', 'keep', null, null),
  ('licensing.seat_event.account_id', 'keep', null, null),
  ('system.content.account_id', 'keep', null, null),
  ('system.export.account_id', 'keep', null, null),
  ('system.file.account_id', 'keep', null, null),
  ('system.file.created_by', 'keep', null, null),
  ('system.file.updated_by', 'keep', null, null),
  ('system.file_download.account_id', 'keep', null, null),
  ('system.file_link.created_by', 'keep', null, null),
  ('system.file_link.updated_by', 'keep', null, null),
  ('system.file_version.created_by', 'keep', null, null),
  ('system.follow.account_id', 'delete', null, null),
  ('system.idempotency.account_id', 'delete', null, null),
  ('system.import.account_id', 'keep', null, null),
  ('system.import_mapping.account_id', 'call', null, 'system.leave_mappings'),
  ('system.job.account_id', 'call', null, 'system.leave_jobs'),
  ('system.notification.account_id', 'delete', null, null),
  ('system.notification.actor_id', 'keep', null, null),
  ('system.notification_mute.account_id', 'delete', null, null),
  ('system.schedule.account_id', 'delete', null, null),
  ('system.schedule.created_by', 'keep', null, null),
  ('system.schedule.updated_by', 'keep', null, null),
  ('system.view.account_id', 'call', null, 'system.leave_views');
