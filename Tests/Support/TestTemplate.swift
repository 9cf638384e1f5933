import Postgres

/// What the databases of tests have beside the product's schema.
enum TestTemplate {
  /// Nothing falls due by itself, such as the hourly sweep, which would take away what a test counts;
  /// a test of schedules sets them going.
  static let stopsClock: SQL = """
    create or replace function system.declare_schedule(p_kind text, p_cron text) returns void
    language plpgsql security definer set search_path = pg_catalog as $$
    begin
      perform system.require_own_work();
      insert into system.schedule (kind, cron, enabled) values (p_kind, p_cron, false)
      on conflict (kind) where account_id is null do nothing;
    end
    $$
    """

  /// Reads all, past every policy, and writes nothing.
  static let observer: SQL = """
    do $$
    begin
      if to_regrole('test_observer') is null then
        create role test_observer login bypassrls in role pg_read_all_data;
        alter role test_observer set default_transaction_read_only = on;
      end if;
    end
    $$
    """

  /// Leaves the system's catalogues as a database has them in which autovacuum has been at work: what migrations left
  /// dead is gone, and every clone has what is known of the rest.
  static func tidy(_ database: TestDatabase) async throws {
    try await withClient(database.superuser) { superuser in
      let names = try await superuser.rows(
        """
        select string_agg(oid::regclass::text, ', ') as names from pg_class
        where relkind = 'r' and relnamespace = 'pg_catalog'::regnamespace and not relisshared
        """
      ).single.string("names")
      try await superuser.execute("vacuum (freeze, analyze) \(raw: names)")
    }
  }
}
