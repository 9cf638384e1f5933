-- 0297_clients_timeline_source: what stands in the timeline: interactions, changes of parties, tasks at parties; documents
-- of money come by one call each of clients.enter_timeline. The view reads the table from now on.
-- Why: see 0296. Kind: expand. Locks: clients.interaction, work.task, audit.change, for milliseconds (triggers).
-- Time: a minute for a million entries, in batches. Forward only.
-- crm: no-transaction

-- The view says the kinds in words, and its column's comment which there are. The language is asked for here, since
-- system.says a hundred and fifty times a page is half of what the page costs.
create or replace function clients.word_timeline() returns void
language plpgsql set search_path = pg_catalog as $$
declare
  russian constant text := 'case when current_setting(''crm.language'', true) = ''ru'' then ';
  en text := (select string_agg(format('when %L then %L', k.kind, k.en), ' ' order by k.place) from clients.timeline_kind as k);
  ru text := (select string_agg(format('when %L then %L', k.kind, k.ru), ' ' order by k.place) from clients.timeline_kind as k);
  kinds text := (select string_agg(format('%s=%s/%s', k.kind, k.en, k.ru), ', ' order by k.place)
    from clients.timeline_kind as k);
begin
  execute
    'create or replace view clients.timeline with (security_invoker = true) as
     select e.id, e.party_id, e.at, e.kind, ' || russian || 'case e.kind ' || ru || ' end else case e.kind ' || en || ' end
       end as kind_label,
       case when e.kind <> ''change'' then e.title else ' || russian || 'case e.title
         when ''insert'' then ''Создано'' when ''delete'' then ''Удалено'' when ''archive'' then ''Убрано в архив''
         when ''restore'' then ''Возвращено из архива'' else ''Изменено'' end
       else case e.title
         when ''insert'' then ''Created'' when ''delete'' then ''Deleted'' when ''archive'' then ''Put into the archive''
         when ''restore'' then ''Brought back from the archive'' else ''Changed'' end end end as title,
       ' || russian || 'coalesce(e.detail_ru, e.detail) else e.detail end as detail, e.account_id, e.resource, e.record_id
     from clients.timeline_entry as e';
  execute format('comment on column clients.timeline.kind is %L',
    'Kind: of an interaction or document, or change. | Вид: взаимодействия, документа или изменение. {' || kinds || '}');
end
$$;
comment on function clients.word_timeline is
  'Makes the view of the timeline say every kind in words. | Называет в ленте словами каждый вид.';

-- A table's records stand in the timeline of their parties: one call with expressions over its row, "new". The table has
-- owner_id and department_id. What it holds already clients.fill_timeline enters, batch by batch. WITH_PARTY: who sees the party and has the right at all sees the entry.
create or replace function clients.enter_timeline(
  p_table regclass, p_resource text, p_kind text, p_en text, p_ru text, p_party text, p_at text, p_title text,
  p_detail text default 'null', p_private text default 'false', p_with_party boolean default false) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  s clients.timeline_source;
  name text := 'timeline_' || replace(p_table::text, '.', '_');
  entry text;
  updates text := (select string_agg(format('%1$I = excluded.%1$I', a.attname), ', ' order by a.attnum)
    from pg_attribute as a where a.attrelid = 'clients.timeline_entry'::regclass and a.attnum > 1 and not a.attisdropped);
