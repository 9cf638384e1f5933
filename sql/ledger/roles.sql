-- The roles of the vendor's ledger; run once by a superuser on the database of the ledger:
--   psql -d ledger -v database=ledger -f sql/ledger/roles.sql
-- Then give license_migrator and license_operator their passwords. Running it again changes nothing.
\set ON_ERROR_STOP on
select format('create role %I', name) from unnest(array['license_owner', 'license_migrator', 'license_operator'])
  as name where not exists (select from pg_roles where rolname = name) \gexec
alter role license_owner nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role license_migrator login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls
  connection limit 5;
alter role license_operator login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
  connection limit 20;
grant license_owner to license_migrator;
alter role license_migrator set search_path = pg_catalog;
alter role license_operator set search_path = pg_catalog;
alter role license_operator set statement_timeout = '60s';
alter role license_operator set idle_in_transaction_session_timeout = '60s';

revoke all on database :"database" from public;
grant connect on database :"database" to license_migrator, license_operator;
grant create on database :"database" to license_owner;
revoke all on schema public from public;
