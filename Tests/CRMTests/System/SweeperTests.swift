import Logging
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `The sweeper` {
  /// Three times as much as one transaction deletes, and as much that is not old yet.
  private static let rows: [SQL] = [
    """
    insert into access.account (login, name) values ('old', 'Old')
    """,
    """
    insert into access.sign_in_attempt (at, login_key, address, succeeded)
    select now() - make_interval(days => age), 'old', '::1', false
    from generate_series(1, 30), unnest(array[91, 89]) as age
    """,
    """
    insert into access.device (account_id, device_hash, seen_at)
    select a.id, sha256((n || ' ' || age)::bytea), now() - make_interval(days => age)
    from access.account as a, generate_series(1, 30) as n, unnest(array[367, 364]) as age
    where a.login = 'old'
    """,
    """
    insert into system.idempotency (account_id, key, method, path, body_sha256, status, created_at)
    select a.id, n || ' ' || age, 'POST', '/parties', '', 201, now() - make_interval(hours => age)
    from access.account as a, generate_series(1, 30) as n, unnest(array[49, 47]) as age
    where a.login = 'old'
    """,
  ]

  private static let kept: SQL = """
    select (select count(*) from access.sign_in_attempt) as attempts,
      (select count(*) from access.device) as devices,
      (select count(*) from system.idempotency) as answers
    """

  @Test func `deletes all that is old, as the service, in short transactions`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { arranger in
        _ = try await arranger.batch(Self.rows)
        try await withClient(database.service) { client in
          let first = try await client.rows(
            "select access.sweep(10) + system.sweep(10) as deleted"
          ).single
          #expect(try first.int("deleted") == 30)
          let sweeper = Sweeper(client: client, most: 10)
          #expect(try await sweeper.sweep() == 60)
          #expect(try await sweeper.sweep() == 0)
        }
        let kept = try await arranger.rows(Self.kept).single
        for kind in ["attempts", "devices", "answers"] {
          #expect(try kept.int(kind) == 30, "\(kind)")
        }
      }
    }
  }

  @Test func `sweeps the rest where one thing cannot be swept`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { arranger in
        _ = try await arranger.batch(
          Self.rows + [
            """
            create table system.holder (hash bytea, account_id bigint,
              foreign key (account_id, hash) references access.device)
            """,
            """
            insert into system.holder
            select device_hash, account_id from access.device order by seen_at limit 1
            """,
          ])
        try await withClient(database.service) { client in
          let sweeper = Sweeper(client: client, most: 10)
          await #expect(throws: DatabaseError.self) { try await sweeper.sweep() }
        }
        let kept = try await arranger.rows(Self.kept).single
        #expect(try kept.int("devices") == 60 && kept.int("answers") == 30)
      }
    }
  }

  @Test func `ends logs in time, and none before`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { arranger in
        _ = try await arranger.batch(Self.logs)
        try await withClient(database.service) { client in
          let gone = try await Sweeper(client: client, most: 10).sweep()
          #expect(gone == 8)
        }
        let kept = try await arranger.rows(
          """
          select (select count(*) from system.export) as exports,
            (select count(*) from system.file_download) as downloads,
            (select count(*) from system.import) as imports,
            (select count(*) from system.delivery where state = 'parked') as parked,
            (select count(*) from system.delivery) as deliveries
          """
        ).single
        for kind in ["exports", "downloads", "imports", "parked"] {
          #expect(try kept.int(kind) == 2, "\(kind)")
        }
        #expect(try kept.int("deliveries") == 2)
      }
    }
  }

  /// Two of each that are old, and two that are not.
  private static let logs: [SQL] = [
    "insert into access.account (login, name) values ('old', 'Old')",
    """
    insert into system.export (account_id, created_at, resource, kind, format, query, outcome, rows, bytes, ended_at)
    select a.id, now() - age, 'parties', 'list', 'csv', '{}', 'done', 1, 1, now()
    from access.account as a, unnest(array['37 months', '38 months', '35 months', '1 day']::interval[]) as age
    where a.login = 'old'
    """,
    """
    insert into system.file_download (account_id, created_at, file_id, number, start, bytes)
    select a.id, now() - age, 1, 1, 0, 1
    from access.account as a, unnest(array['37 months', '38 months', '35 months', '1 day']::interval[]) as age
    where a.login = 'old'
    """,
    """
    insert into system.import (account_id, created_at, resource, mapping, state)
    select a.id, now() - age, 'parties', '{}', 'done'
    from access.account as a, unnest(array['13 months', '14 months', '11 months', '1 day']::interval[]) as age
    where a.login = 'old'
    """,
    """
    insert into system.delivery (consumer, event_id, at, table_name, record_id, action, parked_at)
    select 'notifications', n, now(), 'clients.party', n, 'update', now() - age
    from unnest(array['13 months', '14 months', '11 months', '1 day']::interval[]) with ordinality as w (age, n)
    """,
  ]
}
