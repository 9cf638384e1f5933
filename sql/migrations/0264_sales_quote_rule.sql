-- 0264_sales_quote_rule: what is not a draft stays as it is, by whatever way one comes, and moves by lawful steps alone.
-- Why: what was sent to a client is a promise. Kind: expand. Locks: sales.quote and its lines, empty. Time:
-- milliseconds. Forward only.

-- Asked and answered under a lock of the quote. The table of orders comes with 0270; nothing is ordered before.
create function sales.quote_is_ordered(p_quote bigint) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return exists (select from sales.sales_order as o where o.quote_id = p_quote and o.state <> 'cancelled');
end
$$;
comment on function sales.quote_is_ordered is
  'Whether a quote was ordered. | Заказано ли по предложению.';

create function sales.keep_quote() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  -- As if an order referred to it: the service puts it into the archive instead.
  raise exception 'a quote is not deleted' using errcode = 'foreign_key_violation', schema = 'sales',
    table = 'quote', constraint = 'quote_kept';
end
$$;
comment on function sales.keep_quote is
  'Keeps quotes, whose numbers have no gaps. | Не даёт удалять предложения: в номерах нет пропусков.';
create trigger quote_kept before delete on sales.quote
  for each row execute function sales.keep_quote();

-- All columns of the row but those that live on after it was sent.
create function sales.quote_promise(p_quote sales.quote) returns jsonb
language sql stable set search_path = pg_catalog
return to_jsonb(p_quote) - '{state,sent_at,decided_at,decline_reason,version,updated_at,updated_by,owner_id,department_id,external_source,external_key,archived_at}'::text[];
comment on function sales.quote_promise is
  'What of a quote stays as it was sent. | Что в предложении остаётся таким, как отправлено.';

create function sales.judge_quote() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  today constant date := (now() at time zone 'UTC')::date;
  column_name text := 'state';
  value text;
  kept boolean;
begin
  case tg_name
    when 'quote_begins' then
      kept := new.state = 'draft' and (new.replaces_id is null or exists (
        select from sales.quote as r
        where r.id = new.replaces_id and r.number = new.number and r.revision = new.revision - 1));
    when 'quote_frozen' then
      kept := system.merged(to_jsonb(old), to_jsonb(new)) or sales.quote_promise(old) = sales.quote_promise(new)
        and (old.state <> new.state or row(old.sent_at, old.decided_at, old.decline_reason)
          is not distinct from row(new.sent_at, new.decided_at, new.decline_reason));
      if not kept then
        perform system.refuse_frozen('sales.quote'::regclass, tg_name, old.state);
      end if;
    when 'quote_number_stays' then
      kept := false;
      column_name := 'number';
    when 'quote_moves' then
      kept := old.state || ' ' || new.state in ('draft sent', 'sent accepted', 'sent declined', 'sent expired',
        'sent superseded', 'accepted superseded', 'declined superseded', 'expired superseded')
        and (old.sent_at is null or old.sent_at = new.sent_at);
    when 'quote_has_lines' then
      kept := exists (select from sales.quote_line as l where l.quote_id = new.id);
      column_name := 'lines';
    when 'quote_not_past' then
      kept := coalesce(new.valid_until >= today, true);
      column_name := 'valid_until';
      value := new.valid_until;
    when 'quote_not_ahead' then
      -- Tomorrow has begun somewhere.
      kept := new.quoted_on <= today + 1;
      column_name := 'quoted_on';
      value := new.quoted_on;
    when 'quote_past' then
      kept := coalesce(new.valid_until < today, false);
      column_name := 'valid_until';
      value := new.valid_until;
    when 'quote_not_ordered' then
      perform system.demand_read_committed();
      kept := not sales.quote_is_ordered(new.id);
    when 'quote_contact_of_client' then
      kept := exists (
        select from clients.contact as c where c.id = new.contact_id and c.company_id = new.party_id);
      column_name := 'contact_id';
  end case;
  if not kept then
    perform system.refuse('sales.quote'::regclass, tg_name, column_name, value);
  end if;
  return null;
end
$$;
comment on function sales.judge_quote is
  'Judges what becomes of a quote. | Проверяет, что происходит с предложением.';
create constraint trigger quote_begins after insert on sales.quote
  for each row when (new.state <> 'draft' or new.replaces_id is not null) execute function sales.judge_quote();
