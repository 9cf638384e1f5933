-- 0320_finance_schema: the area of finance and its module.
-- Why: a schema is an area, and an area is a module. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Reversible: drop the schema.
create schema finance;
comment on schema finance is
  'Finance: invoices. | Финансы: счета.';
grant usage on schema finance to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;
insert into licensing.module_table (place, module) values ('finance', 'finance');
