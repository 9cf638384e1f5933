-- 0025_clients_party_group: the tree of groups that parties are sorted into.
-- Why: terms, price lists and rights are given to a group once. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table clients.party_group (
  id bigint generated always as identity constraint party_group_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null
    constraint party_group_name_length check (length(name) between 1 and 200),
  name_key text collate "C" generated always as (lower(name)) stored,
  code text
    constraint party_group_code_length check (length(code) between 1 and 50)
    constraint party_group_code_key unique,
  parent_id bigint
    constraint party_group_parent_fkey references clients.party_group
    constraint party_group_not_itself check (parent_id <> id),
  description text
    constraint party_group_description_length check (length(description) <= 2000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint party_group_name_key unique nulls not distinct (parent_id, name_key),
  constraint party_group_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint party_group_external_key unique (external_source, external_key)
);
create index party_group_name_idx on clients.party_group (name_key, id);

create constraint trigger party_group_no_circle
  after insert or update of parent_id on clients.party_group
  for each row when (new.parent_id is not null) execute function clients.refuse_cycle();

comment on table clients.party_group is
  'Party group: a place in the tree that companies and people are sorted into. | Группа контрагентов: место в дереве, по которому распределены компании и люди.';
comment on column clients.party_group.name is
  'Name: unique among its neighbours in the tree. | Название: единственное среди соседей по дереву.';
comment on column clients.party_group.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on column clients.party_group.code is
  'Code: a short name of the house. | Код: краткое обозначение.';
comment on column clients.party_group.parent_id is
  'Above: the group this one belongs to. | Вышестоящая группа: куда входит эта.';
comment on column clients.party_group.description is
  'Description: who belongs here. | Описание: кто сюда относится.';
comment on constraint party_group_name_length on clients.party_group is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint party_group_name_key on clients.party_group is
  'There is already a group of this name in the same place. | Группа с таким названием на этом месте уже есть.';
comment on constraint party_group_code_length on clients.party_group is
  'The code must have 1 to 50 characters. | Код должен быть от 1 до 50 знаков.';
comment on constraint party_group_code_key on clients.party_group is
  'This code is already given to another group. | Этот код уже занят другой группой.';
comment on constraint party_group_parent_fkey on clients.party_group is
  'There is no such group above. | Такой вышестоящей группы нет.';
comment on constraint party_group_not_itself on clients.party_group is
  'A group cannot belong to itself. | Группа не может входить в саму себя.';
comment on constraint party_group_description_length on clients.party_group is
  'The description must have at most 2,000 characters. | Описание должно быть не длиннее 2000 знаков.';
comment on trigger party_group_no_circle on clients.party_group is
  'The groups would form a circle. | Группы замкнулись бы в круг.';

select clients.describe_common('clients.party_group'::regclass);
select system.business('clients.party_group'::regclass);
select access.protect_shared('clients.party_group'::regclass, 'party_groups');
