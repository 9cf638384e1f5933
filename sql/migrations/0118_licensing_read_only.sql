-- 0118_licensing_read_only: in READ_ONLY nobody but the owner changes business records.
-- Why: a trigger of each table refuses whatever log-in writes and by whatever way, a function of the owner's
-- included; a check that a handler forgets would leave it open. Signing in, passwords, sessions, exports,
-- locking and archiving accounts, taking roles away and the licence itself are no business records; sweeping and
-- schedules go on, since they are the product's own work. Kind: expand. Locks: every business table, access.account,
-- access.account_role and system.job, SHARE ROW EXCLUSIVE for their new triggers, for milliseconds.
-- Time: milliseconds. Forward only.

-- Who migrates is not bound. CL001: the service says it in words.
create function licensing.demand_writing() returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if pg_has_role(session_user, 'crm_owner', 'member') then
    return;
  elsif (licensing.current_state()).mode = 'READ_ONLY' then
    raise exception 'The licence allows reading only.' using errcode = 'CL001',
      hint = 'Install a licence that is in force.';
  end if;
end
$$;
comment on function licensing.demand_writing is
  'Refuses while the licence allows reading only. | Отказывает, пока лицензия разрешает только чтение.';

-- Whoever has the service's log-in can say of himself who he is and what he may: behind a context stands the session
-- that gave it, with its seat. Without a context policies let nobody write but the product's own work. Judged as of
-- the beginning of the transaction, as at the door. CL005: the service says it in words.
create function licensing.demand_session() returns void
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  context constant text := concat(current_setting('crm.account', true), current_setting('crm.create', true),
    current_setting('crm.update', true), current_setting('crm.delete', true), current_setting('crm.act', true));
  token constant text := substring(current_setting('crm.token', true) from '^[0-9a-f]{64}$');
begin
  if context = '' or pg_has_role(session_user, 'crm_owner', 'member') then
    return;
  elsif not exists (
    select from access.session as s
    where s.token_hash = decode(token, 'hex') and s.account_id = access.account_id() and s.expires_at > now()
      and licensing.is_alive(s.seat_until, now()))
  then
    raise exception 'No living session stands behind what is written.' using errcode = 'CL005',
      hint = 'Sign in, and write with the token of the session.';
  end if;
end
$$;
comment on function licensing.demand_session is
  'Refuses who writes without a living session. | Отказывает тем, кто пишет без действующего сеанса.';

create function licensing.refuse_writing() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.demand_writing();
  perform licensing.demand_session();
  return null;
end
$$;
comment on function licensing.refuse_writing is
  'Refuses writing without a session, and while the licence allows reading only. | Не даёт писать без сеанса и пока лицензия разрешает только чтение.';

-- For what a licence that has ended leaves possible.
create function licensing.refuse_sessionless() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.demand_session();
  return null;
end
$$;
comment on function licensing.refuse_sessionless is
  'Refuses writing without a session. | Не даёт писать без сеанса.';

-- Locking, archiving and passwords always work; what gives somebody work does not, nor in CAPPED.
-- One at a time counts, behind the gate.
create function licensing.demand_service_account() returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  most integer;
begin
  if pg_has_role(session_user, 'crm_owner', 'member') then
    return;
  end if;
  perform licensing.current_state();
  select st.service_accounts into most from licensing.state as st for update;
  if (select count(*) from access.account as a
    where a.kind = 'service' and a.locked_at is null and a.archived_at is null) > most
  then
    raise exception 'The licence has fewer service accounts.' using errcode = 'CL003',
      detail = most::text, hint = 'Lock or archive one, or buy more.';
  end if;
end
$$;
comment on function licensing.demand_service_account is
  'Refuses more service accounts than the licence has. | Не даёт больше служебных записей, чем по лицензии.';

create function licensing.refuse_activation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  loose constant text[] := array['version', 'updated_at', 'updated_by', 'locked_at', 'archived_at',
    'must_change_password', 'password_changed_at'];
