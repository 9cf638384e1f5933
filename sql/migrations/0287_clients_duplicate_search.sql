-- 0287_clients_duplicate_search: parties that one may be, before and after it is entered.
-- Why: who enters a party must be told of those like it, and of none that he may not see. The scope is applied inside
-- and what is found cut afterwards. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.

-- How far a right of the caller reaches over a party, for functions that run as the owner.
create function clients.reaches(p_party bigint, p_resource text, p_action text) returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  select exists (
    select from clients.party as p
    where p.id = p_party and (access.everything(p_resource, p_action)
      or p.department_id = any (access.departments(p_resource, p_action))
      or p.owner_id = any (access.owners(p_resource, p_action))));
end;
comment on function clients.reaches is
  'Whether a right of the caller reaches a party. | Распространяется ли право вызывающего на контрагента.';

-- Each way to be alike is one witness; the ways in which names are alike are one together.
create function clients.duplicate_score(p_reasons text[], p_similarity real) returns numeric
language sql immutable parallel safe set search_path = pg_catalog
return round(1 - (1 - case
    when 'spelling' = any (p_reasons) then 0.90 when 'name' = any (p_reasons) then 0.85
    when 'latin' = any (p_reasons) then 0.75
    when 'similar' = any (p_reasons) then 0.75 * coalesce(p_similarity, 0)::numeric else 0 end)
  * (case when 'tax' = any (p_reasons) then 0.10 else 1 end)
  * (case when 'phone' = any (p_reasons) then 0.50 else 1 end)
  * (case when 'email' = any (p_reasons) then 0.40 else 1 end), 3);
comment on function clients.duplicate_score is
  'How likely two parties are one, 0 to 1. | Насколько вероятно, что два контрагента — один, от 0 до 1.';

-- A key that thousands share gives a hundred of them; what is like in other ways too stands before.
create function clients.match_parties(p_kinds text[], p_keys text[], p_self bigint)
returns table (party_id bigint, score numeric, reasons text[])
language plpgsql stable security definer rows 50
set search_path = pg_catalog as $$
declare
  everything constant boolean := access.everything('parties', 'read');
  departments constant bigint[] := coalesce(access.departments('parties', 'read'), '{}');
  owners constant bigint[] := coalesce(access.owners('parties', 'read'), '{}');
begin
  perform set_config('pg_trgm.similarity_threshold', '0.5', true);
  return query
    with wanted as (
      select distinct w.kind, w.key from unnest(p_kinds, p_keys) as w (kind, key) where w.key <> ''
    ),
    found as (
      select f.id, w.kind as reason, null::real as near
      from wanted as w cross join lateral (
        select p.id from clients.party_duplicate_key as k join clients.party as p on p.id = k.party_id
        where k.kind = w.kind and k.key = w.key and p.archived_at is null and p.id is distinct from p_self
          and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
        order by p.id limit 100) as f
      union all
      select f.id, 'similar', f.near
      from wanted as w cross join lateral (
        select p.id, ext.similarity(k.key, w.key) as near
        from clients.party_duplicate_key as k join clients.party as p on p.id = k.party_id
        where k.kind = 'latin' and k.key operator(ext.%) w.key and k.key <> w.key
          and p.archived_at is null and p.id is distinct from p_self
          and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
        order by ext.similarity(k.key, w.key) desc, p.id limit 50) as f
      where w.kind = 'latin'
    ),
    judged as (
      select f.id, array_agg(distinct f.reason) as why, max(f.near) as near from found as f group by f.id
    )
    select j.id, clients.duplicate_score(j.why, j.near), j.why from judged as j
    order by 2 desc, j.id limit 50;
end
$$;
comment on function clients.match_parties is
  'Parties with such keys, within what the caller may see, the likeliest first. | Контрагенты с такими ключами в пределах видимого, начиная с вероятнейших.';

create function clients.candidates_shown(p_kinds text[], p_keys text[], p_self bigint) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  select jsonb_build_object('data', coalesce(jsonb_agg(jsonb_build_object(
    'party_id', p.id, 'name', p.name, 'inn', p.inn, 'score', m.score::text, 'reasons', m.reasons)
    order by m.score desc, p.id), '[]'))
  from clients.match_parties(p_kinds, p_keys, p_self) as m join clients.party as p on p.id = m.party_id;
end;
comment on function clients.candidates_shown is
  'Candidates as they are answered. | Кандидаты в виде ответа.';

-- Before a party is entered.
create function clients.find_duplicates(p_name text, p_legal_name text, p_inn text, p_vat_number text,
  p_country text, p_phone text, p_email text) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  select clients.candidates_shown(array_agg(k.kind), array_agg(k.key), null)
  from (
    select n.kind, n.key from clients.name_keys(p_name) as n
    union select n.kind, n.key from clients.name_keys(p_legal_name) as n
    union select 'tax', clients.compact(p_inn)
    union select 'tax', clients.compact(p_vat_number)
    union select 'phone', clients.phone(p_phone, p_country)
    union select 'email', lower(clients.tidy(p_email))
  ) as k where k.key is not null;
end;
comment on function clients.find_duplicates is
  'Parties like one that is not entered yet. | Контрагенты, похожие на ещё не внесённого.';

create function clients.keys_of(p_party bigint, out kinds text[], out keys text[])
language sql stable security definer set search_path = pg_catalog
begin atomic
  select array_agg(k.kind), array_agg(k.key) from clients.party_duplicate_key as k
  where k.party_id = p_party and clients.reaches(p_party, 'parties', 'read');
end;
comment on function clients.keys_of is
  'The keys of a party that the caller sees. | Ключи видимого вызывающему контрагента.';

-- Null for a party that the caller does not see.
create function clients.duplicates_of(p_party bigint) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  select clients.candidates_shown(k.kinds, k.keys, p.id)
  from clients.party as p cross join lateral clients.keys_of(p.id) as k where p.id = p_party;
end;
comment on function clients.duplicates_of is
  'Parties like another. | Контрагенты, похожие на данного.';
grant execute on function clients.reaches, clients.match_parties, clients.candidates_shown, clients.find_duplicates,
  clients.keys_of, clients.duplicates_of, clients.name_keys, clients.name_words, clients.name_spelling, clients.latin
  to crm_service, crm_limited, crm_reader;
