-- 0107_licensing_schema: the schema of licences, seats and modes.
-- Why: what a site has bought is judged by the database, so that no program can be talked out of it.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the schema.
create schema licensing;
comment on schema licensing is
  'Licensing: the licence of this instance, its seats and its mode. | Лицензирование: лицензия экземпляра, рабочие места и режим.';
grant usage on schema licensing
  to crm_service, crm_limited, crm_reader, crm_report, crm_monitor, crm_license;
