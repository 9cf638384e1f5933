import CRM
import Postgres
import Support
import Testing

/// By plain SQL with the service's own log-in.
@Suite struct `What is somebody's own in the system` {
  private static let tables: SQL = """
    select c.oid::regclass::text as name, has_table_privilege('crm_service', c.oid, 'DELETE') as deletable,
      (select min(a.attname::text) from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and has_column_privilege('crm_service', c.oid, a.attnum, 'UPDATE')) as updatable
    from pg_catalog.pg_class as c
    where c.relnamespace = 'system'::regnamespace and c.relkind in ('r', 'p', 'v')
      and has_any_column_privilege('crm_service', c.oid, 'SELECT') order by 1
    """

  @Test func `is seen by nobody else, and there is something of it in every table`() async throws {
    try await withOwnRows { own in
      for table in try await own.crm.observed(Self.tables) {
        let name = try table.string("name")
        if OwnRows.shared.contains(name) { continue }
        #expect(
          try await own.number("select count(*) from \(identifier: name)") > 0, "\(name) is empty")
        for session in [own.stranger, nil] {
          let seen = try await own.outcome(session, "select from \(identifier: name)")
          #expect(seen == "0", "\(name)")
        }
      }
    }
  }

  @Test func `is changed and deleted by nobody else, be it seen or not`() async throws {
    try await withOwnRows { own in
      for table in try await own.crm.observed(Self.tables) {
        let name = try table.string("name")
        // Without a condition, which would be judged by what one sees.
        var attacks: [SQL] = []
        if let column = try table.stringIfPresent("updatable") {
          attacks.append(
            "update \(identifier: name) set \(identifier: column) = default")
        }
        if try table.bool("deletable") { attacks.append("delete from \(identifier: name)") }
        for attack in attacks {
          for session in [own.stranger, own.auditor, nil] {
            #expect(try await own.outcome(session, attack) == "0", "\(attack.text)")
          }
        }
      }
    }
  }

  @Test func `is given nothing by others`() async throws {
    try await withOwnRows { own in
      let job = try await own.number("select id from system.job")
      let content = try await own.number("select id from system.content where kept_at is null")
      let load = try await own.number("select id from system.import")
      // The one that is linked to nothing.
      let file = try await own.number("select max(id) from system.file")
      let attacks: [(SQL, String)] = [
        ("insert into system.job_record (job_id, n, record_id) values (\(job), 2, 1)", "42501"),
        (
          """
          insert into system.job_refusal (job_id, n, resource, record_id, code, reason_en, reason_ru)
          values (\(job), 2, 'x', 1, 'x', 'x', 'x')
          """, "42501"
        ),
        (
          """
          insert into system.import_refusal (import_id, line, cells, reason_en, reason_ru)
          values (\(load), 2, '{a}', 'x', 'x')
          """, "42501"
        ),
        (
          "insert into system.content_piece (content_id, start, bytes) values (\(content), 1, 'x')",
          "content_piece_arriving"
        ),
        ("insert into system.file (name, content_id) values ('x', \(content))", "file_content_own"),
        (
          "insert into system.file_download (file_id, number, start, bytes) values (\(file), 1, 0, 1)",
          "42501"
        ),
        (
          "insert into system.notification_mute (kind, account_id) values ('followed', \(own.owner.account))",
          "42501"
        ),
        (
          """
          insert into system.follow (resource, record_id, account_id)
          values ('parties', 1, \(own.owner.account))
          """, "42501"
        ),
        (
          "insert into system.view (resource, name, account_id) values ('parties', 'y', \(own.owner.account))",
          "42501"
        ),
      ]
      for (attack, refusal) in attacks {
        for session in [own.stranger, own.auditor, nil] {
          #expect(try await own.outcome(session, attack) == refusal, "\(attack.text)")
        }
      }
    }
  }

  @Test func `is handed on again and undone by nobody else`() async throws {
    try await withOwnRows { own in
      let job = try await own.number("select id from system.job")
      let delivery = try await own.number("select id from system.delivery")
      for session in [own.stranger, own.auditor] {
        let tried = try await own.crm.sql(
          session, "select system.retry_delivery(\(delivery)) as was",
          "select system.cancel_job(\(job)) as was", "select system.repeat_job(\(job)) as was",
          "select system.reversible_job(\(job)) as was",
          "select system.plan_reversal(\(job)) as was",
          "select system.prove_reversal(\(job), '{1}')::text as was"
        ).complete()
        let told = tried.map { $0.string(0, 0) }
        #expect(told == [nil, nil, nil, nil, nil, "false"])
        let held = try await own.crm.sql(
          session, "select system.hold_reversals(\(job), array[1::bigint])")
        #expect(held.error?.sqlState == "42501")
      }
      let state = try await own.crm.observed(
        "select parked_at is not null as parked from system.delivery")
      #expect(try state.single.bool("parked"))
    }
  }
}
