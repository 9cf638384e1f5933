-- 0314_purchasing_receipt_rule: no more arrives than was ordered, and nothing of what was not sent.
-- Why: two receipts at once must not both be within the order; each counts under the order's lock. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the triggers and functions.

-- What is here of a line of an order: received and not sent back. Returns come with the next migration.
create function purchasing.received_quantity(p_order_line bigint) returns numeric
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return coalesce((
    select sum(l.quantity - coalesce((
      select sum(b.quantity) from purchasing.purchase_return_line as b where b.receipt_line_id = l.id), 0))
    from purchasing.receipt_line as l join purchasing.receipt as r on r.id = l.receipt_id
    where l.order_line_id = p_order_line and r.state = 'posted'), 0);
end
$$;
comment on function purchasing.received_quantity is
  'What is here of a line of an order. | Сколько по строке заказа получено и не возвращено.';

create function purchasing.judge_receipt() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o purchasing.purchase_order;
begin
  perform system.demand_read_committed();
  select * into o from purchasing.purchase_order as k where k.id = new.order_id for no key update;
  case tg_name
    when 'receipt_order_sent' then
      if o.state not in ('sent', 'received') then
        perform system.refuse(tg_relid::regclass, tg_name, 'order_id', o.state);
      end if;
    when 'receipt_not_returned' then
      if exists (
        select from purchasing.receipt_line as l
        join purchasing.purchase_return_line as b on b.receipt_line_id = l.id where l.receipt_id = new.id)
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    else
      perform system.refuse(tg_relid::regclass, tg_name, '');
  end case;
  return null;
end
$$;
comment on function purchasing.judge_receipt is
  'Judges a receipt: order sent, nothing returned, never changed. | Проверяет поступление: заказ, возвраты, неизменность.';
create constraint trigger receipt_order_sent after insert on purchasing.receipt
  for each row execute function purchasing.judge_receipt();
create constraint trigger receipt_not_returned after update of state on purchasing.receipt
  for each row when (new.state = 'cancelled') execute function purchasing.judge_receipt();
create constraint trigger receipt_kept after update on purchasing.receipt
  for each row when (old.state = 'cancelled' and new.state <> 'cancelled'
    or row(old.number, old.order_id, old.received_on, old.delivery_note, old.notes)
      is distinct from row(new.number, new.order_id, new.received_on, new.delivery_note, new.notes))
  execute function purchasing.judge_receipt();
comment on trigger receipt_order_sent on purchasing.receipt is
  'The order is {value}: goods arrive of one that was sent. | Состояние заказа — {value}: принимают по отправленному.';
comment on trigger receipt_not_returned on purchasing.receipt is
  'Some of it was returned: it cannot be cancelled any more. | Часть возвращена: отменить поступление уже нельзя.';
comment on trigger receipt_kept on purchasing.receipt is
  'What arrived stays as it was written: cancel it and receive anew. | Поступление не меняется: отмените его и примите заново.';

-- What was written of arrival, return or match stays; the rule is named by the trigger.
create function purchasing.keep_written() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.refuse(tg_relid::regclass, tg_name, '');
  return null;
end
$$;
comment on function purchasing.keep_written is
  'Keeps what was written. | Не даёт менять записанное.';
create constraint trigger receipt_stays after delete on purchasing.receipt
  for each row execute function purchasing.keep_written();
create constraint trigger receipt_line_kept after update or delete on purchasing.receipt_line
  for each row execute function purchasing.keep_written();
comment on trigger receipt_stays on purchasing.receipt is
  'A receipt has a number and does not go: cancel it. | У поступления есть номер, его не удаляют: отмените его.';
comment on trigger receipt_line_kept on purchasing.receipt_line is
  'What arrived stays as it was written: cancel it and receive anew. | Поступление не меняется: отмените его и примите заново.';

create function purchasing.judge_receipt_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  r purchasing.receipt;
  o purchasing.purchase_order;
  ordered numeric;
  line_order bigint;
  most numeric;
  here numeric;
begin
  perform system.demand_read_committed();
  select k.quantity, k.order_id into ordered, line_order from purchasing.purchase_order_line as k
  where k.id = new.order_line_id;
  select * into o from purchasing.purchase_order as k where k.id = line_order for no key update;
  select * into r from purchasing.receipt as k where k.id = new.receipt_id;
  case tg_name
    when 'receipt_line_order' then
      if r.order_id <> line_order then
        perform system.refuse(tg_relid::regclass, tg_name, 'order_line_id');
      end if;
    when 'receipt_line_sent' then
      if r.state <> 'posted' or o.state not in ('sent', 'received') then
        perform system.refuse(tg_relid::regclass, tg_name, 'receipt_id', o.state);
      end if;
    else
      most := ordered * (1 + coalesce(o.over_receipt_percent, 0) / 100);
      here := purchasing.received_quantity(new.order_line_id);
      if here > most then
        perform system.refuse(tg_relid::regclass, tg_name, 'quantity',
          trim_scale(greatest(most - here + new.quantity, 0))::text);
      end if;
  end case;
  return null;
end
$$;
comment on function purchasing.judge_receipt_line is
  'Judges a line of a receipt: its order, sent, not more than ordered. | Проверяет строку поступления: заказ, отправлен, не больше заказанного.';
create constraint trigger receipt_line_order after insert on purchasing.receipt_line
  for each row execute function purchasing.judge_receipt_line();
create constraint trigger receipt_line_sent after insert on purchasing.receipt_line
  for each row execute function purchasing.judge_receipt_line();
create constraint trigger receipt_line_within_order after insert on purchasing.receipt_line
  for each row execute function purchasing.judge_receipt_line();
comment on trigger receipt_line_order on purchasing.receipt_line is
  'This is a line of another order. | Это строка другого заказа.';
comment on trigger receipt_line_sent on purchasing.receipt_line is
  'The order is {value}: goods arrive of one that was sent. | Состояние заказа — {value}: принимают по отправленному.';
comment on trigger receipt_line_within_order on purchasing.receipt_line is
  'More would arrive than was ordered; what may come still: {value}. | Пришло бы больше заказанного; можно ещё принять: {value}.';
