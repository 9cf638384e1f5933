-- 0130_licensing_build: which build runs here, and whether the licence covers it.
-- Why: maintenance decides about updates, never about running on. A build of a series that was released behind
-- what the licence covers stops before it changes the schema; one that has run here already goes on.
-- Kind: expand. Locks: none. Time: milliseconds. Forward only.
create table licensing.build (
  one boolean constraint build_pkey primary key default true constraint build_single check (one),
  version text not null constraint build_version_form check (version ~ '^[0-9]+\.[0-9]+\.[0-9]+$'),
  -- The day on which X.Y.0 was released: every X.Y.Z has it, so that mends of a covered series stay covered.
  series_date date not null constraint build_series_finite check (isfinite(series_date)),
  entered_at timestamptz not null default clock_timestamp()
);

-- The last day whose releases are the customer's: of maintenance, of an annual term, or the first day.
create function licensing.covered_until(l licensing.licence) returns date
language sql immutable set search_path = pg_catalog
return greatest(l.starts_on, l.ends_on, l.maintained_until);
comment on function licensing.covered_until is
  'The last day whose releases a licence covers. | Последний день, выпуски которого покрывает лицензия.';

-- The licence that does not cover a build which has not run here yet; no row where nothing stands in its way.
create function licensing.uncovered(p_series date, out serial text, out until date) returns setof record
language sql stable security definer set search_path = pg_catalog
begin atomic
  select l.serial, licensing.covered_until(l)
  from licensing.clock as c cross join licensing.in_force(c.line) as l
  where l.id is not null and p_series > licensing.covered_until(l)
    and not exists (select from licensing.build as b where b.series_date >= p_series);
end;
comment on function licensing.uncovered is
  'The licence that does not cover a new build. | Лицензия, не покрывающая новую сборку.';
grant execute on function licensing.uncovered to crm_service, crm_limited, crm_reader;

-- The service tells what it is when it begins to serve. No series was released in the future: one that has run here
-- is covered for ever, so that whoever has the service's log-in must not enter what is still to come.
create function licensing.enter_build(p_version text, p_series date) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  bar record;
begin
  perform system.require_own_work();
  if p_series > (select greatest(clock_timestamp(), c.line) from licensing.clock as c) + interval '3 days' then
    perform licensing.refuse('build', 'series_ahead', p_series::text);
  end if;
  select * into bar from licensing.uncovered(p_series);
  if found then
    perform licensing.refuse('build', 'not_covered', bar.until::text);
  end if;
  insert into licensing.build as b (version, series_date) values (p_version, p_series)
  on conflict (one) do update set version = excluded.version, entered_at = clock_timestamp(),
    series_date = greatest(b.series_date, excluded.series_date)
  where (b.version, b.series_date) is distinct from (excluded.version, greatest(b.series_date, excluded.series_date));
  if found then
    perform licensing.note('build', jsonb_build_object('version', p_version, 'series', p_series));
  end if;
end
$$;
comment on function licensing.enter_build is
  'Enters the build that serves here. | Записывает работающую сборку.';
grant execute on function licensing.enter_build to crm_service;

-- As before, and what runs without being covered.
create or replace function licensing.licence_reasons(l licensing.licence, i licensing.instance, p_today date)
returns jsonb
language plpgsql stable set search_path = pg_catalog as $$
declare
  revoked constant date := licensing.revoked_on(l.serial, l.revision);
  reasons jsonb := licensing.term_reasons(l, p_today);
begin
  if revoked <= p_today then
    reasons := reasons || licensing.reason('revoked', revoked);
  elsif revoked is not null then
    reasons := reasons || licensing.reason('revocation_ahead', revoked);
  end if;
  if exists (select from licensing.trusted_key as k where k.kid = l.kid and k.status = 'revoked')
    and not licensing.reissued(l)
  then
    reasons := reasons || licensing.reason('key_revoked');
  end if;
  if l.instance_id <> all (array_remove(array[i.instance_id, i.origin_id], null)) then
    reasons := reasons || licensing.reason('other_instance');
  end if;
  if exists (select from licensing.build as b where b.series_date > licensing.covered_until(l)) then
    reasons := reasons || licensing.reason('build', licensing.covered_until(l));
  end if;
  return reasons;
end
$$;

alter table licensing.build enable row level security;
create policy build_all on licensing.build for select using (true);
comment on policy build_all on licensing.build is
  'Which build runs is no secret. | Какая сборка работает — не тайна.';
grant select on licensing.build to crm_service, crm_limited, crm_reader, crm_monitor;

comment on table licensing.build is
  'Build: of the product, that serves here. | Сборка: продукта, которая здесь работает.';
comment on column licensing.build.one is 'One: there is one row. | Одна: строка одна.';
comment on column licensing.build.version is 'Version: of the product. | Версия: продукта.';
comment on column licensing.build.series_date is
  'Series date: of the newest series that has run here. | Дата серии: самой новой из работавших здесь.';
comment on column licensing.build.entered_at is 'Entered at: when it first served. | Записана: когда начала работать.';
comment on constraint build_single on licensing.build is 'There is one build. | Сборка одна.';
comment on constraint build_series_finite on licensing.build is
  'A series was released on a day. | Серия выпущена в определённый день.';
comment on constraint build_version_form on licensing.build is
  'A version is X.Y.Z. | Версия имеет вид X.Y.Z.';
