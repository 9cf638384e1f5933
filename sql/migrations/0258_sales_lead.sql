-- 0258_sales_lead: who may become a client, and the rules by which leads are given to sellers.
-- Why: what nobody answers for is lost; the rules say whose it is at once. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table sales.assignment_rule (
  id bigint generated always as identity constraint assignment_rule_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint assignment_rule_name_length check (length(name) between 1 and 200),
  place integer not null default 1 constraint assignment_rule_place_range check (place between 1 and 1000),
  method text not null default 'round_robin'
    constraint assignment_rule_method_known check (method in ('round_robin', 'load', 'territory')),
  source text constraint assignment_rule_source_length check (length(source) between 1 and 100),
  country text constraint assignment_rule_country_fkey references system.country,
  region text constraint assignment_rule_region_length check (length(region) between 1 and 200),
  team_id bigint constraint assignment_rule_team_fkey references access.team,
  archived_at timestamptz
);
create index assignment_rule_country_idx on sales.assignment_rule (country) where country is not null;
create index assignment_rule_team_idx on sales.assignment_rule (team_id) where team_id is not null;
comment on table sales.assignment_rule is
  'Assignment rule: to whom which leads are given. | Правило распределения: кому какие лиды достаются.';
comment on column sales.assignment_rule.name is 'Name: of the rule. | Название: правила.';
comment on column sales.assignment_rule.place is 'Place: the first that fits holds. | Место: действует первое подходящее.';
comment on column sales.assignment_rule.method is
  'Method: in turn, to who has fewest open leads, or by the territory of the members. | Способ: по очереди, у кого меньше открытых, или по территории участников. {round_robin=In turn/По очереди, load=Fewest open/Наименьшая загрузка, territory=Territory/Территория}';
comment on column sales.assignment_rule.source is 'Source: only leads from there; empty for all. | Источник: только лиды оттуда; пусто — все.';
comment on column sales.assignment_rule.country is 'Country: only leads from there; empty for all. | Страна: только лиды оттуда; пусто — все.';
comment on column sales.assignment_rule.region is 'Region: only leads from there; empty for all. | Регион: только лиды оттуда; пусто — все.';
comment on column sales.assignment_rule.team_id is
  'Team: whose members take part beside the rule''s own. | Группа: её участники тоже участвуют.';
comment on constraint assignment_rule_name_length on sales.assignment_rule is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint assignment_rule_place_range on sales.assignment_rule is
  'The place must be 1 to 1,000. | Место — от 1 до 1000.';
comment on constraint assignment_rule_method_known on sales.assignment_rule is
  'The method is round_robin, load or territory. | Способ: round_robin, load или territory.';
comment on constraint assignment_rule_source_length on sales.assignment_rule is
  'The source must have 1 to 100 characters. | Источник должен быть от 1 до 100 знаков.';
comment on constraint assignment_rule_country_fkey on sales.assignment_rule is
  'There is no such country. | Такой страны нет.';
comment on constraint assignment_rule_region_length on sales.assignment_rule is
  'The region must have 1 to 200 characters. | Регион должен быть от 1 до 200 знаков.';
comment on constraint assignment_rule_team_fkey on sales.assignment_rule is 'There is no such team. | Такой группы нет.';
select clients.describe_common('sales.assignment_rule'::regclass);
select system.business('sales.assignment_rule'::regclass);
select access.protect_shared('sales.assignment_rule'::regclass, 'assignment_rules');

create table sales.rule_member (
  id bigint generated always as identity constraint rule_member_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  assignment_rule_id bigint not null
    constraint rule_member_rule_fkey references sales.assignment_rule on delete cascade,
  account_id bigint not null constraint rule_member_account_fkey references access.account,
  country text constraint rule_member_country_fkey references system.country,
  region text constraint rule_member_region_length check (length(region) between 1 and 200),
  constraint rule_member_key unique nulls not distinct (assignment_rule_id, account_id, country, region)
);
create index rule_member_account_idx on sales.rule_member (account_id);
create index rule_member_country_idx on sales.rule_member (country) where country is not null;
comment on table sales.rule_member is
  'Rule member: to whom a rule gives leads, and from where. | Участник правила: кому правило даёт лиды и откуда.';
