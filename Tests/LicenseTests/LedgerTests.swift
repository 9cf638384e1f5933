import Foundation
import License
import Postgres
import Testing

@Suite struct `The ledger` {
  /// Everything that changes something, once.
  private func live(_ ledger: LedgerFixture) async throws {
    try await ledger.begin()
    let serial = "CRM-2026-000001"
    let out = ["--output", ledger.folder.path]
    let commands: [[String]] = [
      ["quote", "--customer", "Gull Ltd", "--site", "Harbour:8", "--term", "perpetual"],
      ["issue", "--quote", "Q-2026-0001", "--network", "10.2.0.0/16"] + out,
      ["extend", serial, "--days", "10", "--reason", "a late payment"] + out,
      ["reseat", serial, "--seats", "7"] + out,
      ["maintain", "CRM-2026-000002", "--years", "2"] + out,
      ["renew", serial, "--years", "1"] + out,
      ["transfer", serial, "--to-instance", UUID().uuidString] + out,
      ["assign", serial, "--customer", "Gull Ltd", "--reason", "sold"] + out,
      ["correct", serial, "--revision", "3", "--reason", "renewed by mistake"] + out,
      ["revoke", "CRM-2026-000002", "--effective", "2027-02-01", "--reason", "unpaid"],
      ["revoke", "CRM-2026-000002", "--withdraw", "--reason", "paid"],
      ["key", "rotate"], ["key", "generate", "2027a"], ["revocations", "build"] + out,
    ]
    for command in commands { _ = try await ledger.json(command + ["--at", "2026-12-15"]) }
    let prices = ledger.path("prices.json")
    _ = try Data(try await ledger.run(["prices", "show"]).output.utf8)
      .write(to: URL(fileURLWithPath: prices))
    _ = try await ledger.json(["prices", "add", prices])
    let again = try await ledger.run(["prices", "add", prices])
    #expect(again.status == 5 && again.output.contains("published already"), "\(again.output)")
  }

