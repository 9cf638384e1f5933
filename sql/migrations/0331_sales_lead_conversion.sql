-- 0331_sales_lead_conversion: a lead becomes a client with contact and deal.
-- Why: one deal for one lead holds only under the lock of the lead. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the function.

-- Makes of a lead its client with contact and channels, or takes the client that is named, and a deal; answers the deal.
create function sales.convert_lead(
  p_id bigint, p_party bigint, p_pipeline bigint, p_title text, p_amount numeric, p_expected_on date) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  l constant sales.lead := sales.open_lead(p_id, 'convert');
  client bigint := p_party;
  person bigint;
  contact bigint;
  deal bigint;
begin
  if l.id is null then return null; end if;
  -- Here no policy says what the caller may see.
  if p_party is not null and not (clients.reaches(p_party, 'parties', 'read')
    and exists (select from clients.party as p where p.id = p_party and p.archived_at is null))
  then
    perform system.refuse('sales.lead'::regclass, 'lead_party_fkey', 'party_id');
  end if;
  if client is null then
    insert into clients.party (kind, name, country, customer, owner_id, department_id)
    values (case when l.company is null then 'person' else 'company' end, coalesce(l.company, l.name), l.country, true,
      l.owner_id, l.department_id) returning id into client;
  end if;
  if (select p.kind from clients.party as p where p.id = client) = 'company' then
    insert into clients.party (kind, name, country, owner_id, department_id)
    values ('person', l.name, l.country, l.owner_id, l.department_id) returning id into person;
    insert into clients.contact (company_id, person_id) values (client, person) returning id into contact;
  elsif p_party is null then
    person := client;
  end if;
  insert into clients.channel (party_id, kind, value)
  select person, c.kind, c.value from (values ('email', l.email), ('phone', l.phone)) as c (kind, value)
  where c.value is not null and person is not null;
  insert into sales.deal (title, party_id, contact_id, pipeline_id, amount, expected_on, source, opened_on, owner_id,
    department_id)
  values (coalesce(p_title, l.company, l.name), client, contact, coalesce(p_pipeline, 0), p_amount, p_expected_on,
    l.source, current_date, l.owner_id, l.department_id) returning id into deal;
  update sales.lead as o set state = 'converted', party_id = client, contact_id = contact, deal_id = deal
  where o.id = p_id;
  return deal;
end
$$;
comment on function sales.convert_lead is 'Makes client, contact and deal of a lead. | Делает из лида клиента, контакт и сделку.';
grant execute on function sales.convert_lead to crm_service;
