-- 0186_work_free_busy: when people and facilities are busy, and nothing else of it.
-- Why: who looks for an hour must know when others have none, but not what they do then. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the function.
create function work.free_busy(
  p_accounts bigint[], p_facilities bigint[], p_from timestamptz, p_until timestamptz) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if access.level('meetings', 'read') = 0 then
    raise exception 'no right to meetings' using errcode = 'insufficient_privilege';
  end if;
  return jsonb_build_object(
    'accounts', coalesce((
      select jsonb_agg(jsonb_build_object('id', a.id, 'busy', coalesce(busy.spans, '[]')) order by a.id)
      from access.account as a
      left join (
        select t.account_id,
          jsonb_agg(jsonb_build_object('from', lower(s), 'until', upper(s)) order by s) as spans
        from (
          select who.account_id, range_agg(tstzrange(m.starts_at, m.ends_at)) as times
          from (
            select p.account_id, p.meeting_id from work.meeting_participant as p
            where p.account_id = any (p_accounts) and p.answer <> 'declined'
            union all
            select o.owner_id, o.id from work.meeting as o
            where o.owner_id = any (p_accounts) and o.starts_at < p_until and o.starts_at > p_from - interval '31 days'
              and not exists (select from work.meeting_participant as n
                where n.meeting_id = o.id and n.account_id = o.owner_id and n.answer = 'declined')
          ) as who join work.meeting as m on m.id = who.meeting_id
          where m.starts_at < p_until and m.starts_at > p_from - interval '31 days' and m.ends_at > p_from
            and m.state = 'planned' and m.archived_at is null
          group by who.account_id) as t
        cross join unnest(t.times * tstzmultirange(tstzrange(p_from, p_until))) as s
        group by t.account_id) as busy on busy.account_id = a.id
      where a.id = any (p_accounts)), '[]'),
    'facilities', coalesce((
      select jsonb_agg(jsonb_build_object('id', f.id, 'busy', coalesce(busy.spans, '[]')) order by f.id)
      from work.facility as f
      left join (
        select t.facility_id,
          jsonb_agg(jsonb_build_object('from', lower(s), 'until', upper(s)) order by s) as spans
        from (
          select r.facility_id, range_agg(tstzrange(r.starts_at, r.ends_at)) as times
          from work.reservation as r
          where r.facility_id = any (p_facilities) and not r.released and r.starts_at < p_until and r.ends_at > p_from
          group by r.facility_id) as t
        cross join unnest(t.times * tstzmultirange(tstzrange(p_from, p_until))) as s
        group by t.facility_id) as busy on busy.facility_id = f.id
      where f.id = any (p_facilities)), '[]'));
end
$$;
comment on function work.free_busy is
  'When people and facilities are busy, as JSON. | Когда люди и ресурсы заняты, в JSON.';
grant execute on function work.free_busy to crm_service, crm_limited, crm_reader;
