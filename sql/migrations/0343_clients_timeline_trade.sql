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
