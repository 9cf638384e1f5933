-- Rules of the catalogue. Every row is a fault: which rule, which object, what is wrong.
--   psql -X -d crm -f deploy/verify.sql
-- Runs as any log-in; needs no rights beyond pg_catalog. Objects of extensions are left out.
-- An area is a schema of crm_owner, whatever its name; given away, it is one by the tables in it.
with areas (schema_id, schema_name) as (
  select n.oid, n.nspname from pg_catalog.pg_namespace as n
  where n.nspname <> 'ext' and n.nspname !~ '^pg_' and (
    pg_get_userbyid(n.nspowner) = 'crm_owner' or exists (
      select from pg_catalog.pg_class as c
      where c.relnamespace = n.oid and pg_get_userbyid(c.relowner) = 'crm_owner'))
),
tables (id, name, kind, owner, secured, partition) as (
  select c.oid, a.schema_name || '.' || c.relname, c.relkind, pg_get_userbyid(c.relowner),
    c.relrowsecurity, c.relispartition
  from pg_catalog.pg_class as c join areas as a on a.schema_id = c.relnamespace
  where c.relkind in ('r', 'p')
),
functions (id, name, owner, config, acl, definer, bound, result) as (
  select p.oid, p.oid::regprocedure::text, pg_get_userbyid(p.proowner), p.proconfig, p.proacl,
    p.prosecdef, p.prosqlbody is not null, p.prorettype
  from pg_catalog.pg_proc as p join areas as a on a.schema_id = p.pronamespace
  where not exists (
    select from pg_catalog.pg_depend as d where d.objid = p.oid and d.deptype = 'e')
),
services (name) as (
  values ('crm_service'), ('crm_limited'), ('crm_reader'), ('crm_report'), ('crm_monitor'),
    ('crm_license')
),
columns (id, number, name, type) as (
  select t.id, a.attnum, t.name || '.' || a.attname, format_type(a.atttypid, null)
  from tables as t
  join pg_catalog.pg_attribute as a on a.attrelid = t.id and a.attnum > 0 and not a.attisdropped
  where not t.partition
),
-- What a CHECK, a default or a generated column calls runs as whoever writes.
called (function_id, table_id) as (
  select d.refobjid, k.conrelid
  from pg_catalog.pg_depend as d
  join pg_catalog.pg_constraint as k on k.oid = d.objid and k.contype = 'c'
  where d.classid = 'pg_constraint'::regclass and d.refclassid = 'pg_proc'::regclass
  union
  select d.refobjid, v.adrelid
  from pg_catalog.pg_depend as d join pg_catalog.pg_attrdef as v on v.oid = d.objid
  where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_proc'::regclass
),
views (id, name, options, owner) as (
  select c.oid, a.schema_name || '.' || c.relname, c.reloptions, pg_get_userbyid(c.relowner)
  from pg_catalog.pg_class as c join areas as a on a.schema_id = c.relnamespace
  where c.relkind in ('v', 'm')
),
faults (rule, object, fault) as (
  select 'owner', name, 'belongs to ' || owner || ', not crm_owner' from tables
  where owner <> 'crm_owner'
  union all
  select 'owner', name, 'belongs to ' || owner || ', not crm_owner' from functions
  where owner <> 'crm_owner'
  union all
  select 'owner', name, 'belongs to ' || owner || ', not crm_owner' from views
  where owner <> 'crm_owner'
  union all
  select 'owner', a.schema_name, 'belongs to ' || pg_get_userbyid(n.nspowner) || ', not crm_owner'
  from areas as a join pg_catalog.pg_namespace as n on n.oid = a.schema_id
  where pg_get_userbyid(n.nspowner) <> 'crm_owner'
  union all
  select 'owner', s.name, 'owns ' || pg_describe_object(d.classid, d.objid, d.objsubid)
  from pg_catalog.pg_shdepend as d
  join pg_catalog.pg_database as b on b.oid = d.dbid and b.datname = current_database()
  join services as s on s.name = pg_get_userbyid(d.refobjid)
  where d.refclassid = 'pg_authid'::regclass and d.deptype = 'o'
  union all
  select 'row security', name, 'the view reads as its owner, not as who asks' from views
  where not coalesce(options @> '{security_invoker=true}' or options @> '{security_invoker=on}', false)
  union all
  select 'row security', t.name, 'is forced: the owner''s functions would see too little'
  from tables as t join pg_catalog.pg_class as c on c.oid = t.id where c.relforcerowsecurity
  union all
  select 'row security', name, 'is off' from tables where not secured
  union all
  select 'row security', t.name, 'has no policy' from tables as t
  where not t.partition and not exists (select from pg_catalog.pg_policy as p where p.polrelid = t.id)
  union all
  select 'grant', t.name, 'is granted to PUBLIC' from tables as t
  join pg_catalog.pg_class as c on c.oid = t.id
  where exists (select from aclexplode(c.relacl) as g where g.grantee = 0)
  union all
  select 'grant', t.name || '.' || a.attname, 'is granted to PUBLIC or to refer to'
  from tables as t
  join pg_catalog.pg_attribute as a on a.attrelid = t.id and a.attacl is not null
  where exists (
    select from aclexplode(a.attacl) as g where g.grantee = 0 or g.privilege_type = 'REFERENCES')
  union all
  select 'grant', a.schema_name, 'PUBLIC or a service has ' || g.privilege_type
  from areas as a join pg_catalog.pg_namespace as n on n.oid = a.schema_id
  cross join lateral aclexplode(n.nspacl) as g
  where g.grantee = 0 or (g.privilege_type = 'CREATE' and g.grantee <> n.nspowner)
  union all
  select 'grant', b.datname, 'PUBLIC has ' || g.privilege_type || ' on the database'
  from pg_catalog.pg_database as b
  cross join lateral aclexplode(coalesce(b.datacl, acldefault('d', b.datdba))) as g
  where b.datname = current_database() and g.grantee = 0
  union all
  select 'grant', 'crm_owner', 'new functions would be executable by PUBLIC'
  where not exists (
    select from pg_catalog.pg_default_acl as d
    where pg_get_userbyid(d.defaclrole) = 'crm_owner' and d.defaclobjtype = 'f'
      and d.defaclnamespace = 0
      and not exists (select from aclexplode(d.defaclacl) as g where g.grantee = 0))
  union all
  select 'grant', f.name, 'is called when crm_service writes ' || t.name || ', and not granted'
  from called as k join tables as t on t.id = k.table_id join functions as f on f.id = k.function_id
  where has_any_column_privilege('crm_service', t.id, 'INSERT')
    and not has_function_privilege('crm_service', f.id, 'EXECUTE')
  union all
  select 'grant', f.name, 'may be executed by PUBLIC' from functions as f
  where f.acl is null or exists (select from aclexplode(f.acl) as g where g.grantee = 0)
  union all
  select 'grant', t.name, s.name || ' has ' || g.privilege_type
  from tables as t join pg_catalog.pg_class as c on c.oid = t.id
  cross join lateral aclexplode(c.relacl) as g
  join services as s on s.name = pg_get_userbyid(g.grantee)
  where g.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES')
    or (s.name <> 'crm_service' and s.name <> 'crm_limited' and g.privilege_type <> 'SELECT')
  union all
  select 'grant', t.name, s.name || ' may write the audit'
  from tables as t cross join services as s
  where t.name like 'audit.%'
    and (has_any_column_privilege(s.name, t.id, 'INSERT, UPDATE')
      or has_table_privilege(s.name, t.id, 'DELETE'))
  union all
  select 'grant', c.name, g.who || ' may execute ' || string_agg(p.proname, ', ' order by p.proname)
    || ': run deploy/roles.sql of this release'
  from (values ('advisory locks', '^(pg_advisory_|pg_try_advisory_)', '{crm_service,crm_limited}'::name[]),
    ('large objects', '^(lo_|loread$|lowrite$)', '{}')) as c (name, pattern, holders)
  join pg_catalog.pg_proc as p on p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ c.pattern
  cross join lateral (
    select 'PUBLIC' as who from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
    where a.grantee = 0
    union all
    select s.name from services as s
    where s.name <> all (c.holders) and has_function_privilege(s.name, p.oid, 'EXECUTE')) as g
  group by c.name, g.who
  union all
  select 'role', r.rolname, 'has attributes that the product''s roles must not have'
  from pg_catalog.pg_roles as r
  where r.rolname like 'crm\_%' and (r.rolsuper or r.rolcreaterole or r.rolcreatedb
    or (r.rolname <> 'crm_backup' and (r.rolreplication or r.rolbypassrls)))
  union all
  select 'role', r.rolname, 'may become the owner'
  from pg_catalog.pg_roles as r
  join services as s on s.name = r.rolname where pg_has_role(r.rolname, 'crm_owner', 'MEMBER')
  union all
  -- Settings of a role do not pass to its members: each log-in for BI has its own.
  select 'role', r.rolname, 'is a member of crm_report without ' || string_agg(l.name, ', ' order by l.name)
  from pg_catalog.pg_roles as r
  cross join (values ('statement_timeout'), ('idle_in_transaction_session_timeout'),
    ('default_transaction_read_only'), ('connection limit')) as l (name)
  where r.rolcanlogin and not r.rolsuper and r.rolname <> 'crm_report'
    and pg_has_role(r.oid, 'crm_report', 'MEMBER')
    and case l.name when 'connection limit' then r.rolconnlimit < 0
      else not exists (
        select from pg_catalog.pg_db_role_setting as s
        join pg_catalog.pg_database as b on b.datname = current_database()
        cross join lateral unnest(s.setconfig) as c (setting)
        where s.setrole = r.oid and s.setdatabase in (0, b.oid)
          and c.setting like l.name || '=%' and c.setting !~* '=(0|off|false|no)')
      end
  group by r.rolname
  union all
  select 'function', name, 'has no pinned search_path' from functions
  where not bound and not coalesce(array_to_string(config, ',') like '%search_path=%', false)
  union all
  select 'function', name, 'SECURITY DEFINER, but belongs to ' || owner from functions
  where definer and owner <> 'crm_owner'
  union all
  select 'index', t.name || '.' || k.conname, 'the reference has no index'
  from tables as t
  join pg_catalog.pg_constraint as k on k.conrelid = t.id and k.contype = 'f' and k.conparentid = 0
  where not t.partition and not exists (
    select from pg_catalog.pg_index as i
    where i.indrelid = k.conrelid
      and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)
  union all
  select 'index', i.indexrelid::regclass::text, 'is not valid: drop it and build it again'
  from tables as t join pg_catalog.pg_index as i on i.indrelid = t.id where not i.indisvalid
  union all
  select 'constraint', t.name || '.' || k.conname, 'was never validated'
  from tables as t join pg_catalog.pg_constraint as k on k.conrelid = t.id where not k.convalidated
    -- Records from before a custom field was required may lack it until they are changed.
    and k.conname !~ '^x_.*_required$'
    -- What an archived year refuses is only what would come.
    and not (t.partition and k.conname = 'entry_line_archived')
  union all
  select 'constraint', t.name || '.' || k.conname, 'was named by PostgreSQL, not by us'
  from tables as t join pg_catalog.pg_constraint as k on k.conrelid = t.id
  where not t.partition and k.conparentid = 0 and k.contype in ('c', 'f', 'u')
    and k.conname ~ '_(check|fkey|key)[0-9]+$'
  union all
  select 'comment', t.name, 'has none in both languages' from tables as t
  where not t.partition and coalesce(obj_description(t.id, 'pg_class'), '') not like '% | %'
  union all
  select 'comment', c.name, 'has none in both languages' from columns as c
  where coalesce(col_description(c.id, c.number), '') not like '% | %'
  union all
  select 'comment', t.name || '.' || k.conname, 'has none in both languages'
  from tables as t join pg_catalog.pg_constraint as k on k.conrelid = t.id
  where not t.partition and k.conparentid = 0 and k.contype in ('c', 'f', 'u', 'x')
    and coalesce(obj_description(k.oid, 'pg_constraint'), '') not like '% | %'
  union all
  -- pg_dump leaves out what is said on the constraint of a trigger, so the trigger says it.
  select 'comment', t.name || '.' || g.tgname, 'has none in both languages'
  from tables as t join pg_catalog.pg_trigger as g on g.tgrelid = t.id
  where not t.partition and not g.tgisinternal and g.tgconstraint <> 0
    and coalesce(obj_description(g.oid, 'pg_trigger'), '') not like '% | %'
  union all
  select 'type', name, 'floating point cannot hold money or quantities' from columns
  where type in ('real', 'double precision', 'money')
  union all
  select 'type', name, 'a time without a zone' from columns
  where type in ('timestamp without time zone', 'time without time zone')
  union all
  select 'type', name, 'an enum''s operators keep policies from indexes: text and CHECK' from columns
  join pg_catalog.pg_type as y on y.typtype = 'e' and format_type(y.oid, null) = type
  union all
  select 'name', n.name, 'is a reserved word'
  from (select name from columns union all select name from tables) as n
  join pg_get_keywords() as k on k.word = substring(n.name from '[^.]+$') and k.catcode in ('R', 'T')
  union all
  select 'trigger', t.name || '.' || g.tgname, 'is disabled, or fires for replication only'
  from tables as t join pg_catalog.pg_trigger as g on g.tgrelid = t.id where g.tgenabled in ('D', 'R')
  union all
  -- What keeps finance as it was posted and decided is there and fires; that of the ledger and of what settles it always,
  -- also for a session that replicates.
  select 'ledger', w.place || '.' || k.name, 'the trigger is missing or does not fire'
    || case when l.always then ' always' else '' end
  from (values
    ('finance.allocation',
      'allocation_after_revaluation allocation_currency allocation_day allocation_decimals allocation_ever_within '
      'allocation_kept '
      'allocation_kept_whole allocation_known allocation_of_reversal allocation_one allocation_party '
      'allocation_positive allocation_posted allocation_side allocation_something allocation_stays '
      'allocation_takes_back allocation_within_limit allocation_within_open own_allocation settle_items'),
    ('finance.account_balance',
      'account_balance_kept'),
    ('finance.balance',
      'balance_kept'),
    ('finance.entry',
      'entry_balanced entry_budget entry_by_closing entry_by_currency entry_by_hand entry_kept entry_kept_whole entry_known '
      'entry_reversal entry_stays entry_unlocked entry_unmatched entry_year own_entry own_entry_number'),
    ('finance.entry_counter',
      'entry_counter_begins entry_counter_by_one entry_counter_kept'),
    ('finance.entry_line',
      'entry_line_account entry_line_amount entry_line_currency entry_line_day entry_line_decimals '
      'entry_line_kept entry_line_kept_whole entry_line_one_side entry_line_party entry_line_range '
      'entry_line_reconciled entry_line_stays keep_balances place_entry_line reconcile_entry_line'),
    ('finance.open_item',
      'open_item_allocated open_item_kept open_item_kept_whole open_item_revalued open_item_stays '
      'open_item_true'),
    ('finance.party_balance',
      'party_balance_kept'),
    ('finance.revaluation_line',
      'revaluation_line_kept revaluation_line_kept_whole revaluation_line_of_draft revaluation_line_stays'),
    ('finance.tax_line',
      'tax_line_kept tax_line_kept_whole tax_line_stays tax_line_true'),
    ('finance.account',
      'account_no_cycle account_parent_free account_posted tidy_account'),
    ('finance.account_use',
      'account_use_by_document account_use_fresh account_use_leaf account_use_set account_use_stays'),
    ('finance.bank_account',
      'bank_account_agrees bank_account_ledger bank_account_reconciled bank_account_used own_bank_account '
      'tidy_bank_account'),
    ('finance.bank_match',
      'bank_match_amount bank_match_by_document bank_match_dated bank_match_decimals bank_match_kept '
      'bank_match_kept_whole bank_match_known bank_match_one bank_match_open bank_match_party bank_match_posted '
      'bank_match_stays bank_match_true bank_match_unreversed bank_match_whole place_bank_match'),
    ('finance.bank_statement',
      'bank_statement_adds_up bank_statement_agrees bank_statement_begins bank_statement_closed '
      'bank_statement_final bank_statement_kept bank_statement_kept_whole bank_statement_matched '
      'bank_statement_order bank_statement_stays bank_statement_true own_bank_statement'),
    ('finance.bank_statement_line',
      'bank_match_whole bank_statement_line_begins bank_statement_line_kept bank_statement_line_kept_whole '
      'bank_statement_line_open bank_statement_line_written bank_statement_lines_true'),
    ('finance.budget',
      'budget_begins budget_frozen budget_kept budget_same budget_states own_budget'),
    ('finance.budget_line',
      'budget_line_account budget_line_decimals budget_line_exceeded budget_line_frozen budget_line_month'),
    ('finance.fiscal_year',
      'fiscal_year_carried fiscal_year_closed_first fiscal_year_in_order fiscal_year_kept fiscal_year_last '
      'fiscal_year_shut fiscal_year_waits make_periods part_fiscal_year part_fiscal_year_moved shut_fiscal_year'),
    ('finance.invoice',
      'invoice_begins invoice_credit_day invoice_credit_used invoice_credit_within invoice_credits_own '
      'invoice_decimals invoice_final invoice_frozen '
      'invoice_has_lines invoice_kept invoice_lines_sum invoice_lines_supplier invoice_moves '
      'invoice_of_something invoice_order_supplier invoice_posted_true invoice_reversed_true '
      'invoice_sales_order_client invoice_state_true invoice_supplier invoice_uncredited invoice_unsettled '
      'invoice_worth own_invoice timeline_entry'),
    ('finance.invoice_line',
      'fill_invoice_line invoice_line_by_document invoice_line_credits_own invoice_line_frozen '
      'invoice_line_of_order invoice_line_sum invoice_line_supplier invoice_line_uncharged '
      'invoice_line_within_credited invoice_line_within_order'),
    ('finance.journal',
      'journal_posted'),
    ('finance.ledger_setting',
      'ledger_setting_known ledger_setting_stays'),
    ('finance.lock_date',
      'lock_date_rises lock_date_waits'),
    ('finance.lock_exception',
      'lock_exception_not_own lock_exception_stays'),
    ('finance.opening_balance',
      'opening_balance_a_post opening_balance_before_close opening_balance_decimals opening_balance_kept '
      'opening_balance_other opening_balance_party opening_balance_same opening_balance_stays '
      'opening_balance_true opening_balance_unsettled own_opening_balance'),
    ('finance.payment',
      'own_payment payment_account payment_begins payment_by_document payment_decimals payment_frozen '
      'payment_kept payment_money payment_moves payment_posted_true payment_reversed_true payment_unsettled'),
    ('finance.payment_term_part',
      'payment_term_part_whole'),
    ('finance.rate',
      'rate_base rate_known'),
    ('finance.revaluation',
      'own_revaluation revaluation_begins revaluation_frozen revaluation_in_order revaluation_kept '
      'revaluation_last revaluation_posted revaluation_reversed_after revaluation_reversed_true revaluation_something revaluation_unsettled'),
    ('finance.tax',
      'tax_by_document tax_known tax_used'),
    ('finance.write_off_limit',
      'write_off_limit_decimals'),
    ('purchasing.purchase_order',
      'purchase_order_budget'),
    ('purchasing.requisition',
      'requisition_budget'),
    ('sales.invoice_request',
      'invoice_request_uninvoiced'),
    ('sales.sales_order',
      'sales_order_uninvoiced')
  ) as w (place, names)
  join tables as t on t.name = w.place
  cross join lateral regexp_split_to_table(w.names, ' ') as k (name)
  cross join lateral (select w.place in ('finance.entry', 'finance.entry_line', 'finance.fiscal_year', 'finance.entry_counter',
    'finance.account_balance', 'finance.balance', 'finance.party_balance', 'finance.open_item', 'finance.allocation', 'finance.tax_line',
    'finance.revaluation_line') as always) as l
  where not exists (
    select from pg_catalog.pg_trigger as g
    join pg_catalog.pg_proc as p on p.oid = g.tgfoid
    join areas as a on a.schema_id = p.pronamespace
    where g.tgrelid = t.id and g.tgname = k.name and not g.tgisinternal
      and (g.tgenabled = 'A' or g.tgenabled = 'O' and (not l.always or a.schema_name = 'system')))
  union all
  -- A year of the ledger is a partition: written through the ledger alone, read through its policies alone.
  select 'ledger', t.name || '.' || w.name, 'the trigger is missing or does not fire always'
  from tables as t
  join pg_catalog.pg_inherits as i on i.inhrelid = t.id
  join tables as p on p.id = i.inhparent and p.name = 'finance.entry_line'
  cross join (values ('entry_line_part_kept'), ('entry_line_kept'), ('place_entry_line'), ('entry_line_account'),
    ('entry_line_amount'), ('entry_line_decimals')) as w (name)
  where not exists (select from pg_catalog.pg_trigger as g
    where g.tgrelid = t.id and g.tgname = w.name and g.tgenabled = 'A')
  union all
  select 'ledger', t.name, s.name || ' reaches it past the policies of the ledger'
  from tables as t cross join services as s
  where t.partition and t.name ~ '^finance[.]entry_line_' and (
    has_any_column_privilege(s.name, t.id, 'SELECT, INSERT, UPDATE') or has_table_privilege(s.name, t.id, 'DELETE'))
  union all
  select 'ledger', t.name, 'is archived and takes lines: the constraint entry_line_archived is gone'
  from tables as t
  where t.partition and t.name ~ '^finance[.]entry_line_' and obj_description(t.id, 'pg_class') ~ '^Archived lines '
    and not exists (select from pg_catalog.pg_constraint as k
      where k.conrelid = t.id and k.conname = 'entry_line_archived'
        and pg_get_constraintdef(k.oid) in ('CHECK (false) NOT VALID', 'CHECK (false)'))
  union all
  -- A file of no bytes never had a row; what is in it is not for every log-in to see.
  select 'reference data', name, 'is empty: crm migrate loads it'
  from tables where name in ('system.country', 'system.currency') and pg_relation_size(id) = 0
  union all
  select 'partition', 'audit.change', 'has none for ' || to_char(month, 'YYYY-MM') || ': crm migrate makes them'
  from (
    select now() at time zone 'UTC' + make_interval(months => ahead) as month
    from generate_series(0, 6) as ahead) as months
  where exists (select from tables where name = 'audit.change')
    and not exists (select from tables where name = 'audit.change_' || to_char(month, 'YYYY_MM'))
  union all
  select 'partition', name,
    'holds changes of months that have no partition: crm migrate moves them, then vacuum it'
  from tables where name = 'audit.change_default' and pg_relation_size(id) > 0
  union all
  select 'audit', t.name, 'has ' || coalesce(string_agg(p.proname, ', '), 'no trigger')
    || ', needs touch, record and take_back'
  from tables as t
  join pg_catalog.pg_attribute as v on v.attrelid = t.id and v.attname = 'updated_by'
  left join pg_catalog.pg_trigger as g on g.tgrelid = t.id and not g.tgisinternal
  left join pg_catalog.pg_proc as p on p.oid = g.tgfoid and p.proname in ('touch', 'record', 'take_back')
  where not t.partition
  group by t.name having count(distinct p.proname) < 3
  union all
  -- What people need to look, to take out and to be told is no business record, nor what jobs keep of themselves.
  select 'licence', t.name, 'crm_service may write it, and no trigger licence_… asks for session and licence'
  from tables as t
  where not t.partition and (has_any_column_privilege('crm_service', t.id, 'INSERT, UPDATE')
      or has_table_privilege('crm_service', t.id, 'DELETE'))
    and t.name not in ('system.content', 'system.content_piece', 'system.export', 'system.file_download',
      'system.follow', 'system.idempotency', 'system.import', 'system.import_refusal', 'system.job_record',
      'system.job_refusal', 'system.notification', 'system.notification_mute')
    and exists (select from areas where schema_name = 'licensing')
    and not exists (
      select from pg_catalog.pg_trigger as g
      join pg_catalog.pg_proc as p on p.oid = g.tgfoid
      join pg_catalog.pg_namespace as n on n.oid = p.pronamespace and n.nspname = 'licensing'
      where g.tgrelid = t.id and g.tgname like 'licence\_%' and p.proname like 'refuse\_%')
)
select rule, object, fault from faults order by rule, object, fault;
