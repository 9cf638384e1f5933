-- 0265_sales_discount_approval: who allowed the discounts of a quote beyond the limits of those who wrote it.
-- Why: nobody allows himself what he may not give; what was changed afterwards is allowed no longer. Kind: expand.
-- Locks: sales.quote, empty. Time: milliseconds. Forward only.
create table sales.discount_approval (
  id bigint generated always as identity constraint discount_approval_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  quote_id bigint not null constraint discount_approval_quote_fkey references sales.quote,
  approved_by bigint not null constraint discount_approval_account_fkey references access.account,
  approved_at timestamptz not null default now(),
  -- Found by complete_discount_approval, whatever was given.
  percent numeric(7, 4) not null default 0
    constraint discount_approval_percent_range check (percent between 0 and 100),
  digest text not null default '' constraint discount_approval_digest_form check (digest ~ '^[0-9a-f]{64}$'),
  reason text constraint discount_approval_reason_length check (length(reason) between 1 and 2000)
);
create index discount_approval_quote_idx on sales.discount_approval (quote_id, digest);
create index discount_approval_account_idx on sales.discount_approval (approved_by);
comment on table sales.discount_approval is
  'Discount approval: who allowed the discounts of a quote. | Согласование скидки: кто разрешил скидки предложения.';
comment on column sales.discount_approval.quote_id is 'Quote: whose discounts. | Предложение: чьи скидки.';
comment on column sales.discount_approval.approved_by is 'Approved by: who. | Кем согласовано: кто.';
comment on column sales.discount_approval.approved_at is 'Approved at: when. | Согласовано: когда.';
comment on column sales.discount_approval.percent is
  'Percent: the greatest discount that it covers. | Процент: наибольшая охваченная скидка.';
comment on column sales.discount_approval.digest is
  'Digest: of the client, prices and quantities that were allowed. | Отпечаток: клиента, цен и количеств, которые согласованы.';
comment on column sales.discount_approval.reason is 'Reason: why. | Причина: почему.';
comment on constraint discount_approval_quote_fkey on sales.discount_approval is
  'There is no such quote. | Такого предложения нет.';
comment on constraint discount_approval_account_fkey on sales.discount_approval is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint discount_approval_percent_range on sales.discount_approval is
  'The percent must be 0 to 100. | Процент — от 0 до 100.';
comment on constraint discount_approval_digest_form on sales.discount_approval is
  'The digest is a SHA-256. | Отпечаток — SHA-256.';
comment on constraint discount_approval_reason_length on sales.discount_approval is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
select clients.describe_common('sales.discount_approval'::regclass);
select system.business('sales.discount_approval'::regclass, 'quote_id', 'sales.quote'::regclass);
select access.protect_child('sales.discount_approval'::regclass, 'quotes', 'quote_id', 'sales.quote'::regclass);
-- The verb alone makes them, and nobody changes them.
revoke insert (quote_id, approved_by, approved_at, percent, digest, reason),
  update (quote_id, approved_by, approved_at, percent, digest, reason) on sales.discount_approval from crm_service;
revoke delete on sales.discount_approval from crm_service;
insert into system.succession (place, rule, condition, function_name) values
  ('sales.discount_approval.approved_by', 'keep', null, null);

