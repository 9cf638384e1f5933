import CRM
import Postgres
import Support
import Testing

@Suite struct `A file's access` {
  private func statuses(_ session: TestSession, _ id: Int) async throws -> [Int] {
    let filing = Filing(session: session)
    return [
      try await session.get("files/\(id)").status, try await filing.content(id).status,
      try await session.get("files/\(id)/versions").status,
      try await session.get("files?id=\(id)").data.count,
      try await session.get("file-versions?file_id=\(id)").data.count,
      try await session.get("file-links?file_id=\(id)").data.count,
    ]
  }

  private static let all = [200, 200, 200, 1, 1, 1]
  private static let none = [404, 404, 404, 0, 0, 0]

  @Test func `is its sender's alone while it is linked to nothing`() async throws {
    try await withCRM { crm in
      let sender = try await crm.as(.sales)
      let id = try await Filing(session: sender).send([1]).id
      #expect(try await statuses(sender, id) == [200, 200, 200, 1, 1, 0])
      for role in TestCRM.Role.allCases {
        #expect(try await statuses(crm.as(role, number: 2), id) == Self.none, "\(role)")
      }
    }
  }

  @Test func `follows the record that it is linked to`() async throws {
    try await withCRM { crm in
      let sender = try await crm.as(.sales)
      let filing = Filing(session: sender)
      let id = try await filing.send([1], name: "a.bin").id
      let party = try await sender.create("parties", ["name": "P"]).id
      let link = try await filing.link(id, party)
      #expect(link.status == 201 && link["resource"] == "parties", "\(link.text)")
      #expect(
        link["table_name"] == nil && link[header: "location"] == "/api/v1/file-links/\(link.id)")
      let again = try await filing.link(id, party)
      #expect(again.status == 422 && again.pointers == ["/file_id"], "\(again.text)")
      let (colleague, stranger) = (
        try await crm.as(.sales, number: 2), try await crm.as(.purchasing)
      )
      #expect(try await statuses(sender, id) == Self.all)
      #expect(try await statuses(colleague, id) == Self.all)
      #expect(try await statuses(crm.as(.accountant), id) == Self.all)
      #expect(try await statuses(stranger, id) == Self.none)
      let listed = try await colleague.get("parties/\(party)/files")
      #expect(listed.data.map { $0["file"]?["name"] } == ["a.bin"], "\(listed.text)")
      #expect(try await stranger.get("parties/\(party)/files").status == 404)
      // Whose record it becomes, his are its files.
      let away = try await crm.id(of: .purchasing)
      try await crm.arrange(
        "update clients.party set owner_id = \(stranger.account), department_id = \(away) where id = \(party) returning id"
      )
      #expect(try await statuses(stranger, id) == Self.all)
      #expect(try await statuses(sender, id) == Self.none)
    }
  }

  @Test func `lets those change links and contents who may change the record`() async throws {
    try await withCRM { crm in
      let sender = try await crm.as(.sales)
      let id = try await Filing(session: sender).send([1]).id
      let party = try await sender.create("parties", ["name": "P"]).id
      let link = try await Filing(session: sender).link(id, party)
      let reader = try await crm.as(.accountant)
      let own = try await Filing(session: reader).send([2]).id
      let refused = try await Filing(session: reader).link(own, party)
      #expect(refused.status == 403 && refused["permission"] == "parties.update", "\(refused.text)")
      #expect(try await reader.delete("file-links/\(link.id)").status == 403)
      #expect(try await Filing(session: reader).replace(id, [3], ifMatch: "*").status == 403)
      #expect(try await reader.patch("files/\(id)", ["name": "x"]).status == 403)
      let head = try await crm.as(.headOfDepartment)
      #expect(try await Filing(session: head).replace(id, [3], ifMatch: "*").status == 200)
      #expect(try await head.patch("file-links/\(link.id)", ["label": "Contract"]).status == 200)
      #expect(try await head.delete("file-links/\(link.id)").status == 204)
      #expect(try await statuses(head, id) == Self.none)
      #expect(try await statuses(sender, id)[0] == 200)
    }
  }

  @Test func `is given to no record that one does not see, nor by one to whom the file is none`()
    async throws
  {
    try await withCRM { crm in
      let (sender, stranger) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let id = try await Filing(session: sender).send([1]).id
      let party = try await sender.create("parties", ["name": "P"]).id
      let other = try await stranger.create("parties", ["name": "Q"]).id
      let hidden = try await Filing(session: sender).link(id, other)
      let absent = try await Filing(session: sender).link(id, 999_999)
      #expect(hidden.status == 422 && hidden.pointers == ["/record_id"], "\(hidden.text)")
      #expect(hidden["errors"] == absent["errors"], "\(absent.text)")
      let taken = try await Filing(session: stranger).link(id, other)
      let none = try await Filing(session: stranger).link(999_999, other)
      #expect(taken.status == 422 && taken.pointers == ["/file_id"], "\(taken.text)")
      #expect(taken["errors"] == none["errors"])
      let both = try await Filing(session: stranger).link(id, party)
      #expect(both.pointers == ["/file_id", "/record_id"], "\(both.text)")
      let unknown = try await Filing(session: sender).link(id, party, "partys")
      #expect(unknown.status == 422 && unknown.text.contains("parties"), "\(unknown.text)")
      let itself = try await Filing(session: sender).link(id, id, "files")
      #expect(itself.status == 422 && itself.pointers == ["/resource"], "\(itself.text)")
      #expect(try await crm.observed("select id from system.file_link").isEmpty)
    }
  }

  @Test func `is linked once for a key`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.sales)
      let id = try await Filing(session: session).send([1]).id
      let party = try await session.create("parties", ["name": "P"]).id
      let body: JSON = ["file_id": .id(id), "resource": "parties", "record_id": .id(party)]
      let first = try await session.post("file-links", body, headers: [("Idempotency-Key", "k")])
      let second = try await session.post("file-links", body, headers: [("Idempotency-Key", "k")])
      #expect(first.status == 201 && second.status == 201 && first.text == second.text)
      #expect(second[header: "idempotency-replayed"] == "true")
    }
  }

  @Test func `is asked of every resource there is`() async throws {
    try await withCRM { crm in
      try await crm.furnish()
      let chief = try await crm.as(.administrator)
      let paths = try await chief.get("openapi.json")["paths"]?.object ?? []
      let lists = paths.map(\.name).filter { $0.hasSuffix("/{id}/files") }
      let histories = paths.filter { $0.name.hasSuffix("/{id}/history") }
      #expect(lists.count > 25 && lists.count == histories.count)
      var linked = 0
      for path in lists {
        let name = path.split(separator: "/")[0]
        let first = try await chief.get("\(name)?limit=1").data.first?["id"]?.int
        guard let first else { continue }
        let file = try await Filing(session: chief).send([1]).id
        let link = try await Filing(session: chief).link(file, first, String(name))
        if link.status == 201 {
          linked += 1
          let reply = try await chief.get("\(name)/\(first)/files")
          #expect(reply.data.map { $0["file"]?["id"]?.int } == [file], "\(path): \(reply.text)")
          _ = try await chief.delete("file-links/\(link.id)")
        } else if link.status == 403 {
          // What comes with the product is changed by nobody.
          #expect(link["permission"] == .string("\(name).update"), "\(path): \(link.text)")
          let rights = try await crm.observed(
            "select from access.permission where resource = \(String(name)) and action = 'update'")
          #expect(rights.isEmpty, "\(path): \(link.text)")
        } else {
          #expect(link.pointers == ["/resource"], "\(path): \(link.text)")
        }
        let reply = try await chief.get("\(name)/\(first)/files")
        #expect(reply.status == 200 && reply.data.isEmpty, "\(path): \(reply.text)")
        let nowhere = try await chief.get("\(name)/9007199254740991/files")
        #expect(nowhere.status == 404, "\(path): \(nowhere.text)")
      }
      // Business records alone; of what is furnished these are not fewer than parties and their lists.
      #expect(linked >= 5)
    }
  }
}
