-- Roles, limits and grants of crm. Run by a superuser, as often as wanted:
--   psql -X -v ON_ERROR_STOP=1 -v database=crm -d crm -f deploy/roles.sql
-- It makes no passwords: see deploy/passwords.sql, or use \password, certificates or peer.
\set ON_ERROR_STOP on

-- crm_owner owns everything and cannot log in. Whoever installs logs in as crm_migrator and says SET ROLE.
select format('create role %I nologin', role)
from (values ('crm_owner')) as wanted (role)
where not exists (select from pg_roles where rolname = role)
\gexec
select format('create role %I login', role)
from unnest(array[
  'crm_migrator', 'crm_service', 'crm_limited', 'crm_reader', 'crm_report', 'crm_monitor',
  'crm_backup', 'crm_license'
]) as wanted (role)
where not exists (select from pg_roles where rolname = role)
\gexec

alter role crm_owner nologin noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role crm_migrator login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 30;
alter role crm_service login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 200;
alter role crm_limited login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 100;
alter role crm_reader login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 100;
alter role crm_report login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 50;
alter role crm_monitor login inherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 5;
alter role crm_backup login inherit nosuperuser nocreatedb nocreaterole replication bypassrls connection limit 5;
alter role crm_license login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 5;

grant crm_owner to crm_migrator;
-- A custom field takes its lock within 0.1 s, also where automatic vacuum holds it.
grant set on parameter deadlock_timeout to crm_owner;
grant pg_read_all_data to crm_backup;
grant pg_monitor to crm_monitor;

-- Settings of a role act at log-in only.
select format('alter role %I set %s', role, setting)
from unnest(array[
  'crm_migrator', 'crm_service', 'crm_limited', 'crm_reader', 'crm_report', 'crm_monitor',
  'crm_license'
]) as login (role)
cross join unnest(array[
  'search_path = pg_catalog', 'timezone = ''UTC''', 'datestyle = ''ISO''',
  'intervalstyle = ''iso_8601''', 'client_min_messages = ''warning'''
]) as common (setting)
\gexec
select format('alter role %I set %s', role, setting)
from unnest(array[
  'crm_service', 'crm_limited', 'crm_reader', 'crm_report', 'crm_monitor', 'crm_license'
]) as login (role)
cross join unnest(array[
  'statement_timeout = ''15s''', 'lock_timeout = ''3s''',
  'idle_in_transaction_session_timeout = ''30s'''
]) as common (setting)
\gexec
-- What nobody waits for any more is stopped: the service may have died, or given a request up.
select format('alter role %I set client_connection_check_interval = %L', role, '2s')
from unnest(array[
  'crm_service', 'crm_limited', 'crm_reader', 'crm_report', 'crm_monitor', 'crm_license'
]) as login (role)
\gexec
-- Policies make cheap plans look dear: to compile one took 3 s where it ran for 0.1 s.
select format('alter role %I set jit = off', role)
from unnest(array[
  'crm_migrator', 'crm_service', 'crm_limited', 'crm_reader', 'crm_report', 'crm_monitor',
  'crm_license'
]) as login (role)
\gexec
alter role crm_report set statement_timeout = '5min';
alter role crm_report set default_transaction_read_only = on;
alter role crm_reader set default_transaction_read_only = on;
alter role crm_monitor set default_transaction_read_only = on;

alter database :"database" owner to crm_owner;
revoke all on database :"database" from public;
grant connect on database :"database"
  to crm_migrator, crm_service, crm_limited, crm_reader, crm_report, crm_monitor, crm_backup,
    crm_license;
revoke all on schema public from public;
create schema if not exists ext authorization crm_owner;
grant usage on schema ext to public;

-- A lock of the database's own kind is the product's way to let one at a time sign in, take jobs and hand on events:
-- whoever else could take it would stop them. And what only reads writes no large objects either.
select format('revoke execute on function %1$s from public', p.oid::regprocedure)
from pg_proc as p
where p.pronamespace = 'pg_catalog'::regnamespace
  and p.proname ~ '^(pg_advisory_|pg_try_advisory_|lo_|loread$|lowrite$)'
\gexec
select format('grant execute on function %1$s to crm_owner, crm_migrator, crm_service, crm_limited',
  p.oid::regprocedure)
from pg_proc as p
where p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ '^(pg_advisory_|pg_try_advisory_)'
\gexec
-- pg_dump reads large objects, should a DBA have made some.
select format('grant execute on function %1$s to crm_backup', p.oid::regprocedure)
from pg_proc as p
where p.pronamespace = 'pg_catalog'::regnamespace
  and p.proname in ('lo_open', 'lo_close', 'lo_get', 'loread', 'lo_lseek', 'lo_lseek64', 'lo_tell', 'lo_tell64')
\gexec
