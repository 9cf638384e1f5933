-- 0037_clients_search: finds parties by any part of a name, by number, phone or e-mail.
-- Why: operators of contains-search are not leakproof, so row security keeps them from an index.
-- This runs as the owner, applies the caller's scope inside and only then cuts the candidates; the
-- policy judges every row once more. What is found must not take longer in a larger register: a
-- rare part is looked up by pieces of six letters, whose lists of rows are short (those of
-- trigrams are long), and a common word by B-trees that end after as many rows as are wanted.
-- Kind: expand. Locks: clients.party, share, empty at install. Time: about 40 s per million
-- parties. Forward only.
create function clients.pieces(words text) returns tsvector
language sql immutable strict parallel safe set search_path = pg_catalog
return array_to_tsvector(array(
  select substr(word, place, 6)
  from unnest(string_to_array(words, ' ')) as w (word)
  cross join generate_series(1, greatest(length(word) - 2, 1)) as p (place)
  where word <> ''));
comment on function clients.pieces is
  'Six letters from every place in every word, fewer at its end. | По шесть букв с каждого места каждого слова, в конце слова меньше.';
-- Who writes a party computes its entries in the index.
grant execute on function clients.pieces to crm_service, crm_limited, crm_reader, crm_report;

-- A word of six letters or more has its pieces in the index; a shorter one begins one of them.
create function clients.pieces_wanted(words text[]) returns tsquery
language sql immutable strict parallel safe set search_path = pg_catalog
return (
  select string_agg(
    '''' || replace(replace(piece, '\', '\\'), '''', '''''') || ''''
      || case when length(piece) < 6 then ':*' else '' end, ' & ')::tsquery
  from unnest(words) as w (word)
  cross join generate_series(1, greatest(length(word) - 5, 1)) as p (place)
  cross join substr(word, place, 6) as piece
  where length(word) >= 3);
comment on function clients.pieces_wanted is
  'Asks the index of pieces for parts of words. | Запрос к индексу кусков по частям слов.';

create index party_pieces_idx on clients.party
  using gin (clients.pieces(name_key || ' ' || lower(coalesce(legal_name, ''))))
  with (gin_pending_list_limit = 256);
create index party_second_word_idx on clients.party (split_part(name_key, ' ', 2), id)
  where split_part(name_key, ' ', 2) <> '';
create index party_third_word_idx on clients.party (split_part(name_key, ' ', 3), id)
  where split_part(name_key, ' ', 3) <> '';
create index party_fourth_word_idx on clients.party (split_part(name_key, ' ', 4), id)
  where split_part(name_key, ' ', 4) <> '';
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
  key text collate "C" := lower(clients.tidy(left(q, 200)));
  beyond text collate "C" := key || U&'\+10FFFF';
  number text := clients.compact(left(q, 200));
  digits text := regexp_replace(left(q, 200), '[^0-9]', '', 'g');
  words text[] := (array(
    select word from unnest(string_to_array(key, ' ')) as w (word)
    order by length(word) desc, word))[1:8];
  everything boolean := access.everything('parties', 'read');
  departments bigint[] := coalesce(access.departments('parties', 'read'), '{}');
  owners bigint[] := coalesce(access.owners('parties', 'read'), '{}');
  found bigint[];
begin
  if key is null or not (everything or cardinality(departments) > 0 or cardinality(owners) > 0) then
    return;
  end if;
  found := array(
    select p.id from clients.party as p
    where p.name_key >= key and p.name_key < beyond
      and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
    order by p.name_key, p.id limit 1000);
  return query select unnest(found);
  return query
    select p.id from clients.party as p
    where (p.inn = number or lower(p.code) = key)
      and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
    limit 1000;
  if position('@' in key) > 0 or length(digits) between 5 and 15 then
    -- key is in the collation of names; the index of channels is not.
    return query
      select p.id from clients.party as p
      where p.id in (
          select c.party_id from clients.channel as c
          where c.value in (key collate "default", '+' || digits, clients.phone(left(q, 200), null)))
        and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
      limit 1000;
  end if;
  if cardinality(found) >= 1000 or length(words[1]) < 3
    or (key !~ '[[:alpha:]]' and length(digits) >= 7) then
    return;
  end if;
  if cardinality(words) = 1 then
    found := array(
      select w.id from (
        (select p.id from clients.party as p
          where split_part(p.name_key, ' ', 2) >= key and split_part(p.name_key, ' ', 2) < beyond
            and split_part(p.name_key, ' ', 2) <> ''
            and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
          order by split_part(p.name_key, ' ', 2), p.id limit 1000)
        union all
        (select p.id from clients.party as p
          where split_part(p.name_key, ' ', 3) >= key and split_part(p.name_key, ' ', 3) < beyond
            and split_part(p.name_key, ' ', 3) <> ''
            and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
          order by split_part(p.name_key, ' ', 3), p.id limit 1000)
        union all
        (select p.id from clients.party as p
          where split_part(p.name_key, ' ', 4) >= key and split_part(p.name_key, ' ', 4) < beyond
            and split_part(p.name_key, ' ', 4) <> ''
            and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
          order by split_part(p.name_key, ' ', 4), p.id limit 1000)) as w
      limit 1000);
    if cardinality(found) >= 1000 then
      return query select unnest(found);
      return;
    end if;
  end if;
  return query
    select p.id from clients.party as p
    where clients.pieces(p.name_key || ' ' || lower(coalesce(p.legal_name, '')))
        @@ clients.pieces_wanted(words)
      and (p.name_key || ' ' || lower(coalesce(p.legal_name, '')))
        like all (array(select '%' || clients.like_escape(word) || '%' from unnest(words) as w (word)))
      and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
    limit 1000;
end
$$;
comment on function clients.search_party is
  'Candidates for a search by name, INN, code, phone or e-mail, within what the caller may see; at most 1,000 of each kind. | Кандидаты поиска по названию, ИНН, коду, телефону или почте в пределах видимого вызывающему; не более 1000 каждого вида.';
grant execute on function clients.search_party
  to crm_service, crm_limited, crm_reader, crm_report;
