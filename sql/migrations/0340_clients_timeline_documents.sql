-- 0340_clients_timeline_documents: hand-offs, contracts and documents of money stand in the timeline of their party.
-- Why: the card of a client shows all of it in one list. Kind: expand. Locks: each table, for milliseconds (a trigger);
-- they come with this release and are empty. Time: milliseconds. Reversible: drop the triggers "timeline_entry".
select clients.enter_timeline('clients.hand_off'::regclass, 'hand-offs', 'hand_off', 'Hand-off', 'Передача',
  'new.party_id', 'new.created_at', 'coalesce((select d.name from access.department as d where d.id = new.to_department_id), '''')',
  'coalesce(new.return_reason, new.message)', 'false', true);
select clients.enter_timeline('sales.contract'::regclass, 'contracts', 'contract', 'Contract', 'Договор',
  'new.party_id', 'new.created_at', 'concat_ws('' '', new.number, new.title)',
  'concat_ws('' '', new.amount, new.currency)');
