-- 0105_system_retention: what logs keep has an end; sweeping files and counting jobs read a part of them.
-- Why: imports, exports, downloads and parked deliveries grew for ever; and each sweep of 1,200,000 files read all
-- of them, their links and contents, 3.7 s to delete nothing, as counting jobs read all that had ended. Kind:
-- expand. Locks: system.content, system.file_version, for milliseconds. Time: milliseconds. Forward only.

-- Lines of logs are three years old before they go, since courts and tax offices ask so long; imports one year; a
-- delivery that nobody let go on for a year is given up, and those of its record behind it follow. The oldest have
-- the smallest numbers, so no index of times is needed.
create function system.sweep_logs(p_most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone bigint;
  total bigint;
begin
  perform system.require_own_work();
  delete from system.export as e where e.created_at < now() - interval '3 years' and e.outcome <> 'running'
    and e.id = any (array(select o.id from system.export as o order by o.id limit p_most));
  get diagnostics total = row_count;
  delete from system.file_download as d where d.created_at < now() - interval '3 years'
    and d.id = any (array(select o.id from system.file_download as o order by o.id limit p_most));
  get diagnostics gone = row_count;
  total := total + gone;
  -- Their refused rows went after ninety days.
  delete from system.import as i where i.created_at < now() - interval '1 year' and i.state <> 'running'
    and i.id = any (array(select o.id from system.import as o order by o.id limit p_most))
    and not exists (select from system.import_refusal as r where r.import_id = i.id);
  get diagnostics gone = row_count;
  total := total + gone;
  perform system.skip_delivery(d.id) from (
    select o.id from system.delivery as o where o.parked_at < now() - interval '1 year'
    order by o.id limit p_most for update skip locked) as d;
  get diagnostics gone = row_count;
  return total + gone;
end
$$;
comment on function system.sweep_logs is
  'Deletes exports and downloads after three years, imports and parked deliveries after one. | Удаляет выгрузки и скачивания через три года, импорты и отложенные доставки через год.';
grant execute on function system.sweep_logs to crm_service;

-- How far a sweep has come that goes round.
create table system.sweep_place (
  name text constraint sweep_place_pkey primary key,
  place bigint not null
);
alter table system.sweep_place enable row level security;
select access.make_policy('system.sweep_place'::regclass, 'select', 'false');
comment on table system.sweep_place is
  'Place: how far a sweep has come that goes round. | Место: докуда дошла круговая уборка.';
comment on column system.sweep_place.name is 'Name: of the sweep. | Имя: уборки.';
comment on column system.sweep_place.place is
  'Place: the last number that was looked at. | Место: последний просмотренный номер.';

-- A content is without a version only when one of its versions has gone.
alter table system.content add column doubted_at timestamptz;
comment on column system.content.doubted_at is
  'Doubted at: when a version of it went; perhaps it was the last. | Под вопросом: когда ушла его версия, возможно последняя.';
create function system.doubt_content() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update system.content as c set doubted_at = now() where c.id = old.content_id;
  return null;
end
$$;
comment on function system.doubt_content is
  'Notes that a content has lost a version. | Отмечает, что содержимое потеряло версию.';
create trigger file_version_gone after delete on system.file_version
  for each row execute function system.doubt_content();
comment on trigger file_version_gone on system.file_version is
  'Notes that its content may be nobody''s. | Отмечает, что содержимое может стать ничьим.';

-- The next numbers behind the place, and the place to go on from: none are left, so it begins anew.
create function system.sweep_window(p_name text, p_table regclass, p_most integer) returns bigint[]
language plpgsql set search_path = pg_catalog as $$
declare
  ids bigint[];
begin
  insert into system.sweep_place (name, place) values (p_name, 0) on conflict do nothing;
  execute format('select array(select t.id from %s as t, system.sweep_place as s
      where s.name = $1 and t.id > s.place order by t.id limit $2)', p_table) into ids using p_name, p_most;
  update system.sweep_place as s set
    place = case when cardinality(ids) < p_most then 0 else ids[p_most] end where s.name = p_name;
  return ids;
end
$$;
comment on function system.sweep_window is
  'The next rows that a sweep looks at. | Следующие строки для уборки.';

-- Of twenty thousand links at a time; a record that is only put away, or not seen, is there.
create or replace function system.sweep_links(p_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  ids constant bigint[] := system.sweep_window('links', 'system.file_link', 20000);
  target text;
  gone integer;
  total integer := 0;
begin
  for target in select distinct l.table_name from system.file_link as l where l.id = any (ids) loop
    begin
      execute format(
        'delete from system.file_link where id in (
           select l.id from system.file_link as l
           where l.id = any ($3) and l.table_name = $1
             and not exists (select from %s as r where r.id = l.record_id)
           limit $2 for update skip locked)', target::regclass)
      using target, p_most - total, ids;
      get diagnostics gone = row_count;
      total := total + gone;
    exception when undefined_table or invalid_schema_name or undefined_column then
      -- A table that is not there tells nothing of its records.
      continue;
    end;
  end loop;
  -- There may be more of these: they come first next time.
  if total = p_most then
    update system.sweep_place as s set place = ids[1] - 1 where s.name = 'links';
  end if;
  return total;
end
$$;

create or replace function system.sweep_files(p_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  ids bigint[];
  candidate bigint;
  gone integer;
  tried integer := 0;
  total integer;
begin
  perform system.require_own_work();
  total := system.sweep_links(p_most);
  ids := system.sweep_window('files', 'system.file', 20000);
  -- Locked first and judged again afterwards: the second statement sees what was linked meanwhile.
  for candidate in
    select f.id from system.file as f
    where f.id = any (ids) and f.kept_until < now()
      and not exists (select from system.file_link as l where l.file_id = f.id)
    order by f.id limit p_most for update skip locked
  loop
    tried := tried + 1;
    begin
      delete from system.file as f where f.id = candidate and not system.is_linked(f.id);
      get diagnostics gone = row_count;
      total := total + gone;
    exception when foreign_key_violation then
      continue;
    end;
  end loop;
  if tried = p_most then
    update system.sweep_place as s set place = candidate where s.name = 'files';
  end if;
  return total + system.sweep_contents(greatest(p_most / 20, 1));
end
$$;

create function system.sweep_contents(p_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  candidate bigint;
  gone integer;
  total integer := 0;
begin
  for candidate in
    select unnest(array(
        select c.id from system.content as c where c.doubted_at is not null
        order by c.doubted_at limit p_most for update skip locked)
      || array(
        select c.id from system.content as c
        where c.kept_at is null and c.created_at < now() - interval '1 day'
        order by c.created_at limit p_most for update skip locked))
  loop
    delete from system.content as c where c.id = candidate
      and not exists (select from system.file_version as v where v.content_id = c.id);
    get diagnostics gone = row_count;
    total := total + gone;
    update system.content as c set doubted_at = null where c.id = candidate;
  end loop;
  return total;
end
$$;
comment on function system.sweep_contents is
  'Deletes contents that no file has, and those that never arrived. | Удаляет ничьё и не переданное до конца содержимое.';

-- Each state by itself, as the partial indexes name it.
create or replace function system.job_figures()
returns table (kind text, state text, jobs bigint, oldest double precision)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select g.kind, g.state, g.jobs, coalesce(extract(epoch from now() - g.first_at), 0)::double precision
  from (
    select j.kind, 'waiting' as state, count(*) as jobs, min(j.run_at) filter (where j.run_at <= now()) as first_at
    from system.job as j where j.state = 'waiting' group by j.kind
    union all
    select j.kind, 'running', count(*), min(j.run_at) filter (where j.run_at <= now())
    from system.job as j where j.state = 'running' group by j.kind
    union all
    select j.kind, 'failed', count(*), min(j.run_at) filter (where j.run_at <= now())
    from system.job as j where j.state = 'failed' group by j.kind) as g
  order by g.kind, g.state;
end;
