-- 0305_purchasing_approval_rule: who approves what is bought, by amount, department and category.
-- Why: the matrix is data that changes without a release. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table purchasing.approval_rule (
  id bigint generated always as identity constraint approval_rule_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  applies_to text not null default 'order'
    constraint approval_rule_applies_known check (applies_to in ('order', 'requisition')),
  place integer not null default 1 constraint approval_rule_place_range check (place between 1 and 100),
  from_amount numeric(19, 4) not null default 0 constraint approval_rule_amount_range check (from_amount >= 0),
  currency text not null constraint approval_rule_currency_fkey references system.currency,
  department_id bigint constraint approval_rule_department_fkey references access.department,
  product_category_id bigint constraint approval_rule_category_fkey references sales.product_category,
  approver_role_id bigint constraint approval_rule_role_fkey references access.role,
  approver_account_id bigint constraint approval_rule_account_fkey references access.account,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint approval_rule_approver check (num_nonnulls(approver_role_id, approver_account_id) = 1),
  constraint approval_rule_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint approval_rule_external_key unique (external_source, external_key)
);
create index approval_rule_match_idx on purchasing.approval_rule (applies_to, currency, place, id);
create index approval_rule_currency_idx on purchasing.approval_rule (currency);
create index approval_rule_department_idx on purchasing.approval_rule (department_id) where department_id is not null;
create index approval_rule_category_idx on purchasing.approval_rule (product_category_id)
  where product_category_id is not null;
create index approval_rule_role_idx on purchasing.approval_rule (approver_role_id) where approver_role_id is not null;
create index approval_rule_account_idx on purchasing.approval_rule (approver_account_id)
  where approver_account_id is not null;
comment on table purchasing.approval_rule is
  'Approval rule: who approves what, from which amount on. | Правило согласования: кто, что и с какой суммы согласует.';
comment on column purchasing.approval_rule.applies_to is
  'Applies to: which documents. | Для чего: каких документов. {order=Purchase orders/Заказы поставщику, requisition=Requisitions/Заявки}';
comment on column purchasing.approval_rule.place is
  'Place: approvers decide one after the other, the lowest first. | Место: согласуют по очереди, начиная с меньшего.';
comment on column purchasing.approval_rule.from_amount is
  'From amount: documents that come to this or more, with VAT. | С суммы: документы на эту сумму и больше, с НДС.';
comment on column purchasing.approval_rule.currency is
  'Currency: of the amount, and of the documents. | Валюта: суммы и документов.';
comment on column purchasing.approval_rule.department_id is
  'Department: with all below it; every one when empty. | Отдел: со всеми нижестоящими; пусто — любой.';
comment on column purchasing.approval_rule.product_category_id is
  'Category: with all below it, of any line; every one when empty. | Категория: со всеми нижестоящими, хотя бы одной строки; пусто — любая.';
comment on column purchasing.approval_rule.approver_role_id is
  'Approver by role: whoever has it and whose right to approve reaches the document. | Согласует роль: любой с ней, до чьего права согласовать достаёт документ.';
comment on column purchasing.approval_rule.approver_account_id is
  'Approver: one person. | Согласует: один человек.';
comment on constraint approval_rule_applies_known on purchasing.approval_rule is
  'A rule applies to order or requisition. | Правило действует для order или requisition.';
comment on constraint approval_rule_place_range on purchasing.approval_rule is
  'The place must be 1 to 100. | Место — от 1 до 100.';
comment on constraint approval_rule_amount_range on purchasing.approval_rule is
  'The amount must not be negative. | Сумма не может быть отрицательной.';
comment on constraint approval_rule_currency_fkey on purchasing.approval_rule is
  'There is no such currency. | Такой валюты нет.';
comment on constraint approval_rule_category_fkey on purchasing.approval_rule is
  'There is no such category. | Такой категории нет.';
comment on constraint approval_rule_role_fkey on purchasing.approval_rule is
  'There is no such role. | Такой роли нет.';
comment on constraint approval_rule_account_fkey on purchasing.approval_rule is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint approval_rule_approver on purchasing.approval_rule is
  'Either a role approves or one person. | Согласует либо роль, либо один человек.';
select clients.describe_common('purchasing.approval_rule'::regclass);
comment on column purchasing.approval_rule.department_id is
  'Department: with all below it; every one when empty. | Отдел: со всеми нижестоящими; пусто — любой.';
select system.business('purchasing.approval_rule'::regclass);
select access.protect_shared('purchasing.approval_rule'::regclass, 'approval_rules');
insert into system.succession (place, rule, condition) values
  ('purchasing.approval_rule.approver_account_id', 'hand_over', 'archived_at is null');
select system.permit('{administrator}', '{approval_rules}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department,purchasing,accountant,read_only}', '{approval_rules}', '{read}', 'all'),
  system.permit('{auditor}', '{approval_rules}', '{read,export}', 'all');

-- What the matrix asks of a document: whose it is, what it comes to, and the categories of its lines with all above.
create function purchasing.document_facts(p_order bigint, p_requisition bigint)
returns table (owner_id bigint, created_by bigint, department_id bigint, currency text, amount numeric,
  lines bigint, categories bigint[])
language sql stable security definer set search_path = pg_catalog
begin atomic
  select d.owner_id, d.created_by, d.department_id, d.currency, coalesce(sum(l.amount), 0), count(l.amount),
    array(
      with recursive above (id) as (
        select unnest(array_agg(l.category))
        union
        select c.parent_id from sales.product_category as c join above on above.id = c.id
      )
      select above.id from above where above.id is not null)
  from (
    select o.owner_id, o.created_by, o.department_id, o.currency from purchasing.purchase_order as o
    where o.id = p_order
    union all
    select r.owner_id, r.created_by, r.department_id, r.currency from purchasing.requisition as r
    where r.id = p_requisition) as d
  left join (
    select o.gross as amount, p.product_category_id as category
    from purchasing.purchase_order_line as o left join sales.product as p on p.id = o.product_id
    where o.order_id = p_order
    union all
    select coalesce(r.estimate, 0), coalesce(r.product_category_id, p.product_category_id)
    from purchasing.requisition_line as r left join sales.product as p on p.id = r.product_id
    where r.requisition_id = p_requisition) as l on true
  group by d.owner_id, d.created_by, d.department_id, d.currency;
end;
comment on function purchasing.document_facts is
  'What the rules of approval ask of a document. | То, что правила согласования спрашивают о документе.';

create function purchasing.matching_rules(p_order bigint, p_requisition bigint)
returns setof purchasing.approval_rule
language sql stable security definer set search_path = pg_catalog
begin atomic
  select r.* from purchasing.document_facts(p_order, p_requisition) as f
  join purchasing.approval_rule as r on r.archived_at is null and r.currency = f.currency
    and r.applies_to = case when p_order is null then 'requisition' else 'order' end
    and r.from_amount <= f.amount
    and (r.department_id is null or f.department_id = any (access.subtree(r.department_id)))
    and (r.product_category_id is null or r.product_category_id = any (f.categories))
  order by r.place, r.id;
end;
comment on function purchasing.matching_rules is
  'The rules by which a document is approved, in their order. | Правила, по которым согласуют документ, по порядку.';
