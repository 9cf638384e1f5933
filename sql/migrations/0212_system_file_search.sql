-- 0212_system_file_search: how texts of files are read by the job, and found by those who see the files.
-- Why: the operator of the index of words is not leakproof, so under a policy of its own it would never be used. Match
-- and sight therefore stand in one policy: the index finds, the policies of files judge every match, and neither
-- counts nor excerpts tell of a file that the caller does not see. Kind: expand. Locks: system.file_text, for
-- milliseconds. Time: milliseconds. Forward only.

-- Takes the next one. Who has made a reader fail three times is let be.
create function system.take_text(p_waits text[], out file_id bigint, out number integer, out name text,
  out type text, out size bigint, out content_id bigint)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  next system.file_text;
begin
  perform system.require_own_work();
  loop
    select t.* into next from system.file_text as t where t.waits_for = any (p_waits)
    order by t.file_id limit 1 for update skip locked;
    if not found then
      return;
    end if;
    if next.tries < 3 then
      update system.file_text as t set tries = next.tries + 1, waits_for = 'job' where t.file_id = next.file_id;
      select next.file_id, next.number, f.name, v.type, v.size, v.content_id
      into file_id, number, name, type, size, content_id
      from system.file as f join system.file_version as v on v.file_id = f.id and v.number = next.number
      where f.id = next.file_id;
      return;
    end if;
    perform system.keep_text(next.file_id, next.number, 'unreadable', 'gave_up', null);
  end loop;
end
$$;
comment on function system.take_text is
  'The next file that is to be read, of those that wait for the job or for a program; nulls where none waits. | Следующий файл на чтение из ожидающих задания или программы; пусто, если таких нет.';

-- Of what waits alone: the service has no other way to bytes without an account.
create function system.text_piece(p_content bigint, p_start bigint) returns bytea
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  perform system.require_own_work();
  return (
    select substr(p.bytes, (p_start - p.start)::integer + 1) from system.content_piece as p
    where p.content_id = p_content and p.start <= p_start and exists (
      select from system.file_version as v join system.file_text as t on t.file_id = v.file_id and t.number = v.number
      where v.content_id = p_content and t.waits_for is not null)
    order by p.start desc limit 1);
end
$$;
comment on function system.text_piece is
  'The bytes of a file that is to be read, from a place to the end of a piece. | Байты файла на чтение от места до конца части.';

-- What an index of words cannot hold (1 MiB) is shortened until it can.
create function system.keep_text(p_file bigint, p_number integer, p_state text, p_reason text, p_content text)
returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept text := left(p_content, 1000000);
  found_words tsvector;
begin
  perform system.require_own_work();
  loop
    begin
      found_words := coalesce(system.words(kept), ''::tsvector);
      exit;
    exception when program_limit_exceeded then
      kept := left(kept, length(kept) / 2);
    end;
  end loop;
  if p_state = 'read' and length(kept) < length(p_content) then
    p_state := 'partial';
    p_reason := 'too_long';
  end if;
  update system.file_text as t set content = kept,
    waits_for = case when p_reason = 'no_reader' then 'pdftotext' end,
    tries = case when p_reason = 'no_reader' then 0 else t.tries end,
    words = found_words || system.words_of_name(f.name)
  from system.file as f
  where t.file_id = p_file and t.number = p_number and t.waits_for is not null and f.id = p_file;
  if found then
    update system.file_version as v set text_state = p_state, text_reason = p_reason
    where v.file_id = p_file and v.number = p_number;
  end if;
end
$$;
comment on function system.keep_text is
  'Keeps what a version says, or why nobody knows; nothing where it has been replaced meanwhile. | Сохраняет текст версии или причину его отсутствия; ничего, если её уже заменили.';
grant execute on function system.take_text, system.text_piece, system.keep_text to crm_service;

