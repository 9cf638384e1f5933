import CRM
import Support
import Testing

@Suite struct `Removing a record` {
  @Test func `deletes what nothing refers to, with its lists`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.headOfDepartment)
      let made = try await sales.create(
        "parties", ["name": "Alone", "channels": [["kind": "email", "value": "a@a.example"]]])
      let path = "parties/\(made.id)"
      let reply = try await sales.delete(path)
      #expect(reply.status == 204 && reply.body.isEmpty, "\(reply.text)")
      #expect(try await sales.get(path).status == 404)
      let left = try await crm.observed(
        "select id from clients.party union all select id from clients.channel")
      #expect(left.count == 0)
      let history = try await crm.observed(
        """
        select old ->> 'name' as name, account_id from audit.change
        where action = 'delete' and table_name = 'clients.party'
        """)
      try #require(history.count == 1)
      #expect(try history[0].string("name") == "Alone")
      #expect(try history[0].int("account_id") == sales.account)
    }
  }

  @Test func `archives what others refer to, and brings it back`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.headOfDepartment)
      let above = try await sales.create("parties", ["name": "Above"])
      try await sales.create("parties", ["name": "Below", "parent_id": .number("\(above.id)")])
      let path = "parties/\(above.id)"
      #expect(try await sales.delete(path).status == 204)
      #expect(try await sales.get(path)["archived_at"]?.string != nil)
      #expect(try await sales.get("parties?sort=id").data.map { $0["name"] } == ["Below"])
      let archived = try await crm.observed(
        "select id from clients.party where name = 'Above' and archived_at is not null")
      #expect(archived.count == 1)
      #expect(try await sales.delete(path).status == 204)
      let restored = try await sales.post("\(path)/restoration")
      #expect(restored.status == 200 && restored["archived_at"] == .null, "\(restored.text)")
      #expect(
        try await crm.observed("select id from clients.party where archived_at is null").count == 2)
      #expect(try await sales.get("parties").data.count == 2)
    }
  }

  @Test func `that is in the archive already, or out of it, writes nothing`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let above = try await chief.create("parties", ["name": "Above"])
      try await chief.create("parties", ["name": "Below", "parent_id": .number("\(above.id)")])
      let path = "parties/\(above.id)"
      let state = {
        try await crm.observed(
          """
          select p.version || ' ' || p.updated_at || ' ' || coalesce(p.archived_at::text, '-')
            || ' ' || (select count(*) from audit.change) as state
          from clients.party as p where id = \(above.id)
          """)[0].string("state")
      }
      let fresh = try await state()
      let untouched = try await chief.post("\(path)/restoration")
      #expect(untouched.status == 200 && untouched.etag == above.etag, "\(untouched.text)")
      #expect(try await state() == fresh)
      #expect(try await chief.delete(path).status == 204)
      let (archived, read) = (try await state(), try await chief.get(path))
      #expect(archived != fresh)
      #expect(try await chief.delete(path, ifMatch: read.etag).status == 204)
      #expect(try await chief.delete(path, ifMatch: "*").status == 204)
      #expect(try await chief.delete(path, ifMatch: "\"v1\"").status == 412)
      #expect(try await chief.get(path).etag == read.etag)
      #expect(try await state() == archived)
      let reader = try await crm.as(.readOnly)
      #expect(try await reader.delete(path).status == 403)
      let other = try await crm.as(.purchasing)
      #expect(try await other.delete(path, ifMatch: "*").status == 404)
      #expect(try await chief.post("\(path)/restoration").status == 200)
      #expect(try await state() != archived)
    }
  }

  @Test func `never takes along what belongs to another record`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.headOfDepartment)
      let person = try await sales.create("parties", ["name": "Anna", "kind": "person"])
      let other = try await sales.create("parties", ["name": "Other"])
      let firm = try await sales.create(
        "parties",
        [
          "name": "Firm", "contacts": [["person_id": .number("\(person.id)")]],
          "relations": [["kind": "competes", "other_id": .number("\(other.id)")]],
        ])
      for id in [person.id, other.id] {
        #expect(try await sales.delete("parties/\(id)").status == 204)
        #expect(try await sales.get("parties/\(id)")["archived_at"]?.string != nil)
      }
      let kept = try await sales.get("parties/\(firm.id)")
      #expect(kept["contacts"]?.array?.count == 1 && kept["relations"]?.array?.count == 1)
      let links = try await crm.observed(
        "select id from clients.contact union all select id from clients.relation")
      #expect(links.count == 2)
    }
  }

  @Test func `refuses what is referred to and has no archive`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let tag = try await chief.create("tags", ["name": "VIP"])
      let party = try await chief.create("parties", ["name": "Firm"])
      try await chief.create(
        "party-tags", ["party_id": .number("\(party.id)"), "tag_id": .number("\(tag.id)")])
      let reply = try await chief.delete("tags/\(tag.id)")
      #expect(reply.status == 409 && reply.problem == "in_use", "\(reply.text)")
      #expect(try await crm.observed("select id from clients.tag").count == 1)
    }
  }

  @Test func `demands the version that was read`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.headOfDepartment)
      let made = try await sales.create("parties", ["name": "Kept"])
      let path = "parties/\(made.id)"
      #expect(try await sales.delete(path, ifMatch: .some(nil)).status == 428)
      #expect(try await sales.delete(path, ifMatch: "old").status == 400)
      let stale = try await sales.delete(path, ifMatch: "\"v9\"")
      #expect(stale.status == 412 && stale["current"]?["name"] == "Kept", "\(stale.text)")
      #expect(try await crm.observed("select id from clients.party").count == 1)
      #expect(try await sales.delete(path, ifMatch: made.etag).status == 204)
      #expect(try await sales.delete(path, ifMatch: made.etag).status == 404)
    }
  }

  @Test func `reaches only what the rights reach`() async throws {
    try await withCRM { crm in
      let theirs = try await crm.as(.purchasing).create("parties", ["name": "Theirs"])
      let path = "parties/\(theirs.id)"
      let hidden = try await crm.as(.headOfDepartment).delete(path, ifMatch: "\"v1\"")
      #expect(hidden.status == 404, "\(hidden.text)")
      let reader = try await crm.as(.readOnly).delete(path, ifMatch: "\"v1\"")
      #expect(reader.status == 403 && reader["permission"] == "parties.delete")
      let back = try await crm.as(.readOnly).post("\(path)/restoration")
      #expect(back.status == 403 && back["permission"] == "parties.update")
      let row = try await crm.observed(
        "select version, archived_at is null as kept from clients.party")
      #expect(try row[0].bool("kept") && row[0].int("version") == 1)
    }
  }
}
