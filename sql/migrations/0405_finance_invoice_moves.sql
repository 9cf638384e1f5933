-- 0405_finance_invoice_moves: what may become of an invoice, and what posted ones keep.
-- Why: a posted document is a fact of the ledger: it does not change, vanish or go back, whoever writes; it is reversed.
-- Kind: expand. Locks: finance.invoice, finance.invoice_line, for triggers. Time: milliseconds. Forward only.
create or replace function finance.judge_invoice() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  credited finance.invoice;
begin
  case tg_name
    when 'invoice_supplier' then
      if new.direction = 'supplier'
        and not exists (select from clients.party as p where p.id = new.party_id and p.supplier)
      then
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
        or exists (
        select from finance.invoice_line as l join sales.sales_order_line as k on k.id = l.sales_order_line_id
        join sales.sales_order as o on o.id = k.sales_order_id
        where l.invoice_id = new.id and (o.party_id, o.currency) <> (new.party_id, new.currency))
      then
        perform system.refuse(tg_relid::regclass, tg_name,
          case when old.party_id <> new.party_id then 'party_id' else 'currency' end);
      end if;
    when 'invoice_sales_order_client' then
      if not exists (
        select from sales.sales_order as o
        where o.id = new.sales_order_id and o.party_id = new.party_id and o.currency = new.currency)
        or new.invoice_request_id is not null and not exists (
        select from sales.invoice_request as r
        where r.id = new.invoice_request_id and r.sales_order_id = new.sales_order_id)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'sales_order_id');
      end if;
    when 'invoice_credits_own' then
      perform system.demand_read_committed();
      select * into credited from finance.invoice as i where i.id = new.credits_id for no key update;
      if row(credited.party_id, credited.currency, credited.direction, credited.kind)
        is distinct from row(new.party_id, new.currency, new.direction, 'invoice')
        or new.state = 'draft' and credited.state <> 'posted'
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'credits_id');
      end if;
    when 'invoice_begins' then
      perform system.refuse(tg_relid::regclass, tg_name, 'state');
    when 'invoice_moves' then
      if not (case old.state
        when 'draft' then new.state in ('matched', 'exception', 'posted', 'cancelled')
        when 'exception' then new.state in ('matched', 'draft')
        when 'matched' then new.state in ('exception', 'draft', 'posted')
        when 'posted' then new.state = 'reversed'
        else false end)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'state', old.state);
      end if;
    else
      -- What the ledger says of a party stays said of it, even where the party became one with another.
      if tg_op = 'DELETE' or old.entry_id is not null or not system.merged(to_jsonb(old), to_jsonb(new)) then
        perform system.refuse_frozen(tg_relid::regclass, tg_name, old.state);
      end if;
  end case;
  return null;
end
$$;
drop trigger invoice_frozen on finance.invoice;
create constraint trigger invoice_frozen after update on finance.invoice
  for each row when (row(old.direction, old.kind) is distinct from row(new.direction, new.kind)
    or old.state <> 'draft' and row(old.party_id, old.number_given, old.order_id,
      old.invoiced_on, old.currency, old.net_given, old.vat_given, old.gross_given, old.tax_rounding,
      old.sales_order_id, old.invoice_request_id, old.credits_id)
    is distinct from row(new.party_id, new.number_given, new.order_id,
      new.invoiced_on, new.currency, new.net_given, new.vat_given, new.gross_given, new.tax_rounding,
      new.sales_order_id, new.invoice_request_id, new.credits_id)
    or old.entry_id is not null and row(old.number, old.posted_on, old.entry_id, old.due_on, old.payment_term_id,
      old.contract_id, old.project_id, old.department_id)
    is distinct from row(new.number, new.posted_on, new.entry_id, new.due_on, new.payment_term_id,
      new.contract_id, new.project_id, new.department_id))
  execute function finance.judge_invoice();
create constraint trigger invoice_moves after update on finance.invoice
  for each row when (old.state <> new.state) execute function finance.judge_invoice();
create constraint trigger invoice_sales_order_client after insert or update of sales_order_id, invoice_request_id,
  party_id, currency on finance.invoice
  for each row when (num_nonnulls(new.sales_order_id, new.invoice_request_id) > 0)
  execute function finance.judge_invoice();
create constraint trigger invoice_credits_own after insert or update of credits_id, party_id, currency on finance.invoice
  for each row when (new.credits_id is not null) execute function finance.judge_invoice();
comment on trigger invoice_frozen on finance.invoice is
  'The invoice is {value}: only a draft changes, and never its kind. | Состояние счёта — {value}: меняется только черновик, а вид — никогда.';
comment on trigger invoice_lines_supplier on finance.invoice is
  'Its lines name an order of another party or currency. | Строки относятся к заказу другого контрагента или в другой валюте.';
comment on trigger invoice_moves on finance.invoice is
  'The invoice is {value} and does not come to that state from there. | Состояние счёта — {value}: из него в это состояние не переходят.';
comment on trigger invoice_sales_order_client on finance.invoice is
  'This is an order of another customer or currency, or a request of another order. | Это заказ другого клиента или в другой валюте, или заявка по другому заказу.';
comment on trigger invoice_credits_own on finance.invoice is
  'A credit note credits a posted invoice of its own party, currency and direction. | Кредит-нота уменьшает проведённый счёт того же контрагента, валюты и направления.';

-- A posted invoice keeps its match; a reversed one gives it back.
create or replace function purchasing.judge_invoice_state() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  whole constant bigint :=
    to_jsonb(new) ->> case tg_table_name when 'invoice' then 'id' else 'invoice_id' end;
  kept constant text := (select i.state from finance.invoice as i where i.id = whole);
  live constant text := (
    select m.state from purchasing.invoice_match as m where m.invoice_id = whole and m.state <> 'void');
begin
  if (case kept
    when 'posted' then live = 'exception'
      or live is null and exists (
        select from finance.invoice as i left join finance.invoice_line as l on l.invoice_id = i.id
        where i.id = whole and i.kind = 'invoice' and num_nonnulls(i.order_id, l.order_line_id) > 0)
    when 'matched' then coalesce(live, '') not in ('matched', 'released')
    when 'exception' then live is distinct from 'exception'
    else live is not null end)
  then
    perform system.refuse('finance.invoice'::regclass, 'invoice_state_true', 'state');
  end if;
  return null;
end
$$;
-- For the area that reverses; nobody else may call it.
create function purchasing.void_match_of(p_invoice bigint) returns void
language sql set search_path = pg_catalog
begin atomic
  update purchasing.invoice_match as m set state = 'void', voided_at = now(), voided_by = access.account_id()
  where m.invoice_id = p_invoice and m.state <> 'void';
end;
comment on function purchasing.void_match_of is
  'Voids the match of an invoice that is reversed. | Снимает сверку сторнированного счёта.';
