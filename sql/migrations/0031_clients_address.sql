-- 0031_clients_address: where a party is, delivers and gets its letters.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table clients.address (
  id bigint generated always as identity constraint address_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint not null
    constraint address_party_fkey references clients.party on delete cascade,
  kind text not null default 'actual'
    constraint address_kind_known check (
      kind in ('legal', 'actual', 'postal', 'delivery', 'billing', 'home')),
  country text constraint address_country_fkey references system.country,
  postal_code text constraint address_postal_code_length check (length(postal_code) <= 20),
  region text constraint address_region_length check (length(region) <= 200),
  city text constraint address_city_length check (length(city) <= 200),
  street text constraint address_street_length check (length(street) <= 500),
  is_primary boolean not null default false,
  notes text constraint address_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint address_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint address_external_key unique (external_source, external_key),
  constraint address_given check (
    coalesce(postal_code, region, city, street, country, '') <> ''),
  constraint address_one_primary exclude using btree (party_id with =, kind with =)
    where (is_primary)
);
create index address_party_idx on clients.address (party_id, id);
create index address_city_idx on clients.address (city, party_id);
create index address_country_idx on clients.address (country) where country is not null;

create function clients.address_tidy() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.postal_code := clients.tidy(new.postal_code);
  new.region := clients.tidy(new.region);
  new.city := clients.tidy(new.city);
  new.street := clients.tidy(new.street);
  return new;
end
$$;
comment on function clients.address_tidy is
  'Takes superfluous white space out of an address. | Убирает лишние пробелы из адреса.';
create trigger address_tidy before insert or update on clients.address
  for each row execute function clients.address_tidy();

comment on table clients.address is
  'Address: a place of a party. | Адрес: место контрагента.';
comment on column clients.address.party_id is 'Party: whose place. | Контрагент: чьё место.';
comment on column clients.address.kind is
  'Kind: what the place is for. | Вид: для чего место. {legal=Registered/Юридический, actual=Actual/Фактический, postal=Postal/Почтовый, delivery=Delivery/Доставка, billing=Billing/Для счетов, home=Home/Домашний}';
comment on column clients.address.country is
  'Country: ISO 3166-1. | Страна: по ISO 3166-1.';
comment on column clients.address.postal_code is 'Postal code: as written there. | Индекс: как принято там.';
comment on column clients.address.region is
  'Region: state, province or oblast. | Регион: область, край, республика.';
comment on column clients.address.city is 'City: town or village. | Город: или посёлок.';
comment on column clients.address.street is
  'Street: street, house, office. | Улица: улица, дом, офис.';
comment on column clients.address.is_primary is
  'Primary: the first of its kind to use. | Основной: первый из своего вида.';
comment on column clients.address.notes is
  'Notes: how to get there. | Заметки: как добраться.';
comment on constraint address_kind_known on clients.address is
  'The kind must be legal, actual, postal, delivery, billing or home. | Вид — юридический, фактический, почтовый, доставка, для счетов или домашний.';
comment on constraint address_country_fkey on clients.address is
  'There is no such country (ISO 3166-1, two letters). | Такой страны нет (ISO 3166-1, две буквы).';
comment on constraint address_postal_code_length on clients.address is
  'The postal code must have at most 20 characters. | Индекс должен быть не длиннее 20 знаков.';
comment on constraint address_region_length on clients.address is
  'The region must have at most 200 characters. | Регион должен быть не длиннее 200 знаков.';
comment on constraint address_city_length on clients.address is
  'The city must have at most 200 characters. | Город должен быть не длиннее 200 знаков.';
comment on constraint address_street_length on clients.address is
  'The street must have at most 500 characters. | Улица должна быть не длиннее 500 знаков.';
comment on constraint address_notes_length on clients.address is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint address_given on clients.address is
  'Give at least a country, region, city, street or postal code. | Укажите хотя бы страну, регион, город, улицу или индекс.';
comment on constraint address_one_primary on clients.address is
  'The party already has a primary address of this kind. | Основной адрес этого вида у контрагента уже есть.';
select clients.describe_common('clients.address'::regclass);

select system.business('clients.address'::regclass, 'party_id', 'clients.party'::regclass);
select access.protect_child(
  'clients.address'::regclass, 'parties', 'party_id', 'clients.party'::regclass);
