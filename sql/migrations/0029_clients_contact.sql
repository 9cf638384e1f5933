-- 0029_clients_contact: who works where: a person is a contact of many companies.
-- Why: people change employers and hold several; the link has a position and dates.
-- Kind: expand. Locks: clients.party, empty (trigger). Time: milliseconds. Forward only.
create table clients.contact (
  id bigint generated always as identity constraint contact_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  company_id bigint not null
    constraint contact_company_fkey references clients.party on delete cascade,
  person_id bigint not null
    constraint contact_person_fkey references clients.party,
  position text constraint contact_position_length check (length(position) <= 200),
  main boolean not null default false,
  valid_from date,
  valid_until date,
  notes text constraint contact_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint contact_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint contact_external_key unique (external_source, external_key),
  constraint contact_dates check (valid_from <= valid_until),
  constraint contact_no_overlap exclude using gist (
    company_id ext.gist_int8_ops with =, person_id ext.gist_int8_ops with =,
    daterange(valid_from, valid_until, '[]') with &&)
);
create index contact_company_idx on clients.contact (company_id, id);
create index contact_person_idx on clients.contact (person_id, id);

-- Both triggers look past the policies: a company stays a company for everybody.
create function clients.contact_kinds() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from clients.party where id = new.company_id and kind = 'company') then
    raise exception 'not a company' using errcode = 'check_violation', schema = 'clients',
      table = 'contact', column = 'company_id', constraint = 'contact_of_company';
  elsif not exists (select from clients.party where id = new.person_id and kind = 'person') then
    raise exception 'not a person' using errcode = 'check_violation', schema = 'clients',
      table = 'contact', column = 'person_id', constraint = 'contact_is_person';
  end if;
  return null;
end
$$;
comment on function clients.contact_kinds is
  'Refuses a contact whose company is a person or whose person is a company. | Отклоняет контакт, где организация и человек перепутаны.';
create constraint trigger contact_of_company
  after insert or update of company_id on clients.contact
  for each row execute function clients.contact_kinds();
create constraint trigger contact_is_person
  after insert or update of person_id on clients.contact
  for each row execute function clients.contact_kinds();

create function clients.party_kind_kept() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from clients.contact where company_id = new.id or person_id = new.id) then
    raise exception 'the party has contacts' using errcode = 'check_violation', schema = 'clients',
      table = 'party', column = 'kind', constraint = 'party_kind_kept';
  end if;
  return null;
end
$$;
comment on function clients.party_kind_kept is
  'Refuses to turn a company into a person, or back, while contacts hang on it. | Не даёт сменить вид контрагента, пока на нём есть контакты.';
create constraint trigger party_kind_kept
  after update of kind on clients.party
  for each row when (old.kind <> new.kind) execute function clients.party_kind_kept();

comment on table clients.contact is
  'Contact: a person in a company, with position and dates. | Контакт: человек в организации, с должностью и сроком.';
comment on column clients.contact.company_id is
  'Company: where the person works. | Организация: где человек работает.';
comment on column clients.contact.person_id is
  'Person: who works there. | Человек: кто там работает.';
comment on column clients.contact.position is
  'Position: what the person is there. | Должность: кем работает.';
comment on column clients.contact.main is
  'Main: the first one to turn to. | Основной: к кому обращаться прежде всего.';
comment on column clients.contact.valid_from is
  'From: first day, open when empty. | С: первый день; пусто — без начала.';
comment on column clients.contact.valid_until is
  'Until: last day, open when empty. | По: последний день; пусто — без конца.';
comment on column clients.contact.notes is
  'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on constraint contact_company_fkey on clients.contact is
  'There is no such company. | Такой организации нет.';
comment on constraint contact_person_fkey on clients.contact is
  'There is no such person. | Такого человека нет.';
comment on trigger contact_of_company on clients.contact is
  'A contact works in a company, not in a person. | Контакт работает в организации, а не у физического лица.';
comment on trigger contact_is_person on clients.contact is
  'A contact is a person, not a company. | Контакт — физическое лицо, а не организация.';
comment on constraint contact_position_length on clients.contact is
  'The position must have at most 200 characters. | Должность должна быть не длиннее 200 знаков.';
comment on constraint contact_notes_length on clients.contact is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint contact_dates on clients.contact is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint contact_no_overlap on clients.contact is
  'This person is already a contact of this company in that time. | Этот человек уже контакт этой организации в это время.';
comment on trigger party_kind_kept on clients.party is
  'A party with contacts keeps its kind. | У контрагента с контактами вид не меняется.';
select clients.describe_common('clients.contact'::regclass);

select system.business('clients.contact'::regclass, 'company_id', 'clients.party'::regclass);
select access.protect_child(
  'clients.contact'::regclass, 'parties', 'company_id', 'clients.party'::regclass);
create policy contact_person_visible_insert on clients.contact as restrictive for insert
  with check (exists (select from clients.party as p where p.id = person_id));
create policy contact_person_visible_update on clients.contact as restrictive for update
  using (true) with check (exists (select from clients.party as p where p.id = person_id));
comment on policy contact_person_visible_insert on clients.contact is
  'A person that one may not see cannot be named. | Нельзя указать человека, которого не видно.';
comment on policy contact_person_visible_update on clients.contact is
  'A person that one may not see cannot be named. | Нельзя указать человека, которого не видно.';
