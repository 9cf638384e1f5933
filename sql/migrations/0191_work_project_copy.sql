-- 0191_work_project_copy: a project made after another, with its dates moved.
-- Why: what was planned well once is planned again; any project can be the pattern, templates are there for it.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the function.

-- By the rights of who copies, whose the new project and its tasks are. Done is forgotten: all begins anew.
create function work.copy_project(p_project bigint, p_name text, p_starts_on date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  pattern work.project;
  made bigint;
  shift integer;
  part record;
  new_id bigint;
  stages jsonb := '{}';
  milestones jsonb := '{}';
  tasks jsonb := '{}';
begin
  select * into pattern from work.project as p where p.id = p_project;
  if not found then
    return null;
  end if;
  shift := coalesce(p_starts_on - pattern.starts_on, 0);
  insert into work.project (name, party_id, starts_on, due_on, budget, currency, description)
  values (p_name, pattern.party_id, coalesce(p_starts_on, pattern.starts_on), pattern.due_on + shift, pattern.budget,
    pattern.currency, pattern.description)
  returning id into made;
  for part in select * from work.project_stage as s where s.project_id = p_project order by s.place, s.id loop
    insert into work.project_stage (project_id, name, place, starts_on, due_on)
    values (made, part.name, part.place, part.starts_on + shift, part.due_on + shift) returning id into new_id;
    stages := stages || jsonb_build_object(part.id, new_id);
  end loop;
  for part in select * from work.project_milestone as m where m.project_id = p_project order by m.id loop
    insert into work.project_milestone (project_id, name, due_on)
    values (made, part.name, part.due_on + shift) returning id into new_id;
    milestones := milestones || jsonb_build_object(part.id, new_id);
  end loop;
  for part in
    select t.*, work.zone_of(coalesce(t.assignee_id, t.owner_id)) as zone from work.task as t
    where t.project_id = p_project and t.archived_at is null and t.state <> 'cancelled' order by t.id
  loop
    insert into work.task (title, body, assignee_id, priority, estimate, project_id, stage_id, milestone_id, starts_at,
      due_on, due_at)
    -- Whoever has left meanwhile does nothing in the new one.
    values (part.title, part.body,
      (select a.id from access.account as a where a.id = part.assignee_id and a.archived_at is null),
      part.priority, part.estimate, made,
      (stages ->> part.stage_id::text)::bigint, (milestones ->> part.milestone_id::text)::bigint,
      work.moved(part.starts_at, shift, part.zone), part.due_on + shift, work.moved(part.due_at, shift, part.zone))
    returning id into new_id;
    tasks := tasks || jsonb_build_object(part.id, new_id);
  end loop;
  insert into work.checklist_item (task_id, title, place)
  select (tasks ->> c.task_id::text)::bigint, c.title, c.place
  from work.checklist_item as c where tasks ? c.task_id::text order by c.id;
  insert into work.task_tag (task_id, tag_id)
  select (tasks ->> g.task_id::text)::bigint, g.tag_id
  from work.task_tag as g where tasks ? g.task_id::text order by g.id;
  insert into work.task_dependency (task_id, predecessor_id, lag)
  select (tasks ->> d.task_id::text)::bigint, (tasks ->> d.predecessor_id::text)::bigint, d.lag
  from work.task_dependency as d where tasks ? d.task_id::text and tasks ? d.predecessor_id::text order by d.id;
  return made;
end
$$;
comment on function work.copy_project is
  'Makes a project after another one; null where the caller sees none. | Создаёт проект по образцу; null — образца не видно.';
grant execute on function work.copy_project to crm_service;
