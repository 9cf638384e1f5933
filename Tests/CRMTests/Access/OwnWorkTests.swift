import CRM
import Postgres
import Support
import Testing

@Suite struct `What the service does for nobody` {
  private static let work: [SQL] = [
    "select system.take_jobs('w', '{probe}', '{1}', 1, '1 s')",
    "select system.enter_job(1, 1, sha256('x'))", "select system.declare_schedule('x', '@daily')",
    "select system.declare_resources('{x}', '{clients.party}', '{id}')",
    "select system.validate_custom_field(1)", "select system.abort_exports()",
    "select access.sweep(1)", "select system.sweep(1)", "select system.sweep_notifications(1)",
    "select system.sweep_logs(1)", "select system.sweep_files(1)",
    "select staff.remind_documents(1)", "select staff.follow_days()",
    "select work.unplanned_rules(1)", "select work.plan_rule(1, 1, null)",
    "select work.make_tasks(1)", "select work.remind_tasks(1)",
    "select work.remind_documents(1)", "select sales.tend_contracts(1)",
    "select system.take_text('{job}')", "select system.text_piece(1, 0)",
    "select system.keep_text(1, 1, 'read', null, 'x')",
  ]

  @Test func `is refused in the context of whoever asks`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      for statement in Self.work {
        let tried = try await crm.sql(chief, statement)
        #expect(tried.error?.constraint == "own_work", "\(statement.text) \(tried)")
      }
    }
  }

  private static let readers: [String] = ["crm_report", "crm_reader", "crm_monitor", "crm_license"]

  @Test func `is stopped by no log-in that only reads`() async throws {
    try await withDatabase { database in
      await each(Self.readers) { role in
        try await withClient(database.conninfo(as: role)) { client in
          for statement: SQL in [
            "select pg_advisory_lock(6517357, 2)", "select pg_try_advisory_xact_lock(6517357, 4)",
            "select pg_advisory_lock_shared(6517357, 5)", "select lo_from_bytea(0, 'x')",
            "select lo_create(0)",
          ] {
            let tried = try await client.attempt([
              "set default_transaction_read_only = off", statement,
            ])
            #expect(tried.error?.sqlState == "42501", "\(role): \(statement.text) \(tried)")
          }
        }
      }
    }
  }
}
