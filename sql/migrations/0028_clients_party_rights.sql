-- 0028_clients_party_rights: indexes that lists and policies read by, and who may see a party.
-- Why: lists are sorted by these keys and narrowed by owner or department; a parent that one may
-- not see cannot be named. Kind: expand. Locks: clients.party, empty. Time: ms. Forward only.
create index party_name_idx on clients.party (name_key, id);
create index party_created_idx on clients.party (created_at, id);
create index party_updated_idx on clients.party (updated_at, id);
create index party_owner_idx on clients.party (owner_id, name_key, id);
create index party_department_idx on clients.party (department_id, name_key, id);
create index party_group_idx on clients.party (party_group_id) where party_group_id is not null;
create index party_parent_idx on clients.party (parent_id) where parent_id is not null;
create index party_country_idx on clients.party (country) where country is not null;
create index party_currency_idx on clients.party (currency) where currency is not null;
create index party_inn_idx on clients.party (inn) where inn is not null;

select system.business('clients.party'::regclass);
select access.protect('clients.party'::regclass, 'parties');

create policy party_parent_visible_insert on clients.party as restrictive for insert
  with check (parent_id is null or access.sees('clients.party', parent_id));
create policy party_parent_visible_update on clients.party as restrictive for update
  using (true) with check (parent_id is null or access.sees('clients.party', parent_id));
comment on policy party_parent_visible_insert on clients.party is
  'A parent that one may not see cannot be named. | Нельзя указать головную организацию, которой не видно.';
comment on policy party_parent_visible_update on clients.party is
  'A parent that one may not see cannot be named. | Нельзя указать головную организацию, которой не видно.';
