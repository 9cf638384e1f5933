import CRM
import Postgres
import Support

/// Who comes for a seat, and what the database keeps of it.
extension TestDatabase {
  /// Makes `person-1` and so on, with the password of all tests, who have not signed in yet.
  ///
  /// - Parameter role: Of each; without one they may sign in and nothing more.
  func people(_ count: Int, role: String? = nil) async throws {
    try await withClient(migration) { client in
      // Who comes many times at once is counted as having failed until his password is known.
      _ = try await client.execute(
        """
        update access.sign_in_limit
        set to_login = 1000, to_login_everywhere = 100000, from_network = 100000
        """)
      _ = try await client.execute(
        """
        insert into access.account (login, name)
        select 'person-' || n, 'Person ' || n from generate_series(1, \(count)) as n
        """)
      _ = try await client.execute(
        """
        insert into access.password (account_id, hash)
        select id, \(TestCRM.passwordHash) from access.account where login like 'person-%'
        """)
      _ = try await client.execute(
        """
        insert into access.account_role (account_id, role_id)
        select a.id, r.id from access.account as a cross join access.role as r
        where a.login like 'person-%' and r.code = \(role ?? "")
        """)
    }
  }

  /// The logins of who holds a seat now, by slot.
  func holders() async throws -> [String] {
    try await observed(
      """
      select a.login from licensing.seat as s join access.account as a on a.id = s.account_id
      where s.slot_no > 0 and s.lease_until > clock_timestamp() order by s.slot_no
      """
    ).map { try $0.string("login") }
  }

  /// How many events of a kind the chain of seats has.
  func seatEvents(_ kind: String) async throws -> Int {
    try await observed("select from licensing.seat_event where kind = \(kind)").count
  }

  /// How many seats were lent at one time at most, as the chain of events has it.
  func mostLent() async throws -> Int {
    try await observed(
      """
      select coalesce(max(h.held), 0) as most from (
        select sum(case e.kind when 'admit' then 1 when 'release' then -1 when 'reap' then -1 else 0 end)
          over (order by e.seq) as held
        from licensing.seat_event as e where e.slot > 0) as h
      """
    ).single.int("most")
  }

  /// What is wrong with the chain of events: a hash that does not follow, a seat that was lent while it was lent,
  /// or given back while nobody had it, an epoch that was there twice. Empty when nothing is.
  func chainFaults() async throws -> [String] {
    try await withClient(migration) { client in
      try await client.rows(
        """
        select 'the hash of ' || seq as fault from licensing.broken_seat_event() as b (seq)
        where seq is not null
        union all
        select c.kind || ' of slot ' || c.slot || ' at ' || c.seq from (
          select e.seq, e.kind, e.slot, lag(e.kind) over (partition by e.slot order by e.seq) as was
          from licensing.seat_event as e where e.slot > 0 and e.kind in ('admit', 'release', 'reap')) as c
        where (c.kind = 'admit') = coalesce(c.was = 'admit', false)
        union all
        select 'epoch ' || e.epoch || ' of slot ' || e.slot from licensing.seat_event as e
        where e.slot > 0 and e.kind = 'admit' group by e.slot, e.epoch having count(*) > 1
        """
      ).map { try $0.string("fault") }
    }
  }
}

extension TestSession {
  /// Signs in with the password of all tests, and again as long as the service says that too many do at once.
  func signIn(_ login: String) async throws -> Reply {
    var reply = try await post(
      "sessions", ["login": .string(login), "password": .string(TestCRM.password)])
    for _ in 1...300 where reply.status == 503 {
      try await Task.sleep(for: .milliseconds(100))
      reply = try await post(
        "sessions", ["login": .string(login), "password": .string(TestCRM.password)])
    }
    return reply
  }
}
