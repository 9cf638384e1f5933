-- 0026_clients_party: the register of companies and people.
-- Why: everything else in the product speaks of a party. One register for all roles: the same
-- company may buy, sell and be a partner. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table clients.party (
  id bigint generated always as identity constraint party_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint party_owner_fkey references access.account,
  department_id bigint constraint party_department_fkey references access.department,
  kind text not null default 'company'
    constraint party_kind_known check (kind in ('company', 'person')),
  name text not null constraint party_name_length check (length(name) between 1 and 300),
  name_key text collate "C" generated always as (lower(name)) stored,
  legal_name text constraint party_legal_name_length check (length(legal_name) <= 500),
  customer boolean not null default false,
  supplier boolean not null default false,
  partner boolean not null default false,
  code text
    constraint party_code_length check (length(code) <= 50)
    constraint party_code_key unique,
  inn text constraint party_inn_valid check (clients.inn_valid(inn)),
  kpp text constraint party_kpp_valid check (clients.kpp_valid(kpp)),
  ogrn text constraint party_ogrn_valid check (clients.ogrn_valid(ogrn)),
  vat_number text,
  country text constraint party_country_fkey references system.country,
  currency text constraint party_currency_fkey references system.currency,
  language text
    constraint party_language_form check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  rating integer constraint party_rating_range check (rating between 1 and 5),
  party_group_id bigint constraint party_group_fkey references clients.party_group,
  parent_id bigint
    constraint party_parent_fkey references clients.party
    constraint party_not_itself check (parent_id <> id),
  notes text constraint party_notes_length check (length(notes) <= 10000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint party_vat_valid check (clients.vat_valid(vat_number, country)),
  constraint party_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint party_external_key unique (external_source, external_key)
);

create function clients.party_tidy() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.name := coalesce(clients.tidy(new.name), '');
  new.legal_name := clients.tidy(new.legal_name);
  new.code := clients.tidy(new.code);
  new.inn := clients.compact(new.inn);
  new.kpp := clients.compact(new.kpp);
  new.ogrn := clients.compact(new.ogrn);
  new.vat_number := clients.compact(new.vat_number);
  return new;
end
$$;
comment on function clients.party_tidy is
  'Brings names and requisites to one form. | Приводит названия и реквизиты к одному виду.';

create trigger party_tidy before insert or update on clients.party
  for each row execute function clients.party_tidy();

create constraint trigger party_no_circle
  after insert or update of parent_id on clients.party
  for each row when (new.parent_id is not null) execute function clients.refuse_cycle();
