import Postgres
import Support

@testable import CRM

/// A table that only the test knows, and a consumer of events that keeps what it was given, fails on the records that
/// it is told to fail on, and takes its time where it is told to.
enum Depot {
  private static let statements = [
    "create schema depot",
    "grant usage on schema depot to crm_service",
    """
    create table depot.crate (
      id bigint generated always as identity primary key, version bigint not null default 1,
      created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint,
      owner_id bigint, department_id bigint, archived_at timestamptz, name text not null)
    """,
    """
    create table depot.lid (
      id bigint generated always as identity primary key, version bigint not null default 1,
      created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint,
      crate_id bigint not null references depot.crate on delete cascade, name text not null)
    """,
    "select system.business('depot.crate'), system.business('depot.lid', 'crate_id', 'depot.crate')",
    "select access.protect('depot.crate', 'crates')",
    """
    create table depot.entry (
      number bigint generated always as identity, event_id bigint, table_name text, record_id bigint,
      version bigint, action text)
    """,
    "create table depot.trouble (record_id bigint, seconds double precision)",
    """
    create function depot.take(events system.event[]) returns void
    language plpgsql security definer set search_path = pg_catalog as $$
    begin
      perform pg_sleep(t.seconds) from depot.trouble as t where t.seconds > 0;
      if exists (select from unnest(events) as e join depot.trouble as t on t.record_id = e.record_id
          where e.table_name = 'depot.crate') then
        raise exception 'the crate does not open';
      end if;
      insert into depot.entry (event_id, table_name, record_id, version, action)
      select e.id, e.table_name, e.record_id, e.version, e.action from unnest(events) as e order by e.id;
    end
    $$
    """,
    "insert into system.consumer (name, function_name, most_failures) values ('depot', 'depot.take', 3)",
    "select system.declare_resources('{crates}', '{depot.crate}', '{name}')",
    "delete from system.event",
  ]

  static func build(_ arranger: Client) async throws {
    for statement in statements { _ = try await arranger.execute("\(raw: statement)") }
  }
}

/// A database with the depot, past every policy, and what hands events on, as the service's log-in.
struct DepotWorld {
  let database: TestDatabase
  let arranger: Client
  let delivery: EventDelivery

  /// Hands on until nothing is left.
  func deliver(by size: Int = 2_000) async throws {
    while try await delivery.deliver(size) > 0 {}
  }

  /// What the consumer was given of a record, in its order.
  func versions(of record: Int) async throws -> [Int] {
    try await arranger.rows(
      """
      select version from depot.entry where table_name = 'depot.crate' and record_id = \(record)
      order by number
      """
    ).map { try $0.int("version") }
  }

  /// One number that a query answers.
  func count(_ sql: SQL) async throws -> Int {
    Int(try await arranger.rows(sql).string(0, 0) ?? "") ?? -1
  }

  /// Makes crates of an owner.
  ///
  /// - Returns: their numbers.
  func crates(_ count: Int, owner: Int? = nil) async throws -> [Int] {
    try await arranger.rows(
      """
      insert into depot.crate (name, owner_id)
      select 'crate', \(owner) from generate_series(1, \(count)::integer) returning id
      """
    ).map { try $0.int("id") }
  }
}

/// Gives the body a database with the depot, where nobody but the test hands events on.
func withDepot(_ body: (DepotWorld) async throws -> Void) async throws {
  try await withDatabase { database in
    try await withClient(database.migration, connections: 8) { arranger in
      try await Depot.build(arranger)
      try await withClient(database.service, connections: 4) { client in
        try await body(
          DepotWorld(
            database: database, arranger: arranger,
            delivery: EventDelivery(client, logger: .quiet)))
      }
    }
  }
}
