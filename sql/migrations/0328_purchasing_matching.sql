-- 0328_purchasing_matching: matching an invoice, releasing one that differs, voiding a match, each in one step.
-- Why: the match, its facts and the state of the invoice change together or not at all. Locks go from the invoice to the
-- order. Kind: expand. Locks: purchasing.purchase_order, empty. Time: milliseconds. Reversible: drop trigger and functions.
create function purchasing.match_invoice(p_invoice bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  i finance.invoice;
  wanted record;
  made bigint;
  differs boolean;
begin
  if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'match', p_invoice) then
    return null;
  end if;
  select * into i from finance.invoice as k where k.id = p_invoice;
  if i.state <> 'draft' then
    perform system.refuse_state('finance.invoice'::regclass, i.state, '{draft}');
  end if;
  select count(*) as lines, count(k.id) as ordered, count(distinct k.order_id) as orders, min(k.order_id) as order_id
  into wanted
  from finance.invoice_line as l left join purchasing.purchase_order_line as k on k.id = l.order_line_id
  where l.invoice_id = i.id;
  if wanted.orders <> 1 or wanted.ordered <> wanted.lines then
    perform system.refuse('purchasing.invoice_match'::regclass, 'invoice_match_complete', '');
  end if;
  perform from purchasing.purchase_order as o where o.id = wanted.order_id for no key update;
  insert into purchasing.invoice_match
    (owner_id, department_id, invoice_id, order_id, party_id, currency, made_by, state)
  values (i.owner_id, i.department_id, i.id, wanted.order_id, i.party_id, i.currency, access.account_id(), 'matched')
  returning id into made;
  insert into purchasing.invoice_match_line (invoice_match_id, invoice_line_id, order_line_id, ordered_quantity,
    received_quantity, previous_quantity, invoiced_quantity, matched_quantity, ordered_price, invoiced_price,
    expected_vat, invoiced_vat, quantity_percent, price_percent, tax_amount)
  select made, f.* from purchasing.match_facts(i.id, made) as f;
  select not bool_and(l.quantity_within and l.price_within and l.tax_within) into differs
  from purchasing.invoice_match_line as l where l.invoice_match_id = made;
  if differs then
    update purchasing.invoice_match as m set state = 'exception' where m.id = made;
  end if;
  perform finance.set_invoice_state(i.id, case when differs then 'exception' else 'matched' end);
  return made;
end
$$;
comment on function purchasing.match_invoice is
  'Holds an invoice against order and receipts. | Сверяет счёт с заказом и поступлениями.';

create function purchasing.release_match(p_match bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  m purchasing.invoice_match;
begin
  perform from finance.invoice as i
  where i.id = (select k.invoice_id from purchasing.invoice_match as k where k.id = p_match) for no key update;
  if not system.begin_verb('purchasing.invoice_match'::regclass, 'invoice_matches', 'release', p_match) then
    return null;
  end if;
  select * into m from purchasing.invoice_match as k where k.id = p_match;
  if m.state <> 'exception' then
    perform system.refuse_state('purchasing.invoice_match'::regclass, m.state, '{exception}');
  end if;
  update purchasing.invoice_match as k set state = 'released', released_at = now(),
    released_by = access.account_id(), release_reason = p_reason where k.id = m.id;
  perform finance.set_invoice_state(m.invoice_id, 'matched');
  return m.id;
end
$$;
comment on function purchasing.release_match is
  'Lets an invoice that differs be paid, for a reason. | Допускает расходящийся счёт к оплате с указанием причины.';

create function purchasing.void_match(p_invoice bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  i finance.invoice;
begin
  if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'match', p_invoice) then
    return null;
  end if;
  select * into i from finance.invoice as k where k.id = p_invoice;
  if i.state not in ('matched', 'exception') then
    perform system.refuse_state('finance.invoice'::regclass, i.state, '{matched,exception}');
  end if;
  update purchasing.invoice_match as m set state = 'void', voided_at = now(), voided_by = access.account_id()
  where m.invoice_id = i.id and m.state <> 'void';
  perform finance.set_invoice_state(i.id, 'draft');
  return i.id;
end
$$;
comment on function purchasing.void_match is
  'Voids the match of an invoice, which is a draft again. | Снимает сверку счёта; счёт снова черновик.';
grant execute on function purchasing.match_invoice, purchasing.release_match, purchasing.void_match to crm_service;

-- An order is not cancelled that an invoice was matched with: the match has locked it.
create function purchasing.judge_unmatched() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from purchasing.invoice_match as m where m.order_id = new.id and m.state <> 'void') then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_unmatched is
  'Keeps an order that was matched from being cancelled. | Не даёт отменить сверенный заказ.';
create constraint trigger purchase_order_unmatched after update of state on purchasing.purchase_order
  for each row when (new.state = 'cancelled' and old.state <> 'cancelled')
  execute function purchasing.judge_unmatched();
comment on trigger purchase_order_unmatched on purchasing.purchase_order is
  'It is matched with an invoice: void the match first. | Сверено со счётом: сначала снимите сверку.';
