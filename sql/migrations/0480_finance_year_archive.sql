-- 0480_finance_year_archive: the lines of a closed year become read-only for everybody, the superuser included.
-- Why: what was audited and filed is evidence. A check that nothing fulfils is added to the partition of the year, not
-- validated: reports read it as before, and no role or setting of a session writes to it; rows neither change nor go by
-- the triggers of every year (0377, 0378). deploy/verify.sql and crm check finance tell of an archived year that lost
-- any of it. Kind: expand. Locks: a trigger on finance.fiscal_year; archiving waits for who reads the year and holds it
-- for milliseconds. Time: milliseconds; archiving reads the lines of the year once. Reversible: drop trigger, functions.
create function finance.shut_year() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  part constant text := finance.year_part(new.starts_on);
begin
  execute format('alter table finance.%I add constraint entry_line_archived check (false) not valid', part);
  execute format('comment on constraint entry_line_archived on finance.%I is %L', part,
    'The year is archived: no line comes to it. | Год в архиве: строк в нём не прибавится.');
  execute format('comment on table finance.%I is %L', part,
    'Archived lines of one fiscal year. | Архивные строки одного финансового года.');
  return null;
end
$$;
comment on function finance.shut_year is
  'Makes the partition of a year read-only. | Делает секцию года неизменяемой.';
create trigger shut_fiscal_year after update of state on finance.fiscal_year
  for each row when (new.state = 'archived' and old.state = 'closed') execute function finance.shut_year();
comment on trigger shut_fiscal_year on finance.fiscal_year is
  'Makes the lines of an archived year read-only. | Делает строки архивного года неизменяемыми.';
select finance.always('finance.fiscal_year'::regclass);

create function finance.archive_year(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  y finance.fiscal_year;
  found record;
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  if not access.everything('fiscal_years', 'archive') then
    return null;
  end if;
  select * into y from finance.fiscal_year as k where k.id = p_id for no key update;
  if y.id is null then
    return null;
  elsif y.state <> 'closed' then
    perform system.refuse_state('finance.fiscal_year'::regclass, y.state, '{closed}');
  end if;
  select * into found from finance.lines_digest(y.starts_on, y.ends_on);
  update finance.year_close as k
  set shut_at = now(), shut_by = access.account_id(), shut_lines = found.lines, shut_digest = found.digest
  where k.fiscal_year_id = y.id and k.reopened_at is null;
  update finance.fiscal_year as k set state = 'archived' where k.id = y.id;
  return y.id;
end
$$;
comment on function finance.archive_year is
  'Archives a closed fiscal year. | Передаёт закрытый год в архив.';
grant execute on function finance.archive_year to crm_service;
