import Support
import Testing

@Suite struct `A file that somebody may only read` {
  /// A file at a salesman's party, which a purchaser reads and does not change.
  private func withFile(
    _ body: (TestCRM, _ sender: TestSession, _ reader: TestSession, _ file: Int, _ party: Int)
      async throws -> Void
  ) async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let sender = try await crm.as(.sales)
      let file = try await Filing(session: sender).send([1]).id
      let party = try await sender.create("parties", ["name": "P"]).id
      try await Filing(session: sender).link(file, party)
      try await crm.arrange(
        """
        update access.permission as p set scope = 'all' from access.role as r
        where r.id = p.role_id and r.code = 'purchasing' and p.resource = 'parties' and p.action = 'read'
        returning p.id
        """)
      let reader = try await crm.as(.purchasing)
      try await body(crm, sender, reader, file, party)
    }
  }

  @Test func `is linked by him to nothing of his own`() async throws {
    try await withFile { crm, _, reader, file, _ in
      #expect(try await reader.get("files/\(file)").status == 200)
      let own = try await reader.create("parties", ["name": "Q"]).id
      let linked = try await Filing(session: reader).link(file, own)
      #expect(linked.status == 422 && linked.pointers == ["/file_id"], "\(linked.text)")
      let view = try await reader.create("views", ["resource": "parties", "name": "V"]).id
      let hoarded = try await Filing(session: reader).link(file, view, "views")
      #expect(hoarded.status == 422 && hoarded.pointers == ["/resource"], "\(hoarded.text)")
      #expect(try await reader.patch("files/\(file)", ["name": "x"]).status == 403)
      #expect(try await crm.observed("select from system.file_link").count == 1)
    }
  }

  @Test func `stays its home's, however it is shared, and is taken back`() async throws {
    try await withFile { crm, sender, reader, file, party in
      let own = try await reader.create("parties", ["name": "Q"]).id
      let chief = try await crm.as(.administrator)
      #expect(try await Filing(session: chief).link(file, own).status == 201)
      #expect(try await reader.patch("files/\(file)", ["name": "x"]).status == 403)
      #expect(try await Filing(session: reader).replace(file, [2], ifMatch: "*").status == 403)
      // He changes a record that it is linked to, and may link it further.
      let next = try await reader.create("parties", ["name": "R"]).id
      #expect(try await Filing(session: reader).link(file, next).status == 201)
      let closed = try await sender.patch("files/\(file)", ["is_shared": false])
      #expect(closed.status == 200, "\(closed.text)")
      let left = try await crm.observed("select record_id from system.file_link")
      #expect(try left.map { try $0.int("record_id") } == [party])
      let again = try await Filing(session: chief).link(file, own)
      #expect(again.status == 422 && again.pointers == ["/file_id"], "\(again.text)")
    }
  }

  @Test func `is listed alike one by one and at once`() async throws {
    try await withFile { crm, sender, reader, file, party in
      try await crm.arrange(
        """
        with made as (
          insert into clients.party (name, kind, owner_id) select 'N' || n, 'company', \(sender.account)
          from generate_series(1, 300) as n returning id)
        insert into system.file_link (file_id, resource, record_id)
        select \(file), 'parties', id from made returning id
        """)
      for session in [sender, reader] {
        let links = try await crm.sql(session, "select count(*) as n from system.file_link")
          .complete()
        let files = try await crm.sql(session, "select count(*) as n from system.file").complete()
        #expect(try links[0].single.int("n") == 301 && files[0].single.int("n") == 1)
      }
      let stranger = try await crm.as(.hr)
      for table in ["file_link", "file", "file_version"] {
        let seen = try await crm.sql(
          stranger, "select count(*) as n from \(identifier: "system.\(table)")"
        ).complete()
        #expect(try seen[0].single.int("n") == 0, "\(table)")
      }
      #expect(try await reader.get("parties/\(party)/files").data.count == 1)
    }
  }
}
