-- 0267_sales_quote_total: what all lines of a quote come to.
-- Why: totals are added up when they are asked for, so they are always those of the lines. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the view.
create view sales.quote_total with (security_invoker = true) as
select q.id, q.number, q.revision, q.state, q.party_id, q.deal_id, q.owner_id, q.department_id, q.quoted_on,
  q.valid_until, q.archived_at, q.currency, t.lines, t.net, t.vat, t.gross
from sales.quote as q
cross join lateral (
  select count(*) as lines, coalesce(sum(l.net), 0)::numeric(19, 4) as net,
    coalesce(sum(l.vat), 0)::numeric(19, 4) as vat, coalesce(sum(l.gross), 0)::numeric(19, 4) as gross
  from sales.quote_line as l where l.quote_id = q.id) as t;
comment on view sales.quote_total is
  'Quote total: what the lines of a quote come to. | Итог предложения: сумма его строк.';
comment on column sales.quote_total.id is 'Number: of the quote''s record. | Номер: записи предложения.';
comment on column sales.quote_total.number is 'Quote: its number. | Предложение: его номер.';
comment on column sales.quote_total.revision is 'Revision: which it is. | Редакция: какая по счёту.';
comment on column sales.quote_total.state is
  'State: what has become of it. | Состояние: что с ним стало. {draft=Draft/Черновик, sent=Sent/Отправлено, accepted=Accepted/Принято, declined=Declined/Отклонено, superseded=Superseded/Заменено, expired=Expired/Истекло}';
comment on column sales.quote_total.party_id is 'Client: to whom. | Клиент: кому.';
comment on column sales.quote_total.deal_id is 'Deal: that it belongs to. | Сделка: к которой относится.';
comment on column sales.quote_total.owner_id is
  'Owner: the account that is responsible. | Ответственный: учётная запись, которая отвечает.';
comment on column sales.quote_total.department_id is 'Department: whose work it is. | Отдел: чья это работа.';
comment on column sales.quote_total.quoted_on is 'Quoted on: its date. | Дата: предложения.';
comment on column sales.quote_total.valid_until is 'Valid until: last day. | Действует до: последний день.';
comment on column sales.quote_total.archived_at is
  'Archived: when the quote was put away. | В архиве: когда предложение убрано.';
comment on column sales.quote_total.currency is 'Currency: of the sums. | Валюта: сумм.';
comment on column sales.quote_total.lines is 'Lines: how many. | Строк: сколько.';
comment on column sales.quote_total.net is 'Net: without VAT. | Без НДС: сумма.';
comment on column sales.quote_total.vat is 'VAT: of all lines. | НДС: всех строк.';
comment on column sales.quote_total.gross is 'Gross: with VAT. | С НДС: сумма.';
grant select on sales.quote_total to crm_service, crm_limited, crm_reader, crm_report;
