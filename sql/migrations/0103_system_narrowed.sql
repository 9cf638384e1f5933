-- 0103_system_narrowed: a token sees of what is its account's own no more than it was narrowed to.
-- Why: a token for countries alone read its account's jobs, imports with their refused rows, files, exports,
-- notifications and follows, and could let a job go on that its account had asked for with all rights. Kind: expand.
-- Locks: system.import, system.export, system.file, for milliseconds. Time: milliseconds. Forward only.
--
-- Who has signed in, or has a token of all rights, sees all that is his. A narrowed token sees what is of a resource
-- that it may read by name, and what was asked for, sent or taken with no more rights than it has itself.
create function access.narrowed() returns text[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  select s.narrowed from access.session as s
  where s.token_hash = decode(nullif(current_setting('crm.token', true), ''), 'hex');
end;
comment on function access.narrowed is
  'The rights that the caller''s token is narrowed to; null for all. | Права, до которых сужен токен вызывающего; null — все.';

create function access.owns(resource text) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
begin
  return access.narrowed() is null or access.level(resource, 'read') > 0;
end
$$;
comment on function access.owns is
  'Whether the caller sees all that is his of a resource. | Видит ли вызывающий всё своё в ресурсе.';
grant execute on function access.narrowed, access.owns to crm_service, crm_limited, crm_reader;

alter table system.import add column narrowed text[];
alter table system.export add column narrowed text[];
alter table system.file add column narrowed text[];
comment on column system.import.narrowed is
  'Narrowed: to which rights the token was that asked; empty for all. | Сужено: права токена заказчика; пусто — все.';
comment on column system.export.narrowed is
  'Narrowed: to which rights the token was that asked; empty for all. | Сужено: права токена заказчика; пусто — все.';
comment on column system.file.narrowed is
  'Narrowed: to which rights the token was that sent it; empty for all. | Сужено: права токена отправителя; пусто — все.';
create trigger import_rights before insert on system.import
  for each row when (new.account_id is not null) execute function system.enter_rights();
create trigger export_rights before insert on system.export
  for each row when (new.account_id is not null) execute function system.enter_rights();
create trigger file_rights before insert on system.file
  for each row when (new.account_id is not null) execute function system.enter_rights();
comment on trigger import_rights on system.import is
  'Keeps the rights of the token that asked. | Запоминает права токена заказчика.';
comment on trigger export_rights on system.export is
  'Keeps the rights of the token that asked. | Запоминает права токена заказчика.';
comment on trigger file_rights on system.file is
  'Keeps the rights of the token that sent it. | Запоминает права токена отправителя.';

-- The subqueries are initplans, evaluated once per statement.
create function access.own_part(resource text) returns text
language sql immutable set search_path = pg_catalog
return format(
  'account_id = (select access.account_id())'
  ' and ((select access.owns(%L)) or narrowed <@ (select access.narrowed()))', resource);
comment on function access.own_part is
  'The condition of a policy for what is the caller''s own. | Условие политики для собственного.';

do $$
declare
  part record;
begin
  for part in
    select * from (values ('system.job', 'jobs'), ('system.import', 'imports'), ('system.export', 'exports'))
      as p (target, resource)
  loop
    execute format('alter policy %I on %s using (%s or (select access.everything(%L, ''read'')))',
      split_part(part.target, '.', 2) || '_select', part.target::regclass, access.own_part(part.resource),
      part.resource);
  end loop;
  for part in
    select * from (values ('system.import', 'imports'), ('system.export', 'exports')) as p (target, resource)
  loop
    execute format('alter policy %I on %s using (%s) with check (account_id = (select access.account_id()))',
      split_part(part.target, '.', 2) || '_update', part.target::regclass, access.own_part(part.resource));
  end loop;
  for part in
    select * from (values ('system.view', 'views'), ('system.import_mapping', 'import_mappings')) as p (target, resource)
  loop
    execute format('alter policy %I on %s using ((select access.owns(%3$L)) and (account_id = (select access.account_id())'
      ' or role_ids && (select access.role_ids())) or (select access.everything(%3$L, ''read'')))',
      split_part(part.target, '.', 2) || '_select', part.target::regclass, part.resource);
  end loop;
  for part in
    select * from (values ('system.follow', 'follows'), ('system.notification_mute', 'notification_mutes'))
      as p (target, resource)
  loop
    execute format('alter policy %I on %s using (account_id = (select access.account_id())'
      ' and (select access.owns(%L)))', split_part(part.target, '.', 2) || '_select', part.target::regclass,
      part.resource);
  end loop;
end
$$;
alter policy notification_select on system.notification using (
  account_id = (select access.account_id()) and (select access.owns('notifications'))
  and case action when 'delete' then system.sees_end(kind, resource)
    else id in (select system.seen_notifications()) end);
alter policy notification_update on system.notification using (
  account_id = (select access.account_id()) and (select access.owns('notifications')));

-- An unlinked file is its sender's, in the same way.
create or replace function system.own_files() returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select f.id from system.file as f
  where f.account_id = access.account_id()
    and ((select access.owns('files')) or f.narrowed <@ (select access.narrowed()))
    and not exists (select from system.file_link as l where l.file_id = f.id);
end;
do $$
begin
  execute format('alter policy file_select on system.file using (
    case when system.looks_ended() then id in (select system.seen_files())
      else %1$s and not system.is_linked(id) or system.sees_file(id) end)', access.own_part('files'));
  execute format('alter policy file_update on system.file using (
      (select access.level(''files'', ''update'')) > 0
      and (system.changes_file(id) or %1$s and not system.is_linked(id)))
    with check ((select access.level(''files'', ''update'')) > 0
      and (system.changes_file(id) or account_id = (select access.account_id()) and not system.is_linked(id)))',
    access.own_part('files'));
  execute format('alter policy file_delete on system.file using (
    (select access.level(''files'', ''delete'')) > 0 and %s)', access.own_part('files'));
