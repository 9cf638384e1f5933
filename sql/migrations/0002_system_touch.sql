-- 0002_system_touch: who asks, and the columns that every record keeps.
-- Why: version, times and authors must be right whoever writes. Kind: expand. Locks: none. Time: ms.
-- Reversible: drop the functions and the table.
--
-- The accessors are inlined into policies, where they become initplans: they have bodies that are
-- bound when they are made, and no SET, which would keep PostgreSQL from inlining them.

-- A person's own log-in to the database, for BI and psql, and the account it stands for.
create table access.database_login (
  login_name text constraint database_login_pkey primary key
    constraint database_login_not_ours check (login_name not in (
      'crm_owner', 'crm_migrator', 'crm_service', 'crm_limited', 'crm_reader', 'crm_monitor',
      'crm_backup', 'crm_license')),
  account_id bigint not null
);
create index database_login_account_idx on access.database_login (account_id);
comment on table access.database_login is
  'Database log-in: the account that a person''s own log-in stands for. | Имя входа в базу: учётная запись, которую оно представляет.';
comment on column access.database_login.login_name is
  'Log-in: the role in PostgreSQL. | Имя входа: роль PostgreSQL.';
comment on column access.database_login.account_id is
  'Account: whose rights it has. | Учётная запись: чьи права имеет.';
comment on constraint database_login_not_ours on access.database_login is
  'The product''s own log-ins stand for nobody. | Служебные имена входа никого не представляют.';

-- Any log-in can set crm.account for itself: settings count only for the service's own log-ins.
create function access.trusted() returns boolean
language sql stable parallel safe
return session_user in ('crm_service', 'crm_limited', 'crm_reader');
comment on function access.trusted is
  'Whether the settings of this session come from the service. | Заданы ли настройки сеанса службой.';

create function access.login_account() returns bigint
language plpgsql stable parallel safe security definer set search_path = pg_catalog as $$
begin
  return (
    select a.id from access.database_login as l join access.account as a on a.id = l.account_id
    where l.login_name = session_user and a.locked_at is null and a.archived_at is null);
end
$$;
comment on function access.login_account is
  'The account of a person''s own log-in. | Учётная запись личного имени входа.';

create function access.account_id() returns bigint
language sql stable parallel safe
return case when access.trusted() then nullif(current_setting('crm.account', true), '')::bigint
  else access.login_account() end;
comment on function access.account_id is
  'The account that asks; null without a context. | Учётная запись запроса; null без контекста.';
grant execute on function access.trusted, access.login_account, access.account_id
  to crm_service, crm_limited, crm_reader, crm_report;

create function system.touch() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    new.version := 1;
    new.created_at := now();
    new.created_by := access.account_id();
    new.updated_at := new.created_at;
    new.updated_by := new.created_by;
  else
    new.version := old.version + 1;
    new.created_at := old.created_at;
    new.created_by := old.created_by;
    new.updated_at := now();
    new.updated_by := access.account_id();
  end if;
  return new;
end
$$;
comment on function system.touch is
  'Keeps version, times and authors. | Ведёт версию, время и авторов записи.';

-- A record without owner and department is its author's and his department's.
create function system.own() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if new.owner_id is null and new.department_id is null then
    new.owner_id := access.account_id();
  end if;
  if new.department_id is null then
    new.department_id := nullif(btrim(split_part(access.setting('department'), ',', 1), '{}'), '')::bigint;
  end if;
  return new;
end
$$;
comment on function system.own is
  'Gives a new record to its author and his department. | Закрепляет новую запись за автором и его отделом.';