begin
  insert into clients.timeline_kind (kind, en, ru) select p_kind, p_en, p_ru where p_en is not null
  on conflict do nothing;
  insert into clients.timeline_source as t (place, table_name, resource, kind, party, at, title, detail, private, with_party)
  select (select coalesce(max(o.place) + 1, 0) from clients.timeline_source as o), p_table::text, p_resource,
    case when p_en is null then p_kind else quote_literal(p_kind) end, p_party, p_at, p_title, p_detail, p_private,
    p_with_party
  on conflict on constraint timeline_source_table_key do update set table_name = excluded.table_name
  returning * into s;
  entry := clients.timeline_columns(s);
  execute format(
    'create or replace function clients.%1$I() returns trigger
     language plpgsql security definer set search_path = pg_catalog as $body$
     begin
       if tg_op = ''DELETE'' then
         delete from clients.timeline_entry as e where e.id = %2$s;
         return null;
       elsif (%3$s) is null or (%7$s) is not null then
         if tg_op = ''UPDATE'' then
           delete from clients.timeline_entry as e where e.id = %4$s;
         end if;
         return null;
       end if;
       insert into clients.timeline_entry select %5$s
       on conflict on constraint timeline_entry_pkey do update set %6$s;
       return null;
     end
     $body$', name, replace(split_part(entry, ',', 1), 'new.', 'old.'), s.party, split_part(entry, ',', 1), entry, updates,
    clients.timeline_away(p_table));
  execute format('comment on function clients.%I is %L', name,
    'Keeps entries of the timeline. | Ведёт записи ленты.');
  execute format('create or replace trigger timeline_entry after insert or update or delete on %s
    for each row execute function clients.%I()', p_table, name);
  execute format('comment on trigger timeline_entry on %s is %L', p_table,
    'Keeps the timeline of its party. | Ведёт ленту контрагента.');
  perform clients.word_timeline();
end
$$;
comment on function clients.enter_timeline is
  'Lets the records of a table stand in the timeline. | Показывает записи таблицы в ленте.';

-- What a change of a party did, and the labels of the fields that it changed, which stand in the comments of the
-- columns: Name: … | Название: …
create or replace function clients.change_words(old jsonb, new jsonb, out did text, out en text, out ru text)
language plpgsql stable set search_path = pg_catalog as $$
begin
  did := case when old is null then 'insert' when new is null then 'delete'
    when old ->> 'archived_at' is null and new ->> 'archived_at' is not null then 'archive'
    when old ->> 'archived_at' is not null and new ->> 'archived_at' is null then 'restore' else 'update' end;
  if old is null or new is null then
    return;
  end if;
  with changed as materialized (
    select n.key::name as key from jsonb_each(new) as n
    where old -> n.key is distinct from n.value and n.key <> all ('{version,updated_at,updated_by,archived_at}')
  )
  select string_agg(split_part(split_part(d.description, ' | ', 1), ':', 1), ', ' order by a.attnum),
    string_agg(split_part(split_part(d.description, ' | ', 2), ':', 1), ', ' order by a.attnum) into en, ru
  from changed as c
  join pg_attribute as a on a.attrelid = 'clients.party'::regclass and a.attname = c.key and a.attgenerated = ''
  join pg_description as d on d.objoid = a.attrelid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum;
end
$$;
comment on function clients.change_words is
  'What a change of a party did, in words. | Что сделало изменение контрагента, словами.';

create or replace function clients.enter_change() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into clients.timeline_entry
  select new.id * 2 + 1, new.record_id, new.at, 'change', 'history', null, null, false, true, 'parties', new.record_id,
    new.account_id, w.did, w.en, w.ru
  from clients.change_words(new.old, new.new) as w
  on conflict do nothing;
  return null;
end
$$;
comment on function clients.enter_change is
  'Enters a change of a party into the timeline. | Вносит изменение контрагента в ленту.';
create or replace trigger timeline_change after insert on audit.change
  for each row when (new.table_name = 'clients.party') execute function clients.enter_change();
comment on trigger timeline_change on audit.change is
  'Keeps the timeline of the party. | Ведёт ленту контрагента.';

create or replace function clients.fill_changes(p_after bigint, p_most integer) returns bigint
language sql set search_path = pg_catalog
begin atomic
  with part as materialized (
    select * from audit.change as c where c.table_name = 'clients.party' and c.id > p_after
    order by c.id limit p_most
  ), entered as (
    insert into clients.timeline_entry
    select p.id * 2 + 1, p.record_id, p.at, 'change', 'history', null, null, false, true, 'parties', p.record_id,
      p.account_id, w.did, w.en, w.ru
    from part as p cross join lateral clients.change_words(p.old, p.new) as w
    on conflict do nothing
  )
  select max(p.id) from part as p;
end;
comment on function clients.fill_changes is
  'Enters the changes that there are into the timeline. | Вносит в ленту имеющиеся изменения.';

select clients.enter_timeline('clients.interaction'::regclass, 'interactions', 'new.kind', null, null, 'new.party_id',
  'new.at', 'new.subject', 'coalesce(new.outcome, new.next_step, left(new.body, 500))', 'new.private');
select clients.enter_timeline('work.task'::regclass, 'tasks', 'task', 'Task', 'Задача',
  'case when new.table_name = ''clients.party'' then new.record_id end', 'new.created_at', 'new.title',
  'new.due_on::text', 'false', true);
-- What is there already, newly entered meanwhile or not; writers do not wait.
do $$
declare
  source text;
  last bigint;
begin
  for source in select t.table_name from clients.timeline_source as t order by t.place loop
    last := 0;
    loop
      last := clients.fill_timeline(source::regclass, last, 10000);
      commit;
      exit when last is null;
    end loop;
  end loop;
  last := 0;
  loop
    last := clients.fill_changes(last, 10000);
    commit;
    exit when last is null;
  end loop;
end
$$;
