-- 0034_clients_tag: free marks on parties.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table clients.tag (
  id bigint generated always as identity constraint tag_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint tag_name_length check (length(name) between 1 and 100),
  name_key text collate "C" generated always as (lower(name)) stored,
  color text constraint tag_color_form check (color ~ '^#[0-9a-f]{6}$'),
  external_source text,
  external_key text,
  constraint tag_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint tag_external_key unique (external_source, external_key),
  constraint tag_name_key unique (name_key)
);

create table clients.party_tag (
  id bigint generated always as identity constraint party_tag_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint not null
    constraint party_tag_party_fkey references clients.party on delete cascade,
  tag_id bigint not null
    constraint party_tag_tag_fkey references clients.tag,
  external_source text,
  external_key text,
  constraint party_tag_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint party_tag_external_key unique (external_source, external_key),
  constraint party_tag_key unique (party_id, tag_id)
);
create index party_tag_party_idx on clients.party_tag (party_id, id);
create index party_tag_tag_idx on clients.party_tag (tag_id, party_id);

comment on table clients.tag is
  'Tag: a free mark of the house. | Метка: свободная пометка.';
comment on column clients.tag.name is 'Name: of the tag. | Название: метки.';
comment on column clients.tag.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on column clients.tag.color is
  'Colour: on the page, for example #3366cc. | Цвет: на странице, например #3366cc.';
comment on constraint tag_name_length on clients.tag is
  'The name must have 1 to 100 characters. | Название должно быть от 1 до 100 знаков.';
comment on constraint tag_color_form on clients.tag is
  'The colour must be # and six hexadecimal digits in small letters. | Цвет — знак # и шесть шестнадцатеричных цифр строчными.';
comment on constraint tag_name_key on clients.tag is
  'There is already a tag of this name. | Метка с таким названием уже есть.';
comment on table clients.party_tag is
  'Tag of a party: a mark that is set on it. | Метка контрагента: пометка, стоящая на нём.';
comment on column clients.party_tag.party_id is
  'Party: that is marked. | Контрагент: который помечен.';
comment on column clients.party_tag.tag_id is 'Tag: the mark. | Метка: пометка.';
comment on constraint party_tag_tag_fkey on clients.party_tag is
  'There is no such tag, or parties still bear it. | Такой метки нет, либо она ещё стоит на контрагентах.';
comment on constraint party_tag_key on clients.party_tag is
  'The party already bears this tag. | Эта метка на контрагенте уже стоит.';
select clients.describe_common('clients.tag'::regclass);
select clients.describe_common('clients.party_tag'::regclass);

select system.business('clients.tag'::regclass);
select access.protect_shared('clients.tag'::regclass, 'tags');
select system.business('clients.party_tag'::regclass, 'party_id', 'clients.party'::regclass);
select access.protect_child(
  'clients.party_tag'::regclass, 'parties', 'party_id', 'clients.party'::regclass);