comment on column sales.rule_member.assignment_rule_id is 'Rule: which. | Правило: какое.';
comment on column sales.rule_member.account_id is 'Account: who. | Учётная запись: кто.';
comment on column sales.rule_member.country is 'Country: of his territory. | Страна: его территории.';
comment on column sales.rule_member.region is 'Region: of his territory. | Регион: его территории.';
comment on constraint rule_member_rule_fkey on sales.rule_member is 'There is no such rule. | Такого правила нет.';
comment on constraint rule_member_account_fkey on sales.rule_member is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint rule_member_country_fkey on sales.rule_member is 'There is no such country. | Такой страны нет.';
comment on constraint rule_member_region_length on sales.rule_member is
  'The region must have 1 to 200 characters. | Регион должен быть от 1 до 200 знаков.';
comment on constraint rule_member_key on sales.rule_member is
  'This account takes part in the rule already. | Эта учётная запись уже участвует в правиле.';
select clients.describe_common('sales.rule_member'::regclass);
select system.business('sales.rule_member'::regclass, 'assignment_rule_id', 'sales.assignment_rule'::regclass);
select access.protect_shared('sales.rule_member'::regclass, 'rule_members');

create table sales.lead (
  id bigint generated always as identity constraint lead_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint lead_owner_fkey references access.account,
  department_id bigint constraint lead_department_fkey references access.department,
  name text not null constraint lead_name_length check (length(name) between 1 and 300),
  name_key text collate "C" generated always as (lower(name)) stored,
  company text constraint lead_company_length check (length(company) between 1 and 300),
  email text constraint lead_email_form check (clients.email_valid(email)),
  phone text constraint lead_phone_length check (length(phone) between 1 and 100),
  source text constraint lead_source_length check (length(source) between 1 and 100),
  country text constraint lead_country_fkey references system.country,
  region text constraint lead_region_length check (length(region) between 1 and 200),
  notes text constraint lead_notes_length check (length(notes) <= 10000),
  state text not null default 'new'
    constraint lead_state_known check (state in ('new', 'assigned', 'qualified', 'converted', 'disqualified')),
  reason text constraint lead_reason_length check (length(reason) between 1 and 2000),
  party_id bigint constraint lead_party_fkey references clients.party,
  contact_id bigint constraint lead_contact_fkey references clients.contact,
  deal_id bigint constraint lead_deal_fkey references sales.deal constraint lead_deal_key unique,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint lead_converted check ((state = 'converted') = (deal_id is not null)
    and (state = 'converted') = (party_id is not null)),
  constraint lead_disqualified check ((state = 'disqualified') = (reason is not null)),
  constraint lead_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint lead_external_key unique (external_source, external_key)
);
create index lead_name_idx on sales.lead (name_key, id);
create index lead_created_idx on sales.lead (created_at, id);
create index lead_updated_idx on sales.lead (updated_at, id);
create index lead_owner_idx on sales.lead (owner_id, name_key, id);
create index lead_department_idx on sales.lead (department_id, name_key, id);
create index lead_open_idx on sales.lead (owner_id)
  where state in ('new', 'assigned', 'qualified') and archived_at is null;
create index lead_email_idx on sales.lead (email) where email is not null;
create index lead_country_idx on sales.lead (country) where country is not null;
create index lead_party_idx on sales.lead (party_id) where party_id is not null;
create index lead_contact_idx on sales.lead (contact_id) where contact_id is not null;
comment on table sales.lead is 'Lead: who may become a client. | Лид: тот, кто может стать клиентом.';
comment on column sales.lead.name is 'Name: of the person. | Имя: человека.';
comment on column sales.lead.name_key is 'Name for sorting: in small letters. | Имя для сортировки: строчными буквами.';
comment on column sales.lead.company is 'Company: where he works. | Организация: где работает.';
comment on column sales.lead.email is 'E-mail: in small letters. | Эл. почта: строчными буквами.';
comment on column sales.lead.phone is 'Phone: as typed. | Телефон: как набран.';
comment on column sales.lead.source is 'Source of demand: where it came from. | Источник спроса: откуда пришёл.';
comment on column sales.lead.country is 'Country: of his territory. | Страна: его территории.';
comment on column sales.lead.region is 'Region: of his territory. | Регион: его территории.';
comment on column sales.lead.notes is 'Notes: what he wants. | Заметки: чего он хочет.';
comment on column sales.lead.state is
  'State: how far it is. | Состояние: на каком этапе. {new=New/Новый, assigned=Assigned/Назначен, qualified=Qualified/Подтверждён, converted=Converted/Стал клиентом, disqualified=Disqualified/Отклонён}';
