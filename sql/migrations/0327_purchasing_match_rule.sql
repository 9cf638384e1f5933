-- 0327_purchasing_match_rule: a match has the facts of its documents, and what it has used up stays there.
-- Why: no match is better than one whose numbers nobody can find again. Each rule counts under the lock of the order.
-- Kind: expand. Locks: purchasing.receipt, purchasing.purchase_return_line, finance.invoice, empty. Time: milliseconds.
-- Reversible: drop the triggers and functions.

-- What live matches have used up of a line of an order.
create function purchasing.used_quantity(p_order_line bigint) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(sum(l.matched_quantity), 0) from purchasing.invoice_match_line as l
  join purchasing.invoice_match as m on m.id = l.invoice_match_id
  where l.order_line_id = p_order_line and m.state <> 'void';
end;
comment on function purchasing.used_quantity is
  'What matches have used up of a line of an order. | Сколько по строке заказа занято сверками.';

create function purchasing.judge_match_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  m purchasing.invoice_match;
begin
  perform system.demand_read_committed();
  select * into m from purchasing.invoice_match as k where k.id = new.invoice_match_id;
  perform from purchasing.purchase_order as k where k.id = m.order_id for no key update;
  case tg_name
    when 'invoice_match_line_facts' then
      if not exists (
        select from purchasing.match_facts(m.invoice_id, m.id) as f
        join purchasing.purchase_order_line as k on k.id = f.order_line_id
        where k.order_id = m.order_id and row(f.*) = row(new.invoice_line_id, new.order_line_id,
          new.ordered_quantity, new.received_quantity, new.previous_quantity, new.invoiced_quantity,
          new.matched_quantity, new.ordered_price, new.invoiced_price, new.expected_vat, new.invoiced_vat,
          new.quantity_percent, new.price_percent, new.tax_amount))
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    else
      if purchasing.used_quantity(new.order_line_id) > purchasing.received_quantity(new.order_line_id) then
        perform system.refuse(tg_relid::regclass, tg_name, 'matched_quantity');
      end if;
  end case;
  return null;
end
$$;
comment on function purchasing.judge_match_line is
  'Judges a line of a match: its facts, not more than received. | Проверяет строку сверки: факты, не больше полученного.';
create constraint trigger invoice_match_line_facts after insert on purchasing.invoice_match_line
  for each row execute function purchasing.judge_match_line();
create constraint trigger invoice_match_line_within_receipt after insert on purchasing.invoice_match_line
  for each row execute function purchasing.judge_match_line();
create constraint trigger invoice_match_line_kept after update or delete on purchasing.invoice_match_line
  for each row execute function purchasing.keep_written();
create constraint trigger invoice_match_stays after delete on purchasing.invoice_match
  for each row execute function purchasing.keep_written();
comment on trigger invoice_match_line_facts on purchasing.invoice_match_line is
  'The documents say something else: a match is made of their facts. | Документы говорят иное: сверка состоит из их данных.';
comment on trigger invoice_match_line_within_receipt on purchasing.invoice_match_line is
  'More would be matched than was received. | Сверено было бы больше полученного.';
comment on trigger invoice_match_line_kept on purchasing.invoice_match_line is
  'The facts of a match stay as they were. | Данные сверки не меняются.';
comment on trigger invoice_match_stays on purchasing.invoice_match is
  'A match does not go: void it. | Сверку не удаляют: снимите её.';

-- The row as it is now: the rules at the end of the transaction look at what came of it.
create function purchasing.judge_match() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  m purchasing.invoice_match;
  i finance.invoice;
  facts record;
begin
  select * into m from purchasing.invoice_match as k where k.id = new.id;
  select * into i from finance.invoice as k where k.id = m.invoice_id;
  select count(*) as lines, coalesce(bool_and(l.quantity_within and l.price_within and l.tax_within), false) as within,
    (select count(*) from finance.invoice_line as k where k.invoice_id = i.id) as invoiced
  into facts from purchasing.invoice_match_line as l where l.invoice_match_id = m.id;
  case tg_name
    when 'invoice_match_complete' then
      if m.state <> 'void' and (facts.lines = 0 or facts.lines <> facts.invoiced
        or row(m.party_id, m.currency) is distinct from row(i.party_id, i.currency))
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'invoice_id');
      end if;
    when 'invoice_match_true' then
      if m.state <> 'void' and facts.within <> (m.state = 'matched') then
        perform system.refuse(tg_relid::regclass, tg_name, 'state');
      end if;
    when 'invoice_match_order' then
      if not exists (
        select from purchasing.purchase_order as o
        where o.id = m.order_id and o.state in ('sent', 'received', 'closed')
          and (o.party_id, o.currency) = (m.party_id, m.currency))
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    when 'invoice_match_not_own' then
      if m.released_by in (m.made_by, m.created_by, i.created_by) or exists (
        select from finance.invoice_line as l
        where l.invoice_id = i.id and m.released_by in (l.created_by, l.updated_by))
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    else
      if not system.merged(to_jsonb(old), to_jsonb(new)) then
        perform system.refuse(tg_relid::regclass, tg_name, '', old.state);
      end if;
  end case;
  return null;