  @Test func `has one event for each command, with operator and reason`() async throws {
    try await withLedger { ledger in
      try await live(ledger)
      let events = try await ledger.rows(
        "select kind, operator, reason, day::text, login_name from ledger.event order by seq")
      #expect(
        events.map { $0[0] } == [
          "key_generated", "key_generated", "issued", "quoted", "issued", "extended", "reseated",
          "maintained", "renewed", "transferred", "assigned", "corrected", "revoked",
          "revocation_withdrawn", "key_rotated", "key_generated", "revocations_built",
          "prices_published",
        ])
      #expect(events.allSatisfy { $0[1] == "Анна" && $0[4] == "license_operator" })
      #expect(events[5][2] == "a late payment" && events[5][3] == "2026-12-15")
    }
  }

  @Test func `makes the same state again from its events`() async throws {
    try await withLedger { ledger in
      try await live(ledger)
      let before = try await ledger.rows("select * from ledger.state_digest() order by name")
      let answer = try await ledger.json(["ledger", "verify"])
      #expect(answer["ok"] == true && answer["events"] == 18)
      #expect(try await ledger.rows("select * from ledger.replay()").isEmpty)
      let after = try await ledger.rows("select * from ledger.state_digest() order by name")
      #expect(before == after && before.count == 12)
    }
  }

  @Test(arguments: [
    "update ledger.event set reason = overlay(reason placing 'X' from 1 for 1) where seq = 4",
    "update ledger.event set body = jsonb_set(body, '{quotes,0,total}', '1') where seq = 4",
    "update ledger.event set at = at + interval '1 microsecond' where seq = 4",
    "delete from ledger.event where seq = 4", "delete from ledger.event where seq = 18",
    "update ledger.event set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where seq = 4",
  ])
  func `finds one edited byte`(edit: String) async throws {
    try await withLedger { ledger in
      try await live(ledger)
      try await ledger.execute(["set session_replication_role = replica", edit])
      let run = try await ledger.run(["ledger", "verify", "--json"])
      #expect(run.status == 2, "\(edit): \(run.output)")
      #expect(try run.json["ok"] == false)
    }
  }

  @Test func `finds a state that does not follow`() async throws {
    try await withLedger { ledger in
      try await live(ledger)
      try await ledger.execute(["update ledger.revision set seats = 500 where revision = 1"])
      let run = try await ledger.run(["ledger", "verify"])
      #expect(run.status == 2 && run.output.contains("revision"), "\(run.output)")
    }
  }

  @Test(arguments: [
    "update ledger.event set reason = 'x'", "delete from ledger.event", "truncate ledger.event",
    "insert into ledger.event (seq, kind) values (9, 'issued')",
    "update ledger.revision set seats = 500", "delete from ledger.revocation",
    "select ledger.apply(jsonb_populate_record(null::ledger.event, '{\"body\": {}}'))",
    "update ledger.head set seq = 0", "alter table ledger.event disable trigger all",
  ])
  func `is never changed by the tool's log-in`(statement: String) async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      await #expect(throws: (any Error).self) {
        try await withLedgerClient(ledger.conninfo("license_operator")) {
          _ = try await $0.execute("\(raw: statement)")
        }
      }
      #expect(try await ledger.json(["ledger", "verify"])["ok"] == true)
    }
  }

  @Test func `is not changed by its owner either`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      for statement in ["update ledger.event set reason = 'x'", "truncate ledger.event cascade"] {
        await #expect(throws: DatabaseError.self) {
          try await withLedgerClient(ledger.conninfo("license_migrator")) { client in
            _ = try await client.batch(["set role license_owner", "\(raw: statement)"])
          }
        }
      }
    }
  }

  @Test func `keeps nothing of a dry run`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let before = try await ledger.rows("select seq, encode(hash, 'hex') from ledger.head")
      let run = try await ledger.run([
        "renew", "CRM-2026-000001", "--dry-run", "--output", ledger.folder.path,
      ])
      #expect(run.status == 0 && run.output.contains("would write"))
      let key = try await ledger.run(["key", "generate", "2027a", "--dry-run"])
      #expect(key.status == 0, "\(key.output)")
      #expect(try await ledger.rows("select seq, encode(hash, 'hex') from ledger.head") == before)
      #expect(!FileManager.default.fileExists(atPath: ledger.path("CRM-2026-000001-r2.lic")))
      #expect(!FileManager.default.fileExists(atPath: ledger.path("keys/crm-2027a.pem")))
    }
  }

  @Test func `gives no number twice to many who write at once`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...5 {
          group.addTask {
            _ = try await ledger.json([
              "quote", "--customer", "Customer \(number)", "--site", "S:5", "--at", "2026-12-15",
            ])
          }
        }
        try await group.waitForAll()
      }
      let numbers = try await ledger.rows("select no from ledger.quote order by no")
      #expect(numbers.map { $0[0] } == (1...5).map { "Q-2026-000\($0)" })
      #expect(try await ledger.json(["ledger", "verify"])["ok"] == true)
    }
  }

  @Test func `is exported whole`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let lines = try await ledger.run(["ledger", "export"]).output.split(separator: "\n")
      #expect(lines.count == 3)
      let last = try ValueParser.parse(Array(lines[2].utf8))
      #expect(last["kind"] == "issued" && last["seq"] == 3)
      #expect(last["previous"] == (try ValueParser.parse(Array(lines[1].utf8)))["hash"])
    }
  }

  @Test func `says of every table and column what it holds, and indexes every reference`()
    async throws
  {
    try await withLedger { ledger in
      let silent = try await ledger.rows(
        """
        select c.relname, a.attname from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace and n.nspname = 'ledger'
        left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind = 'r'
          and (obj_description(c.oid) is null or col_description(c.oid, a.attnum) is null)
        """)
      #expect(silent.isEmpty, "\(silent)")
      let bare = try await ledger.rows(
        """
        select k.conname from pg_constraint as k
        where k.contype = 'f' and k.connamespace = 'ledger'::regnamespace and not exists (
          select from pg_index as i
          where i.indrelid = k.conrelid and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
        """)
      #expect(bare.isEmpty, "\(bare)")
    }
  }
}
