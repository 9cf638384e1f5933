-- 0165_staff_absence_notice: who is to decide learns of a request, and who asked of the decision.
-- Why: neither looks for it by himself. Kind: expand. Locks: staff.absence, for its new triggers, for milliseconds.
-- Time: milliseconds. Reversible: drop the triggers and the function.
create function staff.tell_absence() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    perform system.tell('staff.absence', new.id,
      array[staff.default_successor(new.employee_id, new.valid_from)], 'assigned', 'insert');
  else
    perform system.tell('staff.absence', new.id,
      array(select e.account_id from staff.employee as e where e.id = new.employee_id), 'changed', 'update');
  end if;
  return null;
end
$$;
comment on function staff.tell_absence is
  'Tells the manager of a request, and the employee of the decision. | Сообщает руководителю о заявке и сотруднику о решении.';
create trigger absence_asked after insert on staff.absence
  for each row when (new.state = 'requested') execute function staff.tell_absence();
create trigger absence_decided after update of state on staff.absence
  for each row when (new.state <> old.state) execute function staff.tell_absence();
comment on trigger absence_asked on staff.absence is
  'Tells the manager, or the head of the department. | Сообщает руководителю или начальнику отдела.';
comment on trigger absence_decided on staff.absence is
  'Tells the employee. | Сообщает сотруднику.';
