-- 0214_work_document_reminder: who answers for a document is reminded before it expires.
-- Why: a contract that ends unnoticed is prolonged too late, or kept by mistake. What was reminded of is kept beside the
-- document, since a reminder changes nothing of it. Kind: expand. Locks: work.document, for milliseconds.
-- Time: milliseconds. Forward only.
alter table work.document add column remind_days integer not null default 30
  constraint document_remind_range check (remind_days between 0 and 365);
comment on column work.document.remind_days is
  'Remind: how many days before it expires. | Напомнить: за сколько дней до окончания.';
comment on constraint document_remind_range on work.document is
  'The days before must be 0 to 365. | Дней до окончания — от 0 до 365.';
grant insert (remind_days), update (remind_days) on work.document to crm_service;

create table work.document_reminded (
  document_id bigint constraint document_reminded_pkey primary key
    constraint document_reminded_document_fkey references work.document on delete cascade,
  expires_on date not null
);
comment on table work.document_reminded is
  'Reminded: of which documents was reminded for which expiry. | Напомнено: о каких документах и о каком сроке.';
comment on column work.document_reminded.document_id is 'Document: of which. | Документ: о каком.';
comment on column work.document_reminded.expires_on is
  'Expires on: another day is reminded of anew. | Действует до: о другом дне напомнят заново.';
comment on constraint document_reminded_document_fkey on work.document_reminded is
  'There is no such document. | Такого документа нет.';
alter table work.document_reminded enable row level security;
create policy document_reminded_nobody on work.document_reminded for select using (false);
comment on policy document_reminded_nobody on work.document_reminded is
  'Only functions of the owner. | Только функции владельца.';

-- Its owner and who has it checked out; where nobody owns it, who entered it. What has ended or is put away needs no
-- reminder, nor what expired over a month ago, as whole archives do that are brought in.
create function work.remind_documents(p_most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st constant licensing.state := licensing.current_state();
  done bigint;
begin
  perform system.require_own_work();
  if st.mode = 'READ_ONLY' or 'work' <> all (st.modules) then
    return 0;
  end if;
  with due as materialized (
    select d.id, d.expires_on, array[coalesce(d.owner_id, d.created_by), d.checked_out_by] as accounts
    from work.document as d
    where d.expires_on between current_date - 31 and current_date + 365
      and d.expires_on - d.remind_days <= current_date and d.state <> 'ended' and d.archived_at is null
      and not exists (
        select from work.document_reminded as r where r.document_id = d.id and r.expires_on = d.expires_on)
    order by d.expires_on, d.id limit p_most
  ), marked as (
    insert into work.document_reminded as r (document_id, expires_on) select d.id, d.expires_on from due as d
    on conflict (document_id) do update set expires_on = excluded.expires_on where r.expires_on <> excluded.expires_on
    returning r.document_id
  )
  select count(system.remind('work.document', d.id, d.accounts)) into done
  from due as d join marked as m on m.document_id = d.id;
  return done;
end
$$;
comment on function work.remind_documents is
  'Reminds of documents that expire soon, once for each expiry; answers of how many. | Напоминает о скором окончании документов, по разу на каждый срок; отвечает, о скольких.';
grant execute on function work.remind_documents to crm_service;
