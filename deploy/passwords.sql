-- Gives the log-ins of roles.sql their passwords, from the environment of psql (CRM_SERVICE_PASSWORD
-- and so on), so that they stand in no argument list. Names that are not set stay as they are.
--   CRM_SERVICE_PASSWORD=… psql -X -v ON_ERROR_STOP=1 -d postgres -f deploy/passwords.sql
\set migrator ''
\set service ''
\set limited ''
\set reader ''
\set report ''
\set monitor ''
\set backup ''
\set license ''
\getenv migrator CRM_MIGRATOR_PASSWORD
\getenv service CRM_SERVICE_PASSWORD
\getenv limited CRM_LIMITED_PASSWORD
\getenv reader CRM_READER_PASSWORD
\getenv report CRM_REPORT_PASSWORD
\getenv monitor CRM_MONITOR_PASSWORD
\getenv backup CRM_BACKUP_PASSWORD
\getenv license CRM_LICENSE_PASSWORD

-- Not into the server's log.
set log_statement = 'none';
set log_min_duration_statement = -1;
set log_min_error_statement = 'panic';
set password_encryption = 'scram-sha-256';

select format('alter role %I password %L', role, password)
from (
  values
    ('crm_migrator', :'migrator'), ('crm_service', :'service'), ('crm_limited', :'limited'),
    ('crm_reader', :'reader'), ('crm_report', :'report'), ('crm_monitor', :'monitor'),
    ('crm_backup', :'backup'), ('crm_license', :'license')
) as login (role, password)
where password <> ''
\gexec
