-- 0193_work_succession: what becomes of the tasks, projects, meetings and documents of somebody who leaves.
-- Why: open work needs somebody who goes on with it, and nothing of a leaver's may be forgotten. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: delete the rules, drop the functions.

-- In meetings that are not over the successor takes his place, where he is not there already. What is private
-- is nobody's business: he is taken out of it, and his own is cancelled.
create function work.leave_meetings(p_from bigint, p_to bigint, p_last date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  gone bigint;
  moved bigint;
  cancelled bigint;
begin
  delete from work.meeting_participant as p using work.meeting as m
  where p.account_id = p_from and m.id = p.meeting_id and m.ends_at > now()
    and (p_to is null or m.private or exists (
      select from work.meeting_participant as o where o.meeting_id = m.id and o.account_id = p_to));
  get diagnostics gone = row_count;
  update work.meeting_participant as p set account_id = p_to, answer = 'open' from work.meeting as m
  where p.account_id = p_from and m.id = p.meeting_id and m.ends_at > now();
  get diagnostics moved = row_count;
  update work.meeting as m set state = 'cancelled'
  where m.owner_id = p_from and m.private and m.state = 'planned' and m.ends_at > now();
  get diagnostics cancelled = row_count;
  return gone + moved + cancelled;
end
$$;
comment on function work.leave_meetings is
  'Puts the successor into the meetings to come of somebody who leaves. | Ставит преемника в будущие встречи уходящего.';

create function work.leave_check_outs(p_from bigint, p_to bigint, p_last date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  done bigint;
begin
  update work.document as d set checked_out_by = null where d.checked_out_by = p_from;
  get diagnostics done = row_count;
  return done;
end
$$;
comment on function work.leave_check_outs is
  'Gives back the documents that a leaver has checked out. | Возвращает документы, взятые уходящим в работу.';

insert into system.succession (place, rule, condition, function_name) values
  ('work.calendar_feed.account_id', 'delete', null, null),
  ('work.document.checked_out_by', 'call', null, 'work.leave_check_outs'),
  ('work.document.owner_id', 'hand_over', 'archived_at is null', null),
  ('work.document_folder.owner_id', 'hand_over', 'archived_at is null', null),
  ('work.labour_rate.account_id', 'close', null, null),
  ('work.meeting.owner_id', 'hand_over',
    'archived_at is null and state = ''planned'' and ends_at > now() and not private', null),
  ('work.meeting_participant.account_id', 'call', null, 'work.leave_meetings'),
  ('work.project.owner_id', 'hand_over', 'archived_at is null and state not in (''done'', ''cancelled'')', null),
  ('work.task.assignee_id', 'hand_over', 'archived_at is null and closed_at is null', null),
  ('work.task.owner_id', 'hand_over', 'archived_at is null and closed_at is null', null),
  ('work.task_comment.created_by', 'keep', null, null),
  ('work.task_mention.account_id', 'keep', null, null),
  ('work.task_rule.assignee_id', 'hand_over', 'archived_at is null', null),
  ('work.task_rule.owner_id', 'hand_over', 'archived_at is null', null),
  ('work.task_stay.account_id', 'keep', null, null),
  ('work.task_watcher.account_id', 'delete', null, null),
  ('work.time_entry.owner_id', 'keep', null, null);
