-- 0323_finance_invoice_rule: an invoice agrees with its lines, and what is no draft stays as it is.
-- Why: a total that differs from its lines is a wrong payment; one that changes after it was matched, too. Kind: expand.
-- Locks: finance.invoice, finance.invoice_line, empty. Time: milliseconds. Reversible: drop the triggers and functions.
create function finance.judge_invoice() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  case tg_name
    when 'invoice_supplier' then
      if not exists (select from clients.party as p where p.id = new.party_id and p.supplier) then
        perform system.refuse(tg_relid::regclass, tg_name, 'party_id');
      end if;
    when 'invoice_order_supplier' then
      if not exists (
        select from purchasing.purchase_order as o
        where o.id = new.order_id and o.party_id = new.party_id and o.currency = new.currency)
        or exists (
        select from finance.invoice_line as l join purchasing.purchase_order_line as k on k.id = l.order_line_id
        where l.invoice_id = new.id and k.order_id <> new.order_id)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'order_id');
      end if;
    when 'invoice_lines_supplier' then
      if exists (
        select from finance.invoice_line as l join purchasing.purchase_order_line as k on k.id = l.order_line_id
        join purchasing.purchase_order as o on o.id = k.order_id
        where l.invoice_id = new.id and (o.party_id, o.currency) <> (new.party_id, new.currency))
      then
        perform system.refuse(tg_relid::regclass, tg_name,
          case when old.party_id <> new.party_id then 'party_id' else 'currency' end);
      end if;
    when 'invoice_begins' then
      perform system.refuse(tg_relid::regclass, tg_name, 'state');
    else
      if tg_op = 'DELETE' or not system.merged(to_jsonb(old), to_jsonb(new)) then
        perform system.refuse_frozen(tg_relid::regclass, tg_name, old.state);
      end if;
  end case;
  return null;
end
$$;
comment on function finance.judge_invoice is
  'Judges an invoice: supplier, order, never changed when matched. | Проверяет счёт: поставщик, заказ, неизменность.';
create constraint trigger invoice_supplier after insert or update of party_id on finance.invoice
  for each row execute function finance.judge_invoice();
create constraint trigger invoice_order_supplier after insert or update of order_id, party_id, currency
  on finance.invoice for each row when (new.order_id is not null) execute function finance.judge_invoice();
create constraint trigger invoice_lines_supplier after update of party_id, currency on finance.invoice
  for each row when (new.order_id is null
    and row(old.party_id, old.currency) is distinct from row(new.party_id, new.currency))
  execute function finance.judge_invoice();
create constraint trigger invoice_begins after insert on finance.invoice
  for each row when (new.state <> 'draft') execute function finance.judge_invoice();
create constraint trigger invoice_frozen after update on finance.invoice
  for each row when (old.state <> 'draft' and row(old.direction, old.party_id, old.number_given, old.order_id,
    old.invoiced_on, old.currency, old.net_given, old.vat_given, old.gross_given)
    is distinct from row(new.direction, new.party_id, new.number_given, new.order_id,
    new.invoiced_on, new.currency, new.net_given, new.vat_given, new.gross_given))
  execute function finance.judge_invoice();
create constraint trigger invoice_kept after delete on finance.invoice
  for each row when (old.state <> 'draft') execute function finance.judge_invoice();
create constraint trigger invoice_final after update of state on finance.invoice
  for each row when (old.state = 'cancelled' and new.state <> 'cancelled') execute function finance.judge_invoice();
comment on trigger invoice_supplier on finance.invoice is
  'This party is no supplier. | Этот контрагент не поставщик.';
comment on trigger invoice_order_supplier on finance.invoice is
  'This is an order of another supplier or currency, or lines name another order. | Это заказ другого поставщика или в другой валюте, или строки относятся к другому заказу.';
comment on trigger invoice_lines_supplier on finance.invoice is
  'Its lines name an order of another supplier or currency. | Строки относятся к заказу другого поставщика или в другой валюте.';
comment on trigger invoice_begins on finance.invoice is
  'An invoice begins as a draft. | Счёт начинается черновиком.';
comment on trigger invoice_frozen on finance.invoice is
  'The invoice is {value}: only a draft changes. | Состояние счёта — {value}: меняется только черновик.';
comment on trigger invoice_kept on finance.invoice is
  'The invoice is {value}: only a draft goes. | Состояние счёта — {value}: удалить можно только черновик.';
comment on trigger invoice_final on finance.invoice is
  'What was cancelled stays cancelled. | Отменённое остаётся отменённым.';

-- At the end of the transaction: an invoice and its lines come one after the other.
create function finance.judge_invoice_sum() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  whole bigint;
  i finance.invoice;
  sums record;
begin
  -- The lines of whoever came before are seen then.
  perform system.demand_read_committed();
  for whole in
    select distinct (k.row ->> case tg_table_name when 'invoice' then 'id' else 'invoice_id' end)::bigint
    from unnest(array[to_jsonb(new), to_jsonb(old)]) as k (row) where k.row is not null
  loop
    select * into i from finance.invoice as k where k.id = whole;
    select count(*) as lines, sum(l.net) as net, sum(l.vat) as vat into sums
    from finance.invoice_line as l where l.invoice_id = whole;
    if i.id is not null and sums.lines > 0 and (sums.net <> i.net_given or sums.vat <> i.vat_given) then
      perform system.refuse('finance.invoice'::regclass, 'invoice_lines_sum', 'net_given',
        format('%s + %s', trim_scale(sums.net), trim_scale(sums.vat)));
    end if;
  end loop;
  return null;
end
$$;
comment on function finance.judge_invoice_sum is
  'Holds the amounts of an invoice against its lines. | Сверяет суммы счёта с его строками.';
create constraint trigger invoice_lines_sum after update of net_given, vat_given on finance.invoice
  deferrable initially deferred for each row execute function finance.judge_invoice_sum();
create constraint trigger invoice_line_sum after insert or update or delete on finance.invoice_line
  deferrable initially deferred for each row execute function finance.judge_invoice_sum();
comment on trigger invoice_lines_sum on finance.invoice is
  'The lines add up to other amounts, net + VAT: {value}. | Строки дают другие суммы, без НДС + НДС: {value}.';
comment on trigger invoice_line_sum on finance.invoice_line is
  'The lines add up to other amounts than the invoice states. | Сумма строк расходится с суммами счёта.';

-- For the area that matches; nobody else may call it.
create function finance.set_invoice_state(p_invoice bigint, p_state text) returns void
language sql set search_path = pg_catalog
begin atomic
  update finance.invoice as i set state = p_state where i.id = p_invoice and i.state <> p_state;
end;
comment on function finance.set_invoice_state is
  'Sets the state of an invoice. | Задаёт состояние счёта.';

create function finance.cancel_invoice(p_invoice bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept text;
begin
  if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'cancel', p_invoice) then
    return null;
  end if;
  select i.state into kept from finance.invoice as i where i.id = p_invoice;
  if kept <> 'draft' then
    perform system.refuse_state('finance.invoice'::regclass, kept, '{draft}');
  end if;
  update finance.invoice as i set state = 'cancelled', cancelled_at = now(), cancelled_by = access.account_id(),
    cancellation_reason = p_reason where i.id = p_invoice;
  return p_invoice;
end
$$;
comment on function finance.cancel_invoice is
  'Cancels a draft. | Отменяет черновик.';
grant execute on function finance.cancel_invoice to crm_service;