begin
  if tg_op = 'INSERT' or (old.locked_at is not null and new.locked_at is null)
    or (old.archived_at is not null and new.archived_at is null)
  then
    perform licensing.demand_writing();
    if new.kind = 'person' and not pg_has_role(session_user, 'crm_owner', 'member')
      and (licensing.current_state()).mode = 'CAPPED'
    then
      raise exception 'More seats are held than bought.' using errcode = 'CL002',
        hint = 'Wait until seats are given back, or buy more.';
    elsif new.kind = 'service' then
      perform licensing.demand_service_account();
    end if;
  elsif to_jsonb(new) - loose is distinct from to_jsonb(old) - loose then
    perform licensing.demand_writing();
    if new.kind = 'service' and old.kind <> 'service' then
      perform licensing.demand_service_account();
    end if;
  end if;
  return null;
end
$$;
comment on function licensing.refuse_activation is
  'Refuses new work for accounts while the licence has no room for it. | Не даёт учётным записям новой работы, пока лицензия её не допускает.';

-- The product's own work: a function of the owner's that runs for no account. Whoever logs in is none of the
-- owner's, and a function that works for somebody knows for whom.
create function licensing.is_own_work() returns boolean
language sql stable set search_path = pg_catalog
return pg_has_role(current_user, 'crm_owner', 'member') and access.account_id() is null;
comment on function licensing.is_own_work is
  'Whether the product itself is at work, for no account. | Работает ли сам продукт, ни для какой учётной записи.';
grant execute on function licensing.is_own_work to crm_service, crm_limited;

-- OWN_WORK: sweeping it and moving it on is the product's own, and goes on.
create function licensing.guard(target regclass, own_work boolean default false) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute format(
    'create trigger %I before insert or update or delete on %s for each statement %s execute function licensing.refuse_writing()',
    'licence_' || (select relname from pg_class where oid = target), target,
    case when own_work then 'when (not licensing.is_own_work())' end);
end
$$;
comment on function licensing.guard is
  'Puts a business table under the licence. | Ставит таблицу под действие лицензии.';

-- Files that were never linked, links of records that are gone, and when a schedule is next due are no business
-- records: sweepers take them away, and the clock moves on.
select licensing.guard(g.tgrelid, g.tgrelid in (
  'system.file'::regclass, 'system.file_link'::regclass, 'system.schedule'::regclass))
from pg_trigger as g
where g.tgfoid = 'system.touch'::regproc and not g.tgisinternal
  and g.tgrelid not in ('access.account'::regclass, 'access.account_role'::regclass);
create trigger licence_account after insert or update on access.account
  for each row execute function licensing.refuse_activation();
-- Before all that a change of an account does to its sessions.
create trigger licence_account_session before insert or update on access.account
  for each statement execute function licensing.refuse_sessionless();
-- A job works with the rights of who asked for it, in a session of its own.
create trigger licence_job before insert on system.job
  for each statement execute function licensing.refuse_sessionless();
create trigger licence_account_role before insert or update on access.account_role
  for each statement execute function licensing.refuse_writing();

-- Tables to come are under it too.
create or replace function system.business(
  target regclass, parent_column text default null, parent regclass default null) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  noun text := (select relname from pg_class where oid = target);
  part record;
begin
  for part in
    select a.attname, d.words
    from (values
      ('id', 'Number: of the record, given by the database. | Номер: записи, даёт база данных.'),
      ('version', 'Version: grows with every change. | Версия: растёт с каждым изменением.'),
      ('created_at', 'Created: when it was entered. | Создано: когда внесено.'),
      ('created_by', 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.'),
      ('updated_at', 'Changed: when it was last changed. | Изменено: когда менялось последний раз.'),
      ('updated_by', 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.'),
      ('archived_at', 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.')
    ) as d (name, words)
    join pg_attribute as a on a.attrelid = target and a.attname = d.name
    where col_description(target, a.attnum) is null
  loop
    execute format('comment on column %s.%I is %L', target, part.attname, part.words);
  end loop;
  execute format('create trigger %I before insert or update on %s for each row execute function system.touch()',
    'touch_' || noun, target);
  execute format('create trigger %I after insert or update or delete on %s for each row execute function audit.record(%s)',
    'audit_' || noun, target,
    case when parent is not null then format('%L, %L', parent_column, parent::text) end);
  perform system.make_reversible(target);
  perform licensing.guard(target);
end
$$;