end
$$;
-- What asks for more rights than the caller has now is not his to let go on, to stop or to undo; who may change all
-- jobs does that for others, whose rights then count.
create function system.may_steer(p_job system.job) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
begin
  return p_job.account_id = access.account_id()
      and (access.narrowed() is null or coalesce(p_job.narrowed <@ access.narrowed(), false))
    or access.everything('jobs', 'update');
end
$$;
comment on function system.may_steer is
  'Whether the caller may stop, repeat or undo a job. | Может ли вызывающий остановить, повторить или отменить задание.';

create or replace function system.cancel_job(p_id bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  select j.state into was from system.job as j where j.id = p_id and system.may_steer(j) for update;
  update system.job as j set cancel_asked_at = coalesce(j.cancel_asked_at, clock_timestamp()),
    state = case was when 'waiting' then 'cancelled' else j.state end,
    ended_at = case was when 'waiting' then clock_timestamp() end, version = j.version + 1
  where j.id = p_id and was in ('waiting', 'running');
  return was;
end
$$;

create or replace function system.repeat_job(p_id bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  select j.state into was from system.job as j where j.id = p_id and system.may_steer(j) for update;
  update system.job as j set state = 'waiting', run_at = clock_timestamp(), ended_at = null,
    failures = 0, cancel_asked_at = null, version = j.version + 1
  where j.id = p_id and was in ('failed', 'cancelled');
  if found then
    notify crm_job;
  end if;
  return was;
end
$$;

create or replace function system.reversible_job(p_id bigint) returns text
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return (
    select case when j.ended_at is null then 'open' else 'ended' end from system.job as j
    where j.id = p_id and system.may_steer(j));
end
$$;

-- As the caller, whose policies say which files are his to load.
create function system.judge_import_file() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if not exists (select from system.file as f where f.id = new.file_id) then
    raise exception 'a file that the caller does not see' using errcode = 'check_violation',
      constraint = 'import_file_own', table = 'import', schema = 'system', column = 'file_id';
  end if;
  return null;
end
$$;
comment on function system.judge_import_file is
  'Gives an import no file that the caller does not see. | Не даёт импорту файл, не видимый вызывающему.';
create constraint trigger import_file_own after insert or update of file_id on system.import
  for each row when (new.file_id is not null) execute function system.judge_import_file();
comment on trigger import_file_own on system.import is
  'There is no such file. | Такого файла нет.';
