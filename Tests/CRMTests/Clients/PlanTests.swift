import Foundation
import Postgres
import Support
import Testing

@Suite struct `Under row security, with twenty thousand parties` {
  /// What grows with the business; the partition is the one that holds this month's changes.
  private static var big: Set<String> {
    let month = Date.now.formatted(.iso8601.year().month().dateSeparator(.omitted))
    return [
      "party", "interaction", "channel", "timeline_entry",
      "change_\(month.prefix(4))_\(month.suffix(2))",
    ]
  }

  private static let lists = [
    "select id, name from clients.party where id = 77",
    """
    select id, name from clients.party where name_key >= 'ромашка 1' and name_key < 'ромашка 2'
    order by name_key, id limit 50
    """,
    """
    select id, name from clients.party where (name_key, id) > ('ромашка 5', 0)
    order by name_key, id limit 50
    """,
    "select id, name from clients.party order by created_at, id limit 50",
    "select id, name from clients.party where owner_id = 2 order by name_key, id limit 50",
    """
    select id, subject from clients.interaction where party_id = 77 order by at desc, id desc limit 50
    """,
    "select id, subject from clients.interaction order by at desc, id desc limit 50",
    "select * from clients.timeline where party_id = 77 order by at desc, id desc limit 50",
  ]

  @Test func `a list reads an index`() async throws {
    try await judge(Self.lists)
  }

  /// A beginning of a name, a later word, a part of a word, two words, a code, a phone, an e-mail.
  @Test func `a search reads an index in every statement of its function`() async throws {
    let words = [
      "ромашка 77", "777", "второе888", "омашка", "ромашка второе7", "K-00777", "7707083893",
      "8 (495) 000-07-77", "mail777@example.org",
    ]
    try await judge(
      words.map {
        """
        select id, name from clients.party
        where id = any (array(select clients.search_party('\($0)'))) order by name_key, id limit 50
        """
      })
  }

  /// Requires of every statement that runs, as it is planned for its values and for any values,
  /// that rows of a big table are found by an index, or come in its order to a list.
  private func judge(_ questions: [String]) async throws {
    try await withDatabase(after: Office.people) { database in
      try await Office.open(database)
      try await Self.fill(database)
      for level in [1, 3, 5] {
        for mode in ["force_custom_plan", "force_generic_plan"] {
          let plans = try await database.plans(
            of: [Self.enter(level), "set plan_cache_mode = \(mode)"] + questions,
            as: "crm_service")
          let readings = plans.flatMap { $0.readings(of: Self.big) }
          #expect(readings.count >= questions.count, "\(plans)")
          for plan in plans {
            let readings = plan.readings(of: Self.big)
            #expect(readings.filter { $0.contains("Seq Scan") } == [], "\(level) \(mode) \(plan)")
            let ordered = !plan.isNested && !plan.sorts
            #expect(ordered || readings.count <= plan.conditions, "\(level) \(mode) \(plan)")
          }
        }
      }
    }
  }

  /// Anna with every right of this scope: 1 own, 3 department, 5 all.
  private static func enter(_ level: Int) -> String {
    let rights = " parties=\(level)  interactions=\(level)  channels=\(level)  history=\(level) "
    return """
      select set_config('crm.account', '1', true), set_config('crm.team', '{1}', true),
        set_config('crm.department', '{1}', true), set_config('crm.below', '{1}', true),
        set_config('crm.read', '\(rights)', true)
      """
  }

  /// Twenty thousand parties of all three people, each with a phone, an e-mail, two interactions
  /// and three changes.
  private static func fill(_ database: TestDatabase) async throws {
    let tables = ["clients.party", "clients.interaction", "clients.channel"]
    try await withClient(database.migration) { arranger in
      for table in tables {
        _ = try await arranger.execute("alter table \(raw: table) disable trigger user")
      }
      _ = try await arranger.execute("alter table audit.change disable trigger timeline_change")
      for first in stride(from: 1, to: 20_000, by: 5_000) {
        _ = try await arranger.execute(
          """
          insert into clients.party (name, code, owner_id, department_id, created_at)
          select 'Ромашка ' || n || ' второе' || n, 'K-' || to_char(n, 'FM00000'), n % 3 + 1, n % 3 / 2 + 1, now() - n * interval '1 minute'
          from generate_series(\(first)::integer, \(first + 4_999)::integer) as n
          """)
      }
      let statements: [SQL] = [
        """
        insert into clients.channel (party_id, kind, value)
        select id, 'phone', '+7495' || to_char(id, 'FM0000000') from clients.party
        union all select id, 'email', 'mail' || id || '@example.org' from clients.party
        """,
        """
        insert into clients.interaction (party_id, kind, at, subject, owner_id, department_id)
        select p.id, 'call', now() - p.id * interval '1 minute' - n * interval '1 day', 'Call', p.owner_id, p.department_id
        from clients.party as p, generate_series(1, 2) as n
        """,
        """
        insert into audit.change (table_name, record_id, action, old, new, account_id)
        select 'clients.party', p.id, 'update', jsonb_build_object('id', p.id, 'rating', n), jsonb_build_object('id', p.id, 'rating', n + 1), p.owner_id
        from clients.party as p, generate_series(1, 3) as n
        """,
        """
        insert into clients.timeline_entry (id, party_id, at, kind, right_key, with_party, resource, record_id, account_id, title, detail, detail_ru)
        select id * 2 + 1, record_id, at, 'change', 'history', true, 'parties', record_id, account_id, 'update', 'Rating', 'Оценка'
        from audit.change where table_name = 'clients.party'
        """,
        "alter table audit.change enable trigger timeline_change",
      ]
      for statement in statements { _ = try await arranger.execute(statement) }
      for table in tables {
        _ = try await arranger.execute("alter table \(raw: table) enable trigger user")
      }
      _ = try await arranger.rows("select clients.fill_timeline('clients.interaction', 0, 100000)")
      for table in tables + ["audit.change", "clients.timeline_entry"] {
        _ = try await arranger.execute("vacuum analyze \(raw: table)")
      }
    }
  }
}
