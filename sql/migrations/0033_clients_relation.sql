-- 0033_clients_relation: how parties stand to each other, beside parent and contact.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table clients.relation (
  id bigint generated always as identity constraint relation_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint not null
    constraint relation_party_fkey references clients.party on delete cascade,
  other_id bigint not null
    constraint relation_other_fkey references clients.party,
  kind text not null
    constraint relation_kind_known check (
      kind in ('owns', 'represents', 'refers', 'competes', 'supplies', 'relative', 'other')),
  valid_from date,
  valid_until date,
  notes text constraint relation_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint relation_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint relation_external_key unique (external_source, external_key),
  constraint relation_not_itself check (party_id <> other_id),
  constraint relation_dates check (valid_from <= valid_until),
  constraint relation_no_overlap exclude using gist (
    party_id ext.gist_int8_ops with =, other_id ext.gist_int8_ops with =,
    kind ext.gist_text_ops with =, daterange(valid_from, valid_until, '[]') with &&)
);
create index relation_party_idx on clients.relation (party_id, id);
create index relation_other_idx on clients.relation (other_id, id);

comment on table clients.relation is
  'Relation: how one party stands to another. | Связь: как один контрагент относится к другому.';
comment on column clients.relation.party_id is 'Party: the one who acts. | Контрагент: кто действует.';
comment on column clients.relation.other_id is
  'Other party: the one acted upon. | Другой контрагент: на кого направлено.';
comment on column clients.relation.kind is
  'Kind: what the party does to the other. | Вид: что контрагент делает с другим. {owns=Owns/Владеет, represents=Represents/Представляет, refers=Refers/Рекомендует, competes=Competes with/Конкурирует, supplies=Supplies/Поставляет, relative=Relative of/Родственник, other=Other/Другое}';
comment on column clients.relation.valid_from is
  'From: first day, open when empty. | С: первый день; пусто — без начала.';
comment on column clients.relation.valid_until is
  'Until: last day, open when empty. | По: последний день; пусто — без конца.';
comment on column clients.relation.notes is
  'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on constraint relation_other_fkey on clients.relation is
  'There is no such other party. | Другого контрагента нет.';
comment on constraint relation_kind_known on clients.relation is
  'This kind of relation is not known. | Такой вид связи не известен.';
comment on constraint relation_notes_length on clients.relation is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint relation_not_itself on clients.relation is
  'A party cannot be related to itself. | Контрагент не может быть связан с самим собой.';
comment on constraint relation_dates on clients.relation is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint relation_no_overlap on clients.relation is
  'This relation is already entered for that time. | Эта связь на это время уже внесена.';
select clients.describe_common('clients.relation'::regclass);

select system.business('clients.relation'::regclass, 'party_id', 'clients.party'::regclass);
select access.protect_child(
  'clients.relation'::regclass, 'parties', 'party_id', 'clients.party'::regclass);
create policy relation_other_visible_insert on clients.relation as restrictive for insert
  with check (exists (select from clients.party as p where p.id = other_id));
create policy relation_other_visible_update on clients.relation as restrictive for update
  using (true) with check (exists (select from clients.party as p where p.id = other_id));
comment on policy relation_other_visible_insert on clients.relation is
  'A party that one may not see cannot be named. | Нельзя указать контрагента, которого не видно.';
comment on policy relation_other_visible_update on clients.relation is
  'A party that one may not see cannot be named. | Нельзя указать контрагента, которого не видно.';
