-- 0343_clients_timeline_trade: deals and documents of sales and purchasing stand in the timeline of their party.
-- Why: the card of a client shows all of it in one list. Kind: expand. Locks: each table, for milliseconds (a trigger);
-- they come with this release and are empty. Time: milliseconds. Reversible: drop the triggers "timeline_entry".
select clients.enter_timeline('sales.deal'::regclass, 'deals', 'deal', 'Deal', 'Сделка', 'new.party_id',
  'new.created_at', 'new.title', 'concat_ws('' '', new.amount, new.currency)');
select clients.enter_timeline('sales.quote'::regclass, 'quotes', 'quote', 'Quote', 'Предложение', 'new.party_id',
  'new.created_at', 'new.number');
select clients.enter_timeline('sales.sales_order'::regclass, 'sales-orders', 'sales_order', 'Sales order',
  'Заказ клиента', 'new.party_id', 'new.created_at', 'new.number');
select clients.enter_timeline('sales.shipment'::regclass, 'shipments', 'shipment', 'Shipment', 'Отгрузка',
  '(select o.party_id from sales.sales_order as o where o.id = new.sales_order_id)', 'new.created_at', 'new.number');
select clients.enter_timeline('sales.invoice_request'::regclass, 'invoice-requests', 'invoice_request',
  'Request for an invoice', 'Запрос счёта', '(select o.party_id from sales.sales_order as o where o.id = new.sales_order_id)',
  'new.created_at', 'new.number');
select clients.enter_timeline('purchasing.purchase_order'::regclass, 'purchase-orders', 'purchase_order', 'Purchase order',
  'Заказ поставщику', 'new.party_id', 'new.created_at', 'new.number');
select clients.enter_timeline('purchasing.receipt'::regclass, 'receipts', 'receipt', 'Receipt', 'Поступление',
  '(select o.party_id from purchasing.purchase_order as o where o.id = new.order_id)', 'new.created_at', 'new.number');
select clients.enter_timeline('finance.invoice'::regclass, 'invoices', 'invoice', 'Invoice', 'Счёт', 'new.party_id',
  'new.created_at', 'coalesce(new.number_given, new.reference)', 'concat_ws('' '', new.gross_given, new.currency)');

-- What hangs on a document goes with it to another party: two that become one. Arguments: tables and columns that name it.
create function clients.follow_document() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  for n in 0..tg_nargs - 1 by 2 loop
    execute format('update clients.timeline_entry as e set party_id = $1 from clients.timeline_source as s, %s as d
      where s.table_name = %L and d.%I = $2 and e.id = s.place * 281474976710656 + d.id',
      tg_argv[n]::regclass, tg_argv[n], tg_argv[n + 1]) using new.party_id, new.id;
  end loop;
  return null;
end
$$;
comment on function clients.follow_document is
  'Moves entries of the timeline with their document. | Переносит записи ленты вслед за документом.';
create trigger timeline_follows after update of party_id on sales.sales_order
  for each row when (old.party_id <> new.party_id)
  execute function clients.follow_document('sales.shipment', 'sales_order_id', 'sales.invoice_request', 'sales_order_id');
create trigger timeline_follows after update of party_id on purchasing.purchase_order
  for each row when (old.party_id <> new.party_id)
  execute function clients.follow_document('purchasing.receipt', 'order_id');
comment on trigger timeline_follows on sales.sales_order is
  'Shipments stand where their order stands. | Отгрузки стоят там же, где их заказ.';
comment on trigger timeline_follows on purchasing.purchase_order is
  'Receipts stand where their order stands. | Поступления стоят там же, где их заказ.';
