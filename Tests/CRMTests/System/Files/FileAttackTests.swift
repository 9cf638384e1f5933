import CRM
import Postgres
import Support
import Testing

/// What somebody could do who has the service's own log-in and the context of his own session.
@Suite struct `Behind the service's back, a file` {
  /// Announces a content, sends pieces, and gives it to a file.
  private static func statements(
    _ bytes: [UInt8], sha256: String, pieces: [(Int, [UInt8])]
  ) -> [SQL] {
    [
      """
      insert into system.content (type, size, sha256) values ('text/plain', \(bytes.count), \(sha256))
      returning set_config('try.content', id::text, true)
      """
    ]
      + pieces.map { start, piece in
        """
        insert into system.content_piece (content_id, start, bytes)
        values (current_setting('try.content')::bigint, \(start), \(piece))
        """
      } + [
        """
        insert into system.file (name, content_id)
        values ('x', current_setting('try.content')::bigint) returning id
        """
      ]
  }

  private func run(
    _ crm: TestCRM, _ session: TestSession, _ statements: [SQL]
  ) async throws -> Attempt {
    try await withClient(crm.database.service) { client in
      try await client.attempt(TestCRM.entry(session.token ?? "") + statements)
    }
  }

  @Test func `is not had by who knows its number or its digest`() async throws {
    try await withCRM { crm in
      let secret = Filing.bytes(1000)
      let kept = try await Filing(session: crm.as(.sales)).send(secret)
      let thief = try await crm.as(.purchasing)
      let content = try await crm.observed("select id from system.content")[0].int("id")
      let byNumber = try await crm.sql(
        thief, "insert into system.file (name, content_id) values ('x', \(content)) returning id")
      #expect(byNumber.error?.constraint == "file_content_own")
      let sha256 = Digest.sha256(secret)
      let byDigest = try await run(
        crm, thief, Self.statements(secret, sha256: sha256, pieces: []))
      #expect(byDigest.error?.constraint == "file_content_whole")
      // Other bytes of the same length under the same digest are another content.
      let forged = try await run(
        crm, thief,
        Self.statements(secret, sha256: sha256, pieces: [(0, Filing.bytes(1000, seed: 9))]))
      #expect(forged.error == nil)
      let contents = try await crm.observed("select distinct content_id from system.file_version")
      #expect(contents.count == 2)
      let sees = try await crm.sql(
        thief, "select bytes from system.content_piece where content_id = \(content)",
        "select from system.content where id = \(content)",
        "select from system.file where id = \(kept.id)",
        "select from system.file_version where file_id = \(kept.id)")
      #expect(sees.error == nil && sees.results.allSatisfy { $0.isEmpty })
    }
  }

  private static let gaps: [[(Int, Int)]] = [
    [(0, 3), (4, 2)], [(1, 5)], [(0, 3), (3, 1)], [(0, 3), (2, 3)], [(0, 6)],
  ]

  @Test func `has no gaps and nothing twice`() async throws {
    try await withCRM { crm in
      await each(Self.gaps) { pieces in
        let bytes = Filing.bytes(5)
        let tried = try await run(
          crm, crm.as(.sales),
          Self.statements(
            bytes, sha256: Digest.sha256(bytes),
            pieces: pieces.map { ($0.0, Filing.bytes($0.1)) }))
        #expect(tried.error?.constraint == "file_content_whole", "\(pieces)")
      }
    }
  }

