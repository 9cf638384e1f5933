-- 0407_finance_payment_rule: a payment is money of its currency, and what was posted stays.
-- Why: what the ledger says was paid is what the document says. Kind: expand. Locks: finance.payment, empty.
-- Time: milliseconds. Reversible: drop the triggers and the function.
create function finance.judge_payment() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  case tg_name
    when 'payment_decimals' then
      perform finance.refuse_decimals(tg_relid::regclass, tg_name, new.currency, jsonb_build_object('amount', new.amount));
    when 'payment_begins' then
      perform system.refuse(tg_relid::regclass, tg_name, 'state');
    when 'payment_account' then
      if exists (
        select from finance.account as a where a.id = new.account_id and coalesce(a.currency, new.currency) <> new.currency)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'account_id', new.currency);
      elsif finance.kept_by_documents(new.account_id) is not null then
        perform system.refuse(tg_relid::regclass, 'payment_by_document', 'account_id', finance.kept_by_documents(new.account_id));
      elsif new.account_id <> all (finance.money_accounts()) then
        perform system.refuse(tg_relid::regclass, 'payment_money', 'account_id');
      end if;
    else
      perform system.refuse_frozen(tg_relid::regclass, tg_name, old.state);
  end case;
  return null;
end
$$;
comment on function finance.judge_payment is
  'Keeps the rules of payments. | Следит за правилами платежей.';
create constraint trigger payment_decimals after insert or update of amount, currency on finance.payment
  for each row execute function finance.judge_payment();
create constraint trigger payment_account after insert or update of account_id, currency on finance.payment
  for each row when (new.account_id is not null) execute function finance.judge_payment();
-- Told by payment_account; their names are here for what is said then.
create constraint trigger payment_by_document after insert on finance.payment
  for each row when (false) execute function finance.judge_payment();
create constraint trigger payment_money after insert on finance.payment
  for each row when (false) execute function finance.judge_payment();
create constraint trigger payment_begins after insert on finance.payment
  for each row when (new.state <> 'draft') execute function finance.judge_payment();
create constraint trigger payment_frozen after update on finance.payment
  for each row when (old.state <> 'draft' and (row(old.number, old.direction, old.side, old.party_id, old.paid_on,
      old.currency, old.amount, old.account_id, old.entry_id, old.contract_id, old.project_id, old.department_id,
      old.refunds_invoice_id, old.refunds_payment_id)
    is distinct from row(new.number, new.direction, new.side, new.party_id, new.paid_on,
      new.currency, new.amount, new.account_id, new.entry_id, new.contract_id, new.project_id, new.department_id,
      new.refunds_invoice_id, new.refunds_payment_id)
    or old.state <> new.state and not (old.state = 'posted' and new.state = 'reversed')))
  execute function finance.judge_payment();
create constraint trigger payment_kept after delete on finance.payment
  for each row when (old.state <> 'draft') execute function finance.judge_payment();
create constraint trigger payment_moves after update on finance.payment
  for each row when (old.state = 'draft' and new.state = 'reversed') execute function finance.judge_payment();
comment on trigger payment_decimals on finance.payment is
  'More decimals than the currency has; right would be {value}. | Знаков больше, чем у валюты; правильно: {value}.';
comment on trigger payment_by_document on finance.payment is
  'Documents explain this account ({value}): name the one where the money is. | Этот счёт объясняют документы ({value}): укажите счёт, где деньги.';
comment on trigger payment_money on finance.payment is
  'There is no money on this account: name that of a money account, or of the bank, cash or transfers of the settings. | На этом счёте нет денег: укажите счёт учёта денежного счёта либо банка, кассы или переводов в пути из настроек.';
comment on trigger payment_account on finance.payment is
  'The account is kept in another currency than {value}. | Счёт ведётся в другой валюте, не {value}.';
comment on trigger payment_begins on finance.payment is
  'A payment begins as a draft. | Платёж начинается черновиком.';
comment on trigger payment_frozen on finance.payment is
  'The payment is {value}: only a draft changes; reverse it. | Состояние платежа — {value}: меняется только черновик; сторнируйте его.';
comment on trigger payment_kept on finance.payment is
  'The payment is {value}: only a draft goes; reverse it. | Состояние платежа — {value}: удалить можно только черновик; сторнируйте его.';
comment on trigger payment_moves on finance.payment is
  'Only what was posted is reversed. | Сторнируется только проведённое.';