end
$$;
comment on function purchasing.judge_match is
  'Judges a match: complete, true, released by another, final. | Проверяет сверку: полнота, правда, разрешение другим, неизменность.';
create constraint trigger invoice_match_complete after insert or update of state on purchasing.invoice_match
  deferrable initially deferred for each row execute function purchasing.judge_match();
create constraint trigger invoice_match_true after insert or update of state on purchasing.invoice_match
  deferrable initially deferred for each row execute function purchasing.judge_match();
create constraint trigger invoice_match_order after insert on purchasing.invoice_match
  for each row execute function purchasing.judge_match();
create constraint trigger invoice_match_not_own after insert or update of state, released_by on purchasing.invoice_match
  for each row when (new.released_by is not null) execute function purchasing.judge_match();
create constraint trigger invoice_match_kept after update on purchasing.invoice_match
  for each row when (row(old.invoice_id, old.order_id, old.party_id, old.currency, old.made_at, old.made_by)
    is distinct from row(new.invoice_id, new.order_id, new.party_id, new.currency, new.made_at, new.made_by)
    or old.state <> new.state and not (old.state = 'matched' and new.state = 'exception'
      or old.state = 'exception' and new.state = 'released' or new.state = 'void')
    or old.state = 'void')
  execute function purchasing.judge_match();
comment on trigger invoice_match_complete on purchasing.invoice_match is
  'An invoice is matched by lines that all name lines of one order. | Счёт сверяют по строкам, и все они относятся к строкам одного заказа.';
comment on trigger invoice_match_true on purchasing.invoice_match is
  'The state does not follow from the lines. | Состояние не следует из строк.';
comment on trigger invoice_match_order on purchasing.invoice_match is
  'An invoice is matched with an order that was sent, of its supplier and in its currency. | Счёт сверяют с отправленным заказом того же поставщика в той же валюте.';
comment on trigger invoice_match_not_own on purchasing.invoice_match is
  'Nobody releases what he has matched or entered himself. | Нельзя разрешить то, что сам сверил или внёс.';
comment on trigger invoice_match_kept on purchasing.invoice_match is
  'The match is {value} and stays as it is. | Состояние сверки — {value}, она не меняется.';

-- The state of an invoice is what its live match says.
create function purchasing.judge_invoice_state() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  whole constant bigint :=
    to_jsonb(new) ->> case tg_table_name when 'invoice' then 'id' else 'invoice_id' end;
  kept constant text := (select i.state from finance.invoice as i where i.id = whole);
  live constant text := (
    select m.state from purchasing.invoice_match as m where m.invoice_id = whole and m.state <> 'void');
begin
  if coalesce(kept in ('matched', 'exception') or live is not null, false)
    and kept is distinct from (case live when 'released' then 'matched' else live end)
  then
    perform system.refuse('finance.invoice'::regclass, 'invoice_state_true', 'state');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_invoice_state is
  'Holds the state of an invoice against its match. | Сверяет состояние счёта с его сверкой.';
create constraint trigger invoice_state_true after update of state on finance.invoice
  deferrable initially deferred for each row execute function purchasing.judge_invoice_state();
create constraint trigger invoice_match_invoice after insert or update of state on purchasing.invoice_match
  deferrable initially deferred for each row execute function purchasing.judge_invoice_state();
comment on trigger invoice_state_true on finance.invoice is
  'The state of an invoice follows from its match. | Состояние счёта следует из его сверки.';
comment on trigger invoice_match_invoice on purchasing.invoice_match is
  'The state of an invoice follows from its match. | Состояние счёта следует из его сверки.';

-- What was matched must not go back or be cancelled.
create function purchasing.judge_matched() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.demand_read_committed();
  perform from purchasing.purchase_order as o
  where o.id in (
    select r.order_id from purchasing.receipt as r left join purchasing.receipt_line as l on l.receipt_id = r.id
    where case tg_table_name when 'receipt' then r.id = (to_jsonb(new) ->> 'id')::bigint
      else l.id = (to_jsonb(new) ->> 'receipt_line_id')::bigint end)
  for no key update;
  if exists (
    select from purchasing.receipt_line as l
    where case tg_table_name when 'receipt' then l.receipt_id = (to_jsonb(new) ->> 'id')::bigint
        else l.id = (to_jsonb(new) ->> 'receipt_line_id')::bigint end
      and purchasing.used_quantity(l.order_line_id) > purchasing.received_quantity(l.order_line_id))
  then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_matched is
  'Keeps what was matched from going back. | Не даёт вернуть или отменить сверенное.';
create constraint trigger receipt_not_matched after update of state on purchasing.receipt
  for each row when (new.state = 'cancelled') execute function purchasing.judge_matched();
create constraint trigger purchase_return_line_not_matched after insert on purchasing.purchase_return_line
  for each row execute function purchasing.judge_matched();
comment on trigger receipt_not_matched on purchasing.receipt is
  'It is matched with an invoice: void the match first. | Сверено со счётом: сначала снимите сверку.';
comment on trigger purchase_return_line_not_matched on purchasing.purchase_return_line is
  'It is matched with an invoice: void the match first. | Сверено со счётом: сначала снимите сверку.';