comment on column sales.lead.reason is 'Reason: why it was disqualified. | Причина: почему отклонён.';
comment on column sales.lead.party_id is 'Client: that it became. | Клиент: которым он стал.';
comment on column sales.lead.contact_id is 'Contact: that it became. | Контакт: которым он стал.';
comment on column sales.lead.deal_id is 'Deal: that it became. | Сделка: которой он стал.';
comment on constraint lead_name_length on sales.lead is
  'The name must have 1 to 300 characters. | Имя должно быть от 1 до 300 знаков.';
comment on constraint lead_company_length on sales.lead is
  'The company must have 1 to 300 characters. | Организация должна быть от 1 до 300 знаков.';
comment on constraint lead_email_form on sales.lead is 'This is no e-mail address. | Это не адрес эл. почты.';
comment on constraint lead_phone_length on sales.lead is
  'The phone must have 1 to 100 characters. | Телефон должен быть от 1 до 100 знаков.';
comment on constraint lead_source_length on sales.lead is
  'The source must have 1 to 100 characters. | Источник должен быть от 1 до 100 знаков.';
comment on constraint lead_country_fkey on sales.lead is 'There is no such country. | Такой страны нет.';
comment on constraint lead_region_length on sales.lead is
  'The region must have 1 to 200 characters. | Регион должен быть от 1 до 200 знаков.';
comment on constraint lead_notes_length on sales.lead is
  'The notes must have at most 10,000 characters. | Заметки должны быть не длиннее 10 000 знаков.';
comment on constraint lead_state_known on sales.lead is
  'The state is new, assigned, qualified, converted or disqualified. | Состояние: new, assigned, qualified, converted или disqualified.';
comment on constraint lead_reason_length on sales.lead is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint lead_contact_fkey on sales.lead is 'There is no such contact. | Такого контакта нет.';
comment on constraint lead_deal_fkey on sales.lead is 'There is no such deal. | Такой сделки нет.';
comment on constraint lead_deal_key on sales.lead is 'Another lead became this deal. | Этой сделкой стал другой лид.';
comment on constraint lead_converted on sales.lead is
  'A converted lead has its client and deal, and no other has. | У ставшего клиентом есть клиент и сделка, у других нет.';
comment on constraint lead_disqualified on sales.lead is
  'A disqualified lead says why, and no other does. | У отклонённого есть причина, у других нет.';
select clients.describe_common('sales.lead'::regclass);
select system.business('sales.lead'::regclass);
select access.protect('sales.lead'::regclass, 'leads');
revoke insert (state, reason, party_id, contact_id, deal_id), update (state, reason, party_id, contact_id, deal_id)
  on sales.lead from crm_service;
insert into system.succession (place, rule, condition, function_name) values
  ('sales.lead.owner_id', 'hand_over', 'archived_at is null and state in (''new'', ''assigned'', ''qualified'')', null),
  ('sales.rule_member.account_id', 'delete', null, null);
select system.permit('{administrator}', '{assignment_rules,rule_members}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department,sales,read_only,auditor}', '{assignment_rules,rule_members}', '{read}', 'all'),
  system.permit('{administrator}', '{leads}', '{read,create,update,delete,export,import,convert}', 'all'),
  system.permit('{head_of_department}', '{leads}', '{read,create,update,delete,export,convert}', 'below'),
  system.permit('{sales}', '{leads}', '{read}', 'department'),
  system.permit('{sales}', '{leads}', '{create,update,delete,convert}', 'own'),
  system.permit('{accountant,read_only}', '{leads}', '{read}', 'all'),
  system.permit('{auditor}', '{leads}', '{read,export}', 'all');