  @Test func `never changes once it is kept, not even by its sender`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.sales)
      let made = try await Filing(session: session).send([1, 2, 3])
      let content = try await crm.observed("select id from system.content")[0].int("id")
      let tries: [(SQL, String)] = [
        (
          "insert into system.content_piece (content_id, start, bytes) values (\(content), 3, 'x')",
          "42501 23514"
        ),
        ("update system.content_piece set bytes = 'x'", "42501"),
        ("delete from system.content_piece", "42501"),
        ("update system.content set size = 1", "42501"),
        ("update system.file_version set size = 1", "42501"),
        ("delete from system.file_version", "42501"),
        (
          """
          insert into system.file_version (file_id, number, name, type, size, sha256, content_id)
          values (\(made.id), 2, 'x', 'text/plain', 3, 'x', \(content))
          """, "42501"
        ), ("update system.file set sha256 = 'x'", "42501"),
        ("update system.file set account_id = 1", "42501"),
        ("insert into system.file (name, content_id, account_id) values ('x', 1, 1)", "42501"),
        ("select system.keep_content(\(content))", "42501"),
      ]
      for (sql, states) in tries {
        let tried = try await crm.sql(session, sql)
        #expect(states.contains(tried.error?.sqlState ?? "none"), "\(sql.text): \(tried)")
      }
      let gone = try await crm.sql(
        session, "delete from system.content where id = \(content) returning id")
      #expect(gone.error == nil && gone.results[0].isEmpty)
      #expect(try await Filing(session: session).content(made.id).body == [1, 2, 3])
    }
  }

  @Test func `takes no piece that comes while it is kept`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.sales)
      let entry = TestCRM.entry(session.token ?? "")
      let bytes = Filing.bytes(5)
      try await withClient(crm.database.service) { first in
        let begun = try await first.batch(
          entry + [
            """
            insert into system.content (type, size, sha256)
            values ('text/plain', 5, \(Digest.sha256(bytes))) returning id
            """
          ])
        let content = try begun.last?.first?.int("id") ?? 0
        _ = try await first.batch(
          entry + [
            "insert into system.content_piece (content_id, start, bytes) values (\(content), 0, \(bytes))"
          ])
        try await withClient(crm.database.service) { second in
          let late = try await first.transaction { transaction in
            _ = try await transaction.batch(
              entry + ["insert into system.file (name, content_id) values ('x', \(content))"])
            let late = Task {
              try await second.attempt(
                entry + [
                  "insert into system.content_piece (content_id, start, bytes) values (\(content), 5, 'y')"
                ])
            }
            #expect(try await eventually { try await crm.database.blocked() == 1 })
            return late
          }
          #expect(try await late.value.error?.constraint == "content_piece_arriving")
        }
        #expect(try await crm.observed("select from system.content_piece").count == 1)
      }
    }
  }

  @Test func `is linked by nobody who may not change the record, and logged in no other name`()
    async throws
  {
    try await withCRM { crm in
      let (sender, thief) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let file = try await Filing(session: sender).send([1]).id
      let own = try await Filing(session: thief).send([2]).id
      let party = try await sender.create("parties", ["name": "P"]).id
      let other = try await thief.create("parties", ["name": "Q"]).id
      let link = try await Filing(session: sender).link(file, party).id
      let insert = { (file: Int, record: Int) -> SQL in
        """
        insert into system.file_link (file_id, resource, table_name, record_id)
        values (\(file), 'parties', 'clients.party', \(record))
        """
      }
      for (file, record) in [(own, party), (file, other), (own, 999_999)] {
        #expect(try await crm.sql(thief, insert(file, record)).error?.sqlState == "42501")
      }
      // The resource decides on the table, whatever is named beside it.
      let named = { (resource: String, table: String) -> SQL in
        """
        insert into system.file_link (file_id, resource, table_name, record_id)
        values (\(own), \(resource), \(table), \(other)) returning table_name
        """
      }
      for resource in ["files", "file-links", "file-versions", "nope"] {
        let tried = try await crm.sql(thief, named(resource, "clients.party"))
        #expect(tried.error?.constraint == "file_link_table_form", "\(resource) \(tried)")
      }
      let lied = try await crm.sql(thief, named("parties", "access.account")).complete()
      #expect(try lied[0].single.string("table_name") == "clients.party")
      let moved = try await crm.sql(
        thief, "update system.file_link set label = 'x' where id = \(link) returning id",
        "delete from system.file_link where id = \(link) returning id",
        "delete from system.file where id = \(file) returning id")
      #expect(moved.error == nil && moved.results.allSatisfy { $0.isEmpty })
      for sql: SQL in [
        "update system.file_link set record_id = \(other)",
        "insert into system.file_download (file_id, number, start, bytes) values (\(file), 1, 0, 1)",
        "insert into system.file_download (file_id, number, start, bytes, account_id) values (\(own), 1, 0, 1, 1)",
        "delete from system.file_download", "update system.file_download set bytes = 0",
      ] {
        #expect(try await crm.sql(thief, sql).error?.sqlState == "42501", "\(sql.text)")
      }
    }
  }
}
