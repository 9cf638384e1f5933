import CRM
import Support
import Testing

@Suite struct `Patching a record` {
  @Test func `changes what is named, clears what is null, keeps the rest`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.create(
        "parties", ["name": "Before", "notes": "gone", "rating": 3, "supplier": true])
      let path = "parties/\(made.id)"
      let reply = try await sales.patch(path, ["name": "After", "notes": .null])
      #expect(reply.status == 200 && reply.etag != made.etag, "\(reply.text)")
      #expect(reply["name"] == "After" && reply["notes"] == .null && reply["rating"] == 3)
      let row = try await crm.observed(
        """
        select name || '|' || coalesce(notes, '-') || '|' || rating || supplier || version as text,
          updated_by from clients.party
        """)[0]
      #expect(try row.string("text") == "After|-|3true2")
      #expect(try row.int("updated_by") == sales.account)
      let change = try await crm.observed(
        """
        select old ->> 'name' as old, new ->> 'name' as new from audit.change
        where action = 'update' and table_name = 'clients.party'
        """)[0]
      #expect(try change.string("old") == "Before" && change.string("new") == "After")
    }
  }

  @Test func `demands the version that was read`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.create("parties", ["name": "First"])
      let path = "parties/\(made.id)"
      let none = try await sales.patch(path, ["name": "a"], ifMatch: .some(nil))
      #expect(none.status == 428 && none.problem == "if_match_required")
      for wrong in ["v1", "\"1\"", "\"v99999999999999999999\"", "W/\"v1\"", "\"v1\", \"v2\""] {
        let reply = try await sales.patch(path, ["name": "b"], ifMatch: wrong)
        #expect(reply.status == 400 && reply.pointers == ["If-Match"], "\(wrong) \(reply.text)")
      }
      #expect(try await sales.patch(path, ["name": "Second"]).status == 200)
      let stale = try await sales.patch(path, ["name": "c"], ifMatch: made.etag)
      #expect(stale.status == 412 && stale.problem == "stale_version")
      #expect(stale["current"]?["name"] == "Second")
      let current = try await sales.get(path)
      #expect(stale.etag == current.etag && stale["current"] == current.json)
      #expect(try await sales.patch(path, ["name": "Any"], ifMatch: "*").status == 200)
      let names = try await crm.observed("select name || version as text from clients.party")
      #expect(try names[0].string("text") == "Any3")
    }
  }

  @Test func `replaces an owned list by id`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.create(
        "parties",
        [
          "name": "Firm",
          "channels": [
            ["kind": "email", "value": "stays@a.example"],
            ["kind": "email", "value": "goes@a.example"],
          ],
        ])
      let kept = made["channels"]?.array?.first?["id"] ?? .null
      let path = "parties/\(made.id)"
      let reply = try await sales.patch(
        path,
        [
          "channels": [
            ["id": kept, "value": "changed@a.example"],
            ["kind": "email", "value": "new@a.example"],
          ]
        ])
      #expect(reply.status == 200 && reply.etag != made.etag, "\(reply.text)")
      let values = try await crm.observed("select id, value from clients.channel order by id")
      try #require(
        try values.map { try $0.string("value") } == ["changed@a.example", "new@a.example"])
      #expect(try values[0].int("id") == kept.int)
      let wrong = try await sales.patch(
        path,
        ["name": "Half", "channels": [["kind": "email", "value": "c@a.example"], ["id": 9000]]])
      #expect(wrong.status == 422 && wrong.pointers == ["/channels/1/id"], "\(wrong.text)")
      #expect(
        try await crm.observed(
          "select id from clients.channel where value in ('changed@a.example', 'new@a.example')"
        ).count == 2)
      #expect(try await crm.observed("select id from clients.party where name = 'Firm'").count == 1)
    }
  }

  @Test func `replaces no list that was changed meanwhile`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let email: JSON = [["kind": "email", "value": "a@a.example"]]
      let made = try await sales.create("parties", ["name": "Firm", "channels": email])
      try await sales.create(
        "channels", ["party_id": .number("\(made.id)"), "kind": "email", "value": "new@a.example"])
      let path = "parties/\(made.id)"
      let blind = try await sales.patch(path, ["channels": []], ifMatch: "\"v1\"")
      #expect(blind.status == 428 && blind.problem == "if_match_required", "\(blind.text)")
      let stale = try await sales.patch(path, ["channels": []], ifMatch: made.etag)
      #expect(stale.status == 412 && stale["current"]?["channels"]?.array?.count == 2)
      #expect(try await crm.observed("select id from clients.channel").count == 2)
      let again = try await sales.patch(path, ["channels": []], ifMatch: stale.etag)
      #expect(again.status == 200, "\(again.text)")
      #expect(try await crm.observed("select id from clients.channel").count == 0)
    }
  }

  @Test func `cannot take a row out of another record's list`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let email: JSON = [["kind": "email", "value": "a@a.example"]]
      let first = try await sales.create("parties", ["name": "First", "channels": email])
      let second = try await sales.create("parties", ["name": "Second"])
      let stolen = first["channels"]?.array?.first?["id"] ?? .null
      let reply = try await sales.patch(
        "parties/\(second.id)", ["channels": [["id": stolen, "value": "b@a.example"]]])
      #expect(reply.status == 422, "\(reply.text)")
      let row = try await crm.observed("select party_id, value from clients.channel")[0]
      #expect(try row.int("party_id") == first.id && row.string("value") == "a@a.example")
    }
  }

  @Test func `reaches only what the rights reach`() async throws {
    try await withCRM { crm in
      let theirs = try await crm.as(.purchasing).create("parties", ["name": "Theirs"])
      let path = "parties/\(theirs.id)"
      #expect(try await crm.as(.sales).patch(path, ["name": "x"], ifMatch: "\"v1\"").status == 404)
      let reader = try await crm.as(.readOnly).patch(path, ["name": "x"], ifMatch: "\"v1\"")
      #expect(reader.status == 403 && reader["permission"] == "parties.update")
      for body: JSON in [["id": 5], ["version": 9], ["created_by": 1], ["name_key": "x"]] {
        let reply = try await crm.as(.purchasing).patch(path, body)
        #expect(reply.status == 422 && reply.pointers.count == 1, "\(reply.text)")
      }
      let row = try await crm.observed("select name || version as text from clients.party")[0]
      #expect(try row.string("text") == "Theirs1")
    }
  }

  @Test func `with nothing in it is a version of its own`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.create("parties", ["name": "Same"])
      let reply = try await sales.patch("parties/\(made.id)", [:])
      #expect(reply.status == 200 && reply["name"] == "Same", "\(reply.text)")
    }
  }
}
