-- 0300_purchasing_schema: the area of purchasing and its module.
-- Why: a schema is an area, and an area is a module. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Reversible: drop the schema.
create schema purchasing;
comment on schema purchasing is
  'Purchasing: requisitions, orders, receipts, matches. | Закупки: заявки, заказы, поступления, сверка.';
grant usage on schema purchasing to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;
insert into licensing.module_table (place, module) values ('purchasing', 'purchasing');
