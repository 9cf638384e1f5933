import CRM
import Postgres
import Support
import Testing

@Suite struct `The sweeping of files` {
  /// Lets the time of every unlinked file, and of every broken upload, be over.
  private func age(_ crm: TestCRM) async throws {
    try await crm.arrange(
      "update system.file set kept_until = now() - interval '1 hour' returning id")
    try await crm.arrange(
      "update system.content set created_at = now() - interval '2 days' returning id")
  }

  private func sweep(_ crm: TestCRM, _ most: Int = 100) async throws -> Int {
    try await withClient(crm.database.service) { client in
      try await client.rows("select system.sweep_files(\(most)::integer) as n")[0].int("n")
    }
  }

  @Test func `takes what was never linked in its time, and leaves what is linked`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let session = try await crm.as(.sales)
      let filing = Filing(session: session)
      let (kept, lost) = (try await filing.send([1]).id, try await filing.send([2]).id)
      let party = try await session.create("parties", ["name": "P"]).id
      try await filing.link(kept, party)
      #expect(try await sweep(crm) == 0)
      try await age(crm)
      #expect(try await sweep(crm) == 2)
      #expect(try await crm.filed() == [1, 1, 1, 1])
      #expect(try await filing.content(kept).body == [1])
      #expect(try await filing.content(lost).status == 404)
    }
  }

  /// Old files that are linked would else stand before the others for ever.
  @Test func `is not held up by what is linked`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let session = try await crm.as(.sales)
      let filing = Filing(session: session)
      let party = try await session.create("parties", ["name": "P"]).id
      for byte in 1...3 {
        let file = try await filing.send([UInt8(byte)]).id
        if byte < 3 { try await filing.link(file, party) }
        try await age(crm)
      }
      try await crm.arrange(
        "update system.file set kept_until = now() - interval '1 year' where id < (select max(id) from system.file)"
      )
      #expect(try await sweep(crm, 1) == 2)
      #expect(try await crm.filed() == [2, 2, 2, 2])
    }
  }

  @Test func `takes links of records that are gone, and spares the file for a time`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let session = try await crm.as(.sales)
      let filing = Filing(session: session)
      let file = try await filing.send([1]).id
      let party = try await session.create("parties", ["name": "P"]).id
      try await filing.link(file, party)
      try await age(crm)
      #expect(try await session.delete("parties/\(party)").status == 204)
      #expect(try await filing.content(file).status == 404)
      #expect(try await sweep(crm) == 1)
      #expect(try await filing.content(file).body == [1])
      try await age(crm)
      #expect(try await sweep(crm) == 2)
      #expect(try await crm.filed() == [0, 0, 0, 0])
    }
  }

  @Test func `takes uploads that broke off, and old versions never`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let session = try await crm.as(.sales)
      let filing = Filing(session: session)
      let file = try await filing.send([1]).id
      _ = try await filing.replace(file, [2], ifMatch: "*")
      _ = try await filing.link(file, session.create("parties", ["name": "P"]).id)
      let broken = try await crm.sql(
        session,
        """
        insert into system.content (type, size, sha256) values ('text/plain', 9, \(Digest.sha256([UInt8]([9]))))
        returning id
        """)
      #expect(broken.error == nil)
      #expect(try await sweep(crm) == 0)
      try await age(crm)
      #expect(try await sweep(crm) == 1)
      #expect(try await crm.filed() == [2, 2, 1, 2])
      #expect(try await filing.content(file, "?version=1").body == [1])
    }
  }

  @Test func `leaves a file that is being linked, and lets no link to one that goes`() async throws
  {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let session = try await crm.as(.sales)
      let filing = Filing(session: session)
      let (first, second) = (try await filing.send([1]).id, try await filing.send([2]).id)
      let party = try await session.create("parties", ["name": "P"]).id
      try await age(crm)
      let entry = TestCRM.entry(session.token ?? "")
      let link = { (file: Int) -> SQL in
        """
        insert into system.file_link (file_id, resource, table_name, record_id)
        values (\(file), 'parties', 'clients.party', \(party))
        """
      }
      try await withClient(crm.database.service) { linking in
        // The link is not yet committed, nobody else sees it; its file's row is held.
        try await linking.transaction { transaction in
          _ = try await transaction.batch(entry + [link(first)])
          #expect(try await sweep(crm) == 2)
        }
        #expect(try await filing.content(first).body == [1])
        #expect(try await filing.content(second).status == 404)
        let third = try await filing.send([3]).id
        try await age(crm)
        let statements = entry + [link(third)]
        try await withClient(crm.database.service) { sweeping in
          let late = try await sweeping.transaction { transaction in
            #expect(
              try await transaction.rows("select system.sweep_files(100) as n")[0].int("n") == 2)
            let late = Task { try await linking.attempt(statements) }
            let isHeld = try await eventually { try await crm.database.blocked() == 1 }
            #expect(isHeld)
            return late
          }
          // It finds no file, or none that it may link, as it comes before the key or the policy.
          let refusal = try await late.value.error?.sqlState
          #expect(refusal == "23503" || refusal == "42501", "\(String(describing: refusal))")
        }
      }
    }
  }

  @Test func `is done by a job of its own`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      try await filing.send([1])
      try await age(crm)
      try await crm.arrange(
        "insert into system.job (kind, account_id) values ('sweep-files', null) returning id")
      #expect(try await eventually { try await crm.filed() == [0, 0, 0, 0] })
      let schedules = try await crm.observed(
        "select cron from system.schedule where kind = 'sweep-files'")
      #expect(schedules.count == 1)
    }
  }
}
