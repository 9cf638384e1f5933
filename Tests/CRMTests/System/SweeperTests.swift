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
}