-- No query, no rows; the words that are looked for stand in a setting, as the caller himself does.
create function system.sought() returns tsquery
language plpgsql stable set search_path = pg_catalog as $$
declare
  said constant text := translate(left(current_setting('crm.sought', true), 500), 'ёЁ', 'еЕ');
  russian constant tsquery := websearch_to_tsquery('pg_catalog.russian', said);
  english constant tsquery := websearch_to_tsquery('pg_catalog.english', said);
begin
  -- A word that shall not be there is known by its stem alone: English ones have theirs in Russian too.
  return case when querytree(russian) in ('', 'T') then null
    when numnode(english) = 0 or russian::text ~ '!' then russian else russian || english end;
end
$$;
comment on function system.sought is
  'What is looked for in files; null for nothing that an index could find. | Что ищется в файлах; null, если искать по индексу нечего.';
grant execute on function system.sought to crm_service, crm_limited, crm_reader;

select access.make_policy('system.file_text'::regclass, 'select',
  'words @@ (select system.sought()) and case when system.looks_ended() then file_id in (select system.seen_files())'
  ' else system.sees_versions(file_id) end');
grant select (file_id, number, content, words) on system.file_text to crm_service, crm_limited, crm_reader;

-- The job leaves the marks U+E000 and U+E001 out of every text.
create function system.excerpt(p_content text, p_query tsquery) returns jsonb
language sql immutable set search_path = pg_catalog
return (
  select coalesce(jsonb_agg(jsonb_build_object('text', e.piece, 'found', e.place % 2 = 0) order by e.place)
    filter (where e.piece <> ''), '[]')
  from regexp_split_to_table(ts_headline('pg_catalog.russian', left(translate(p_content, 'ёЁ', 'еЕ'), 100000), p_query,
    U&'StartSel=\E000, StopSel=\E001, MaxFragments=3, MinWords=5, MaxWords=20, FragmentDelimiter=" … "'),
    U&'[\E000\E001]') with ordinality as e (piece, place));
comment on function system.excerpt is
  'The places of a text that hold what was looked for. | Места текста, где есть искомое.';

-- The newest 2,000 of what is found and seen are ranked. Excerpts come from the first 100,000 characters of a text: an
-- array of pieces, each with whether it was looked for. Null where the words hold nothing to look for.
create function system.search_files(p_words text, p_resource text, p_start integer, p_most integer) returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  query tsquery;
begin
  perform set_config('crm.sought', coalesce(left(p_words, 500), ''), true);
  query := system.sought();
  return case when query is not null then (
    with found as materialized (
      select s.file_id, ts_rank_cd(s.words, query, 1) as rank from (
        select t.file_id, t.words from system.file_text as t
        where p_resource is null or exists (
          select from system.file_link as l where l.file_id = t.file_id and l.resource = p_resource)
        order by t.file_id desc limit 2001) as s
    ), page as materialized (
      select f.file_id, f.rank from found as f order by f.rank desc, f.file_id desc
      offset p_start limit p_most
    )
    select jsonb_build_object(
      'count', (select least(count(*), 2000) from found),
      'count_kind', (select case when count(*) > 2000 then 'at_least' else 'exact' end from found),
      'data', coalesce(jsonb_agg(jsonb_build_object('file_id', f.id, 'version', t.number, 'name', f.name,
        'type', f.type, 'size', f.size, 'excerpt', system.excerpt(t.content, query),
        'records', (select coalesce(jsonb_agg(jsonb_build_object('resource', r.resource, 'record_id', r.record_id)
            order by r.id), '[]') from (
          select l.id, l.resource, l.record_id from system.file_link as l where l.file_id = f.id
          order by l.id limit 20) as r)) order by p.rank desc, p.file_id desc), '[]'))
    from page as p join system.file as f on f.id = p.file_id join system.file_text as t on t.file_id = p.file_id) end;
end
$$;
comment on function system.search_files is
  'Files that say certain words, the best first, within what the caller sees. | Файлы с искомыми словами, лучшие первыми, в пределах видимого вызывающему.';
grant execute on function system.excerpt, system.search_files to crm_service, crm_limited, crm_reader;
