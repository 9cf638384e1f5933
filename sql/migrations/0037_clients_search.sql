-- 0037_clients_search: finds parties by any part of a name, by number, phone or e-mail.
-- Why: operators of contains-search are not leakproof, so row security keeps them from an index.
-- This runs as the owner, applies the caller's scope inside and only then cuts the candidates; the
-- policy judges every row once more. Kind: expand. Locks: clients.party, share, empty at install.
-- Time: about 10 s per million parties. Forward only.
create index party_words_idx on clients.party
  using gin ((name_key || ' ' || lower(coalesce(legal_name, ''))) ext.gin_trgm_ops)
  with (gin_pending_list_limit = 256);
create index party_code_idx on clients.party (lower(code)) where code is not null;

-- A pattern that stands for itself in like: \ % _ are escaped.
create function clients.like_escape(word text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
return regexp_replace(word, '([\\%_])', '\\\1', 'g');
comment on function clients.like_escape is
  'A word in which like sees no wildcards. | Слово, в котором like не видит подстановочных знаков.';

create function clients.search_party(q text) returns setof bigint
language plpgsql stable security definer rows 100
set search_path = pg_catalog set enable_seqscan = off as $$
declare
  most constant integer := 1000;
  key text := lower(clients.tidy(left(q, 200)));
  number text := clients.compact(left(q, 200));
  digits text := regexp_replace(left(q, 200), '[^0-9]', '', 'g');
  words text[] := array(
    select '%' || clients.like_escape(word) || '%'
    from unnest(string_to_array(key, ' ')) as w (word) order by length(word) desc, word);
  -- One condition a word, so that the index intersects them.
  contains text := (
    select string_agg(format(
      '(p.name_key || '' '' || lower(coalesce(p.legal_name, ''''))) like ($3)[%s]', place), ' and ')
    from generate_series(1, least(cardinality(words), 8)) as place);
  everything boolean := access.everything('parties', 'read');
  departments bigint[] := coalesce(access.departments('parties', 'read'), '{}');
  owners bigint[] := coalesce(access.owners('parties', 'read'), '{}');
  scope text := case when everything then 'true'
    else '(p.department_id = any ($1) or p.owner_id = any ($2))' end;
  found bigint[];
begin
  if key is null or not (everything or cardinality(departments) > 0 or cardinality(owners) > 0) then
    return;
  end if;
  execute format(
    'select array(select p.id from clients.party as p
       where (p.name_key >= $3 collate "C" and p.name_key < $3 || $4 collate "C") and %1$s
       order by p.name_key, p.id limit $5)', scope)
    into found using departments, owners, key, U&'\+10FFFF', most;
  return query select unnest(found);
  return query execute format(
    'select p.id from clients.party as p where (p.inn = $3 or lower(p.code) = $4) and %1$s limit $5',
    scope) using departments, owners, number, key, most;
  if position('@' in key) > 0 or length(digits) between 5 and 15 then
    return query execute format(
      'select p.id from clients.party as p where p.id in (
         select c.party_id from clients.channel as c where c.value = any ($3)) and %1$s limit $4',
      scope) using departments, owners,
      array[key, '+' || digits, clients.phone(left(q, 200), null)], most;
  end if;
  if cardinality(found) < most and length(words[1]) >= 5
    and (key ~ '[[:alpha:]]' or length(digits) < 7) then
    return query execute format(
      'select p.id from clients.party as p where %s and %s limit $4', contains, scope)
      using departments, owners, words[1:8], most;
  end if;
end
$$;
comment on function clients.search_party is
  'Candidates for a search by name, INN, code, phone or e-mail, within what the caller may see; at most 1,000 of each kind. | Кандидаты поиска по названию, ИНН, коду, телефону или почте в пределах видимого вызывающему; не более 1000 каждого вида.';
grant execute on function clients.search_party
  to crm_service, crm_limited, crm_reader, crm_report;
