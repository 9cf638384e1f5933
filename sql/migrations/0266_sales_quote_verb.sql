-- 0266_sales_quote_verb: sending, acceptance, refusal, expiry and revision of quotes, and approval of their discounts.
-- Why: states change by these alone, each in one step behind a lock; the rules are triggers of the tables. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the functions.
create function sales.move_quote(p_id bigint, p_action text, p_from text[], p_state text, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  q sales.quote;
begin
  if not system.begin_verb('sales.quote'::regclass, 'quotes', p_action, p_id) then
    return null;
  end if;
  select * into q from sales.quote as o where o.id = p_id;
  if q.state <> all (p_from) then
    perform system.refuse_state('sales.quote'::regclass, q.state, p_from);
  end if;
  update sales.quote as o set state = p_state,
    sent_at = coalesce(o.sent_at, now()),
    decided_at = case when p_state in ('accepted', 'declined') then now() else o.decided_at end,
    decline_reason = coalesce(p_reason, o.decline_reason)
  where o.id = p_id;
  return p_id;
end
$$;
comment on function sales.move_quote is
  'Brings a quote from one state to the next. | Переводит предложение из состояния в следующее.';

create function sales.send_quote(p_id bigint) returns bigint
language sql security definer set search_path = pg_catalog as
$$ select sales.move_quote(p_id, 'send', '{draft}', 'sent', null) $$;
comment on function sales.send_quote is
  'A quote goes to the client. | Предложение уходит клиенту.';

create function sales.accept_quote(p_id bigint) returns bigint
language sql security definer set search_path = pg_catalog as
$$ select sales.move_quote(p_id, 'accept', '{sent}', 'accepted', null) $$;
comment on function sales.accept_quote is
  'The client accepts. | Клиент принимает.';

create function sales.decline_quote(p_id bigint, p_reason text) returns bigint
language sql security definer set search_path = pg_catalog as
$$ select sales.move_quote(p_id, 'decline', '{sent}', 'declined', p_reason) $$;
comment on function sales.decline_quote is
  'The client declines, and says why. | Клиент отклоняет и говорит почему.';

create function sales.expire_quote(p_id bigint) returns bigint
language sql security definer set search_path = pg_catalog as
$$ select sales.move_quote(p_id, 'expire', '{sent}', 'expired', null) $$;
comment on function sales.expire_quote is
  'The time of a quote has run out unanswered. | Срок предложения вышел без ответа.';

-- The next revision, a draft with the same lines at the same prices; the quote is superseded.
create function sales.revise_quote(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  today constant date := (now() at time zone 'UTC')::date;
  possible constant text[] := '{sent,accepted,declined,expired}';
  q sales.quote;
  made bigint;
begin
  if not system.begin_verb('sales.quote'::regclass, 'quotes', 'revise', p_id) then
    return null;
  end if;
  select * into q from sales.quote as o where o.id = p_id;
  if q.state <> all (possible) then
    perform system.refuse_state('sales.quote'::regclass, q.state, possible);
  end if;
  update sales.quote as o set state = 'superseded' where o.id = p_id;
  insert into sales.quote (owner_id, department_id, number, revision, replaces_id, party_id, contact_id, deal_id,
    currency, quoted_on, valid_until, notes)
  values (q.owner_id, q.department_id, q.number, q.revision + 1, q.id, q.party_id, q.contact_id, q.deal_id,
    q.currency, today, case when q.valid_until >= today then q.valid_until end, q.notes)
  returning id into made;
  insert into sales.quote_line (quote_id, place, product_id, description, quantity, unit_id, unit_price,
    discount_percent, vat_rate)
  select made, l.place, l.product_id, l.description, l.quantity, l.unit_id, l.unit_price, l.discount_percent, l.vat_rate
  from sales.quote_line as l where l.quote_id = p_id order by l.place, l.id;
  return made;
end
$$;
comment on function sales.revise_quote is
  'Makes the next revision of a quote. | Создаёт следующую редакцию предложения.';

create function sales.approve_quote_discount(p_id bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  q sales.quote;
  made bigint;
begin
  if not system.begin_verb('sales.quote'::regclass, 'quotes', 'approve_discount', p_id) then
    return null;
  end if;
  select * into q from sales.quote as o where o.id = p_id;
  if q.state <> 'draft' then
    perform system.refuse_state('sales.quote'::regclass, q.state, '{draft}');
  end if;
  insert into sales.discount_approval (quote_id, approved_by, reason)
  values (p_id, access.account_id(), p_reason) returning id into made;
  return made;
end
$$;
comment on function sales.approve_quote_discount is
  'Allows the discounts of a quote as it is. | Разрешает скидки предложения в нынешнем виде.';
grant execute on function sales.send_quote, sales.accept_quote, sales.decline_quote, sales.expire_quote,
  sales.revise_quote, sales.approve_quote_discount to crm_service;