-- Every line with its discount and what its writers may give: who made the quote and who last changed the line.
create function sales.quote_discounts(p_quote bigint)
returns table (line_id bigint, product_category_id bigint, percent numeric, allowed numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select l.id, p.product_category_id,
    sales.discount_of(l.product_id, q.party_id, q.currency, l.quantity, sales.price_day(q),
      l.unit_price * (100 - l.discount_percent) / 100),
    least(sales.discount_limit_of(q.created_by, p.product_category_id),
      sales.discount_limit_of(l.updated_by, p.product_category_id))
  from sales.quote as q
  join sales.quote_line as l on l.quote_id = q.id
  join sales.product as p on p.id = l.product_id
  where q.id = p_quote;
end;
comment on function sales.quote_discounts is
  'The discounts of a quote and what its writers may give. | Скидки предложения и пределы его авторов.';

create function sales.quote_digest(p_quote bigint) returns text
language sql stable security definer set search_path = pg_catalog
begin atomic
  select encode(sha256(convert_to(jsonb_build_array(q.party_id, q.currency, q.quoted_on, (
    select jsonb_agg(jsonb_build_array(l.id, l.product_id, l.quantity, l.unit_price, l.discount_percent)
      order by l.id)
    from sales.quote_line as l where l.quote_id = q.id))::text, 'UTF8')), 'hex')
  from sales.quote as q where q.id = p_quote;
end;
comment on function sales.quote_digest is
  'What of a quote an approval of its discounts is about. | Что в предложении согласовано вместе со скидками.';

-- Whether all discounts lie within the limits, or were allowed just as they are.
create function sales.discounts_approved(p_quote bigint) returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  select not coalesce(bool_or(d.percent > d.allowed), false) or exists (
    select from sales.discount_approval as a
    where a.quote_id = p_quote and a.digest = sales.quote_digest(p_quote) and a.percent >= max(d.percent))
  from sales.quote_discounts(p_quote) as d;
end;
comment on function sales.discounts_approved is
  'Whether the discounts of a quote may be given. | Можно ли дать скидки предложения.';

create function sales.complete_discount_approval() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if sales.discounts_approved(new.quote_id) then
    perform system.refuse('sales.discount_approval'::regclass, 'discount_approval_needed', null);
  end if;
  new.digest := sales.quote_digest(new.quote_id);
  new.percent := coalesce((select max(d.percent) from sales.quote_discounts(new.quote_id) as d), 0);
  return new;
end
$$;
comment on function sales.complete_discount_approval is
  'Finds what an approval covers. | Определяет, что охватывает согласование.';
create trigger complete_discount_approval before insert on sales.discount_approval
  for each row execute function sales.complete_discount_approval();

create function sales.judge_discount_approval() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept boolean;
begin
  case tg_name
    when 'discount_approval_stays' then
      kept := false;
    when 'discount_approval_of_draft' then
      kept := exists (select from sales.quote as q where q.id = new.quote_id and q.state = 'draft');
    when 'discount_approval_not_own' then
      kept := not exists (
        select from sales.quote as q
        where q.id = new.quote_id and (new.approved_by in (q.created_by, q.owner_id) or exists (
          select from sales.quote_line as l
          where l.quote_id = q.id and new.approved_by in (l.created_by, l.updated_by))));
    when 'discount_approval_within_limit' then
      kept := not exists (
        select from sales.quote_discounts(new.quote_id) as d
        where d.percent > d.allowed and d.percent > sales.discount_limit_of(new.approved_by, d.product_category_id));
  end case;
  if not kept then
    perform system.refuse('sales.discount_approval'::regclass, tg_name, null, new.percent::text);
  end if;
  return null;
end
$$;
comment on function sales.judge_discount_approval is
  'Judges who allows discounts. | Проверяет, кто согласует скидки.';
create constraint trigger discount_approval_stays after update or delete on sales.discount_approval
  for each row execute function sales.judge_discount_approval();
create constraint trigger discount_approval_of_draft after insert on sales.discount_approval
  for each row execute function sales.judge_discount_approval();
create constraint trigger discount_approval_not_own after insert on sales.discount_approval
  for each row execute function sales.judge_discount_approval();
create constraint trigger discount_approval_within_limit after insert on sales.discount_approval
  for each row execute function sales.judge_discount_approval();
comment on trigger discount_approval_stays on sales.discount_approval is
  'An approval stays as it was given. | Согласование остаётся, как дано.';
comment on trigger discount_approval_of_draft on sales.discount_approval is
  'Discounts of a draft alone are approved. | Согласуются скидки только черновика.';
comment on trigger discount_approval_not_own on sales.discount_approval is
  'Nobody approves the discounts of a quote that is his or that he has written. | Нельзя согласовать скидки своего или написанного собой предложения.';
comment on trigger discount_approval_within_limit on sales.discount_approval is
  'Your own limit does not reach the discount: {value}. | Ваш предел меньше скидки: {value}.';

create function sales.judge_quote_discounts() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not sales.discounts_approved(new.id) then
    perform system.refuse('sales.quote'::regclass, tg_name, 'lines');
  end if;
  return null;
end
$$;
comment on function sales.judge_quote_discounts is
  'Lets no quote go whose discounts nobody may give. | Не выпускает предложение с недозволенными скидками.';
create constraint trigger quote_discounts_approved after update on sales.quote
  for each row when (old.state <> 'sent' and new.state = 'sent') execute function sales.judge_quote_discounts();
comment on trigger quote_discounts_approved on sales.quote is
  'The discounts go beyond your limit and need an approval. | Скидки больше вашего предела и требуют согласования.';
select system.permit('{administrator,accountant,read_only,auditor}', '{discount_approvals,quote_totals}', '{read}', 'all'),
  system.permit('{head_of_department}', '{discount_approvals,quote_totals}', '{read}', 'below'),
  system.permit('{sales}', '{discount_approvals,quote_totals}', '{read}', 'department'),
  system.permit('{administrator,accountant,auditor}', '{discount_approvals,quote_totals}', '{export}', 'all'),
  system.permit('{head_of_department}', '{discount_approvals,quote_totals}', '{export}', 'below'),
  system.permit('{sales}', '{discount_approvals,quote_totals}', '{export}', 'department');
