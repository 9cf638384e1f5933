-- Changes are kept by month: two years ahead, counted from each run of crm migrate.
select audit.ensure_partitions(24);
