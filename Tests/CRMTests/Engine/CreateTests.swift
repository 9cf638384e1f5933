import CRM
import Support
import Testing

@Suite struct `Creating a record` {
  @Test func `writes the record, its lists and its history as the caller`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let reply = try await sales.post(
        "parties",
        [
          "name": "  ООО   «Ромашка» ", "customer": true, "rating": 4,
          "channels": [
            ["kind": "email", "value": "Info@Firma.example"],
            ["kind": "phone", "value": "84951234567"],
          ],
          "addresses": [["kind": "legal", "city": "Казань", "country": "RU"]],
        ])
      #expect(reply.status == 201, "\(reply.text)")
      #expect(reply[header: "location"] == "/api/v1/parties/\(reply.id)")
      #expect(reply["name"] == "ООО «Ромашка»" && reply["channels"]?.array?.count == 2)
      let again = try await sales.get("parties/\(reply.id)")
      #expect(again.body == reply.body && again.etag == reply.etag)
      let row = try await crm.observed(
        """
        select p.name || '|' || p.rating || '|' || p.customer as text, p.owner_id, p.department_id,
          p.created_by, p.version,
          (select string_agg(value, ',' order by id) from clients.channel where party_id = p.id) as ways,
          (select city from clients.address where party_id = p.id) as city
        from clients.party as p where p.id = \(reply.id)
        """)[0]
      #expect(try row.string("text") == "ООО «Ромашка»|4|true")
      #expect(try row.int("owner_id") == sales.account && row.int("created_by") == sales.account)
      #expect(try await row.int("department_id") == crm.id(of: .sales))
      #expect(try row.int("version") == 1 && row.string("city") == "Казань")
      #expect(try row.string("ways") == "info@firma.example,+74951234567")
      let history = try await crm.observed(
        """
        select table_name from audit.change
        where action = 'insert' and account_id = \(sales.account) and table_name like 'clients.%'
        """)
      #expect(history.count == 4)
    }
  }

  @Test func `that fails in its last list leaves nothing`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.sales).post(
        "parties",
        [
          "name": "Half",
          "channels": [["kind": "email", "value": "a@firma.example"]],
          "addresses": [["kind": "legal", "country": "QQ"]],
        ])
      #expect(reply.status == 422 && reply.pointers == ["/addresses/0/country"], "\(reply.text)")
      let left = try await crm.observed(
        "select id from clients.party union all select id from clients.channel")
      #expect(left.count == 0)
      #expect(
        try await crm.observed("select id from audit.change where table_name = 'clients.party'")
          .count
          == 0)
    }
  }

  @Test func `tells all bad fields at once`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.sales).post(
        "parties",
        [
          "nmae": "x", "rating": "5", "version": 7, "customer": "yes",
          "channels": [["kind": "email", "value": 5], ["value": "a@b.example", "party_id": 1]],
        ])
      #expect(reply.status == 422)
      #expect(
        Set(reply.pointers) == [
          "/nmae", "/rating", "/version", "/customer", "/name", "/channels/0/value",
          "/channels/1/party_id", "/channels/1/kind",
        ], "\(reply.text)")
      #expect(try await crm.observed("select id from clients.party").count == 0)
    }
  }

  private static let wrongFields: [(field: String, value: String, pointer: String)] = [
    ("inn", "7728127937", "/inn"), ("country", "QQ", "/country"), ("kind", "ship", "/kind"),
    ("name", "", "/name"), ("code", "taken", "/code"), ("currency", "RUR", "/currency"),
    ("language", "русский", "/language"),
  ]

  @Test func `against a rule of the database names the field`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      try await sales.create("parties", ["name": "First", "code": "taken"])
      await each(Self.wrongFields) { field, value, pointer in
        let sent = JSON.string(value)
        let members: [JSON.Member] = [
          .init("name", field == "name" ? sent : "Second"), .init(field, sent),
        ]
        let body = JSON.object(field == "name" ? [members[0]] : members)
        let reply = try await sales.send(
          "POST", "parties", headers: [("Accept-Language", "ru")], body: body.bytes)
        #expect(reply.status == 422 || reply.status == 409, "\(field): \(reply.text)")
        #expect(reply.pointers == [pointer], "\(field): \(reply.text)")
        #expect(
          reply["errors"]?.array?.first?["detail"]?.string?.contains(/[а-я]/) == true, "\(field)")
        #expect(try await crm.observed("select id from clients.party").count == 1, "\(field)")
      }
    }
  }

  @Test func `cannot name what is hidden, and hears the same of what does not exist`()
    async throws
  {
    try await withCRM { crm in
      let theirs = try await crm.as(.purchasing).create("parties", ["name": "Theirs"])
      let sales = try await crm.as(.sales)
      let mine = try await sales.create("parties", ["name": "Mine"])
      var answers: Set<[String]> = []
      for id in [theirs.id, 9000] {
        let id = JSON.number(String(id))
        let parent = try await sales.post("parties", ["name": "Child", "parent_id": id])
        #expect(parent.status == 422 && parent.pointers == ["/parent_id"], "\(parent.text)")
        let patch = try await sales.patch("parties/\(mine.id)", ["parent_id": id])
        #expect(patch.status == 422 && patch.pointers == ["/parent_id"], "\(patch.text)")
        let relation = try await sales.patch(
          "parties/\(mine.id)", ["relations": [["kind": "owns", "other_id": id]]])
        #expect(relation.pointers == ["/relations/0/other_id"], "\(relation.text)")
        let note = try await sales.post(
          "interactions", ["kind": "note", "subject": "x", "party_id": id])
        #expect(note.status == 422 && note.pointers == ["/party_id"], "\(note.text)")
        let replies = [parent, patch, relation, note]
        answers.insert(replies.map { $0["errors"]?.array?.first?["detail"]?.string ?? "" })
      }
      #expect(answers.count == 1)
      #expect(try await crm.observed("select id from clients.party").count == 2)
      #expect(try await crm.observed("select id from clients.interaction").count == 0)
    }
  }

  @Test func `needs the permission, and a parent that is seen`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.readOnly).post("parties", ["name": "No"])
      #expect(reply.status == 403 && reply["permission"] == "parties.create")
      let theirs = try await crm.as(.purchasing).create("parties", ["name": "Theirs"])
      let child = try await crm.as(.sales).post(
        "channels",
        ["party_id": .number(String(theirs.id)), "kind": "email", "value": "a@b.example"])
      #expect([403, 404, 422].contains(child.status), "\(child.text)")
      #expect(try await crm.observed("select id from clients.channel").count == 0)
    }
  }
}
