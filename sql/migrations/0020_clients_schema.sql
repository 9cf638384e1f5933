-- 0020_clients_schema: the area of companies, people and what was said with them.
-- Why: a schema is an area. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create schema clients;
comment on schema clients is
  'Clients: companies and people, how to reach them and what was said. | Клиенты: компании и люди, как с ними связаться и о чём говорили.';
grant usage on schema clients
  to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;
