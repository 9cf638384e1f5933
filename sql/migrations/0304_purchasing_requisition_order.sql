-- 0304_purchasing_requisition_order: orders of requisitions, never for more than was asked for.
-- Why: what was approved as a need is the bound of what is ordered for it, over all orders. Kind: expand. Locks: the
-- tables of orders, empty. Time: milliseconds. Forward only.
alter table purchasing.purchase_order add constraint purchase_order_requisition_fkey
  foreign key (requisition_id) references purchasing.requisition;
alter table purchasing.purchase_order_line add constraint purchase_order_line_requisition_fkey
  foreign key (requisition_line_id) references purchasing.requisition_line;
comment on constraint purchase_order_requisition_fkey on purchasing.purchase_order is
  'There is no such requisition. | Такой заявки нет.';
comment on constraint purchase_order_line_requisition_fkey on purchasing.purchase_order_line is
  'There is no such line of a requisition. | Такой строки заявки нет.';

-- What is still to be ordered; orders that were cancelled do not count.
create function purchasing.open_requisition_lines(p_requisition bigint)
returns table (id bigint, quantity numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select r.id, r.quantity - coalesce((
    select sum(l.quantity) from purchasing.purchase_order_line as l
    join purchasing.purchase_order as o on o.id = l.order_id and o.state <> 'cancelled'
    where l.requisition_line_id = r.id), 0)
  from purchasing.requisition_line as r where r.requisition_id = p_requisition;
end;
comment on function purchasing.open_requisition_lines is
  'How much of each line of a requisition is to be ordered yet. | Сколько по каждой строке заявки ещё не заказано.';

-- Under the lock of the requisition, whose state follows: ordered when nothing is left of it.
create function purchasing.follow_requisition(p_requisition bigint) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept constant text := (select r.state from purchasing.requisition as r where r.id = p_requisition);
  next constant text := case when exists (
    select from purchasing.open_requisition_lines(p_requisition) as l where l.quantity > 0)
    then 'approved' else 'ordered' end;
begin
  if kept in ('approved', 'ordered') and kept <> next then
    update purchasing.requisition as r set state = next where r.id = p_requisition;
  end if;
end
$$;
comment on function purchasing.follow_requisition is
  'Says whether a requisition is ordered wholly. | Отмечает, заказана ли заявка полностью.';

create function purchasing.judge_ordered_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  part record;
begin
  perform system.demand_read_committed();
  for part in
    select r.id, r.state from purchasing.requisition as r
    where r.id in (select l.requisition_id from purchasing.requisition_line as l
      where l.id in ((to_jsonb(old) ->> 'requisition_line_id')::bigint,
        (to_jsonb(new) ->> 'requisition_line_id')::bigint))
    order by r.id for no key update
  loop
    if tg_op <> 'DELETE' and part.state not in ('approved', 'ordered')
      or exists (select from purchasing.open_requisition_lines(part.id) as l where l.quantity < 0)
    then
      perform system.refuse(tg_relid::regclass, 'purchase_order_line_required', 'quantity');
    elsif tg_op <> 'DELETE' and exists (
      select from purchasing.requisition_line as l where l.id = new.requisition_line_id
        and (l.product_id is distinct from new.product_id or l.unit_id <> new.unit_id
          or l.requisition_id is distinct from (
            select o.requisition_id from purchasing.purchase_order as o where o.id = new.order_id)))
    then
      perform system.refuse(tg_relid::regclass, 'purchase_order_line_as_required', 'product_id');
    end if;
    perform purchasing.follow_requisition(part.id);
  end loop;
  return null;
end
$$;
comment on function purchasing.judge_ordered_line is
  'Refuses to order more than was asked for. | Не даёт заказать больше, чем в заявке.';
create constraint trigger purchase_order_line_required after insert or delete
    or update of quantity, product_id, unit_id, order_id, requisition_line_id on purchasing.purchase_order_line
  for each row execute function purchasing.judge_ordered_line();
-- Only its words are needed: the one above raises both.
create constraint trigger purchase_order_line_as_required after insert on purchasing.purchase_order_line
  for each row when (false) execute function purchasing.refuse_change();
comment on trigger purchase_order_line_required on purchasing.purchase_order_line is
  'More would be ordered than the approved requisition asks for. | Заказано было бы больше, чем в согласованной заявке.';
comment on trigger purchase_order_line_as_required on purchasing.purchase_order_line is
  'A line of a requisition keeps its product and unit, in an order of this requisition. | Строка по заявке сохраняет товар и единицу и стоит в заказе по этой заявке.';

-- What an order that is cancelled was for can be ordered again.
create function purchasing.free_requisition() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  part bigint;
begin
  for part in
    select r.id from purchasing.requisition as r
    where r.id in (select l.requisition_id from purchasing.purchase_order_line as o
      join purchasing.requisition_line as l on l.id = o.requisition_line_id where o.order_id = new.id)
    order by r.id for no key update
  loop
    perform purchasing.follow_requisition(part);
  end loop;
  return null;
end
$$;
comment on function purchasing.free_requisition is
  'Opens the requisition of a cancelled order again. | Снова открывает заявку отменённого заказа.';
create trigger purchase_order_frees after update of state on purchasing.purchase_order
  for each row when (new.state = 'cancelled' and old.state <> 'cancelled')
  execute function purchasing.free_requisition();
comment on trigger purchase_order_frees on purchasing.purchase_order is
  'Gives back to the requisition what was ordered for it. | Возвращает заявке заказанное по ней.';

-- A need that is being bought is not cancelled.
create function purchasing.judge_requisition_end() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (
    select from purchasing.requisition_line as r
    join purchasing.purchase_order_line as l on l.requisition_line_id = r.id
    join purchasing.purchase_order as o on o.id = l.order_id and o.state <> 'cancelled'
    where r.requisition_id = new.id)
  then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_requisition_end is
  'Keeps a requisition that has orders from being cancelled. | Не даёт отменить заявку, по которой есть заказы.';
create constraint trigger requisition_unordered after update of state on purchasing.requisition
  for each row when (new.state = 'cancelled' and old.state <> 'cancelled')
  execute function purchasing.judge_requisition_end();
comment on trigger requisition_unordered on purchasing.requisition is
  'Orders were made of this requisition: cancel them first. | По заявке есть заказы: сначала отмените их.';

-- A draft for what is left of an approved requisition; the number of the order, null for a requisition out of reach.
create function purchasing.order_requisition(p_id bigint, p_party bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  r purchasing.requisition;
  made bigint;
begin
  if not system.begin_verb('purchasing.requisition'::regclass, 'requisitions', 'order', p_id) then
    return null;
  end if;
  select * into r from purchasing.requisition as o where o.id = p_id;
  if r.state <> 'approved' then
    perform system.refuse_state('purchasing.requisition'::regclass, r.state, '{approved}');
  -- Functions of the owner see everything; what a caller names he must see himself.
  elsif not clients.reaches(p_party, 'parties', 'read') then
    perform system.refuse('purchasing.purchase_order'::regclass, 'purchase_order_party_fkey', 'party_id');
  end if;
  insert into purchasing.purchase_order (party_id, requisition_id, currency, expected_on)
  values (p_party, r.id, r.currency, case when r.needed_on >= current_date then r.needed_on end)
  returning id into made;
  insert into purchasing.purchase_order_line (order_id, place, product_id, description, quantity, unit_id,
    unit_price, vat_rate, requisition_line_id)
  select made, l.place, l.product_id, l.description, f.quantity, l.unit_id, coalesce(l.estimated_price, 0),
    coalesce(p.vat_rate, 0), l.id
  from purchasing.open_requisition_lines(r.id) as f
  join purchasing.requisition_line as l on l.id = f.id
  left join sales.product as p on p.id = l.product_id
  where f.quantity > 0 order by l.place, l.id;
  return made;
end
$$;
comment on function purchasing.order_requisition is
  'Makes a purchase order of an approved requisition. | Создаёт заказ поставщику по согласованной заявке.';

grant execute on function purchasing.order_requisition to crm_service;
select system.permit('{administrator,purchasing}', '{requisitions}', '{order}', 'all'),
  system.permit('{head_of_department}', '{requisitions}', '{order,cancel,submit}', 'below'),
  system.permit('{administrator}', '{requisitions}', '{cancel,submit}', 'all'),
  system.permit('{sales,hr,purchasing}', '{requisitions}', '{cancel,submit}', 'own');