create constraint trigger quote_frozen after update on sales.quote
  for each row when (old.state <> 'draft') execute function sales.judge_quote();
create constraint trigger quote_number_stays after update on sales.quote
  for each row when (row(old.number, old.revision, old.replaces_id) is distinct from
    row(new.number, new.revision, new.replaces_id)) execute function sales.judge_quote();
create constraint trigger quote_moves after update on sales.quote
  for each row when (old.state <> new.state) execute function sales.judge_quote();
create constraint trigger quote_has_lines after update on sales.quote
  for each row when (old.state <> 'sent' and new.state = 'sent') execute function sales.judge_quote();
create constraint trigger quote_not_past after update on sales.quote
  for each row when (old.state <> new.state and new.state in ('sent', 'accepted'))
  execute function sales.judge_quote();
create constraint trigger quote_not_ahead after update on sales.quote
  for each row when (old.state <> 'sent' and new.state = 'sent') execute function sales.judge_quote();
create constraint trigger quote_past after update on sales.quote
  for each row when (old.state <> 'expired' and new.state = 'expired') execute function sales.judge_quote();
create constraint trigger quote_not_ordered after update on sales.quote
  for each row when (old.state = 'accepted' and new.state <> 'accepted') execute function sales.judge_quote();
create constraint trigger quote_contact_of_client after insert or update of contact_id, party_id on sales.quote
  for each row when (new.contact_id is not null) execute function sales.judge_quote();
comment on trigger quote_begins on sales.quote is
  'A quote begins as a draft, a revision with the next number of its own. | Предложение начинается черновиком, редакция — следующая по счёту.';
comment on trigger quote_frozen on sales.quote is
  'What was sent stays as it is: make a revision. | Отправленное не меняется: сделайте новую редакцию.';
comment on trigger quote_number_stays on sales.quote is
  'Number and revision stay as they are. | Номер и редакция не меняются.';
comment on trigger quote_moves on sales.quote is
  'A quote cannot go from this state to that one. | Из этого состояния предложение не переходит в то.';
comment on trigger quote_has_lines on sales.quote is
  'The quote has no lines. | В предложении нет строк.';
comment on trigger quote_not_past on sales.quote is
  'The quote was valid until {value} only. | Предложение действовало только до {value}.';
comment on trigger quote_not_ahead on sales.quote is
  'The date of the quote, {value}, is still to come. | Дата предложения, {value}, ещё не наступила.';
comment on trigger quote_past on sales.quote is
  'The quote is still valid: {value}. | Предложение ещё действует: {value}.';
comment on trigger quote_not_ordered on sales.quote is
  'The quote was ordered. | По предложению сделан заказ.';
comment on trigger quote_contact_of_client on sales.quote is
  'The contact is another client''s. | Контакт другого клиента.';

-- The lock lets no line come in while a quote is sent, nor a quote be sent while a line changes.
create function sales.judge_quote_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  case tg_name
    when 'quote_line_frozen' then
      perform from sales.quote as q
      where q.id in (old.quote_id, new.quote_id) order by q.id for no key update;
      perform system.refuse_frozen('sales.quote_line'::regclass, tg_name, q.state)
      from sales.quote as q where q.id in (old.quote_id, new.quote_id) and q.state <> 'draft';
    when 'quote_line_unit_of_product' then
      if not exists (select from sales.product as p where p.id = new.product_id and p.unit_id = new.unit_id) then
        perform system.refuse('sales.quote_line'::regclass, tg_name, 'unit_id');
      end if;
  end case;
  return null;
end
$$;
comment on function sales.judge_quote_line is
  'Keeps lines of what was sent, and units of products. | Хранит строки отправленного и единицы товаров.';
create constraint trigger quote_line_frozen after insert or update or delete on sales.quote_line
  for each row execute function sales.judge_quote_line();
create constraint trigger quote_line_unit_of_product after insert or update of unit_id, product_id on sales.quote_line
  for each row execute function sales.judge_quote_line();
comment on trigger quote_line_frozen on sales.quote_line is
  'Lines of what was sent stay as they are: make a revision. | Строки отправленного не меняются: сделайте новую редакцию.';
comment on trigger quote_line_unit_of_product on sales.quote_line is
  'A product is offered in its own unit, in which its price is. | Товар предлагается в своей единице: за неё и цена.';
