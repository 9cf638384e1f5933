import CRM
import Postgres
import Support
import Testing

/// References to records that one does not see: they stay where others have set them, and one sets none.
@Suite struct `A reference to what one does not see` {
  /// A salesman's own party below one that he does not see, with all that can hang on it.
  private struct Place {
    let seller: TestSession
    let hidden: Int
    let own: Int
    let records: [(path: String, change: JSON)]

    init(_ crm: TestCRM) async throws {
      let (chief, other) = (try await crm.as(.administrator), try await crm.as(.purchasing))
      seller = try await crm.as(.sales)
      try await chief.create(
        "custom-fields", customField("x_friend_id", "reference", ["target": "parties"]))
      hidden = try await other.create("parties", ["name": "Hidden", "kind": "person"]).id
      own = try await seller.create("parties", ["name": "Own", "kind": "company"]).id
      let holding = try await other.create("parties", ["name": "Holding"]).id
      try await crm.arrange(
        "update clients.party set parent_id = \(holding), x_friend_id = \(hidden) where id = \(own)"
      )
      let contact = try await chief.create(
        "contacts", ["company_id": .id(own), "person_id": .id(hidden)])
      let relation = try await chief.create(
        "relations", ["party_id": .id(own), "other_id": .id(hidden), "kind": "refers"])
      let talk = try await seller.create(
        "interactions", ["party_id": .id(own), "kind": "note", "subject": "Talk"])
      try await crm.arrange(
        "update clients.interaction set party_id = \(hidden) where id = \(talk.id)")
      records = [
        ("parties/\(own)", ["notes": "hello"]), ("contacts/\(contact.id)", ["notes": "hello"]),
        ("relations/\(relation.id)", ["notes": "hello"]),
        ("interactions/\(talk.id)", ["outcome": "hello"]),
      ]
    }
  }

  @Test func `keeps nobody from changing the rest of his record`() async throws {
    try await withCRM { crm in
      let place = try await Place(crm)
      for (path, change) in place.records {
        let reply = try await place.seller.patch(path, change)
        #expect(reply.status == 200, "\(path): \(reply.text)")
      }
      let whole = try await place.seller.get("parties/\(place.own)")
      let same = try await place.seller.patch(
        "parties/\(place.own)",
        ["name": "Renamed", "parent_id": whole["parent_id"] ?? 0])
      #expect(same.status == 200, "\(same.text)")
      let row = try await crm.bulk(
        place.seller,
        [
          "resource": "parties", "op": "update", "data": ["rating": 4], "mode": "each",
          "ids": [.id(place.own)], "expected_count": 1,
        ])
      #expect(try row.result("changed") == 1 && row.result("refused") == 0, "\(row)")
      let undone = try await crm.undo(place.seller, row.int("id"))
      #expect(try undone.result("restored") == 1 && undone.result("refused") == 0, "\(undone)")
      #expect(try await place.seller.delete("parties/\(place.own)").status == 204)
    }
  }

  @Test func `is set by no request`() async throws {
    try await withCRM { crm in
      let place = try await Place(crm)
      let (seller, target) = (place.seller, JSON.id(place.hidden))
      let mine = try await seller.create("parties", ["name": "Mine"]).id
      for field in ["parent_id", "x_friend_id"] {
        let data = JSON.object([.init("name", "N"), .init(field, target)])
        let made = try await seller.post("parties", data)
        #expect(made.status == 422 && made.pointers == ["/\(field)"], "\(made.text)")
        let changed = try await seller.patch("parties/\(mine)", data)
        #expect(changed.status == 422 && changed.pointers == ["/\(field)"], "\(changed.text)")
        #expect(changed.text.contains("unknown_reference"), "\(changed.text)")
        let absent = try await seller.patch(
          "parties/\(mine)", .object([.init("name", "N"), .init(field, 999_999)]))
        #expect(absent["errors"] == changed["errors"], "\(absent.text)")
        let many = try await seller.post(
          "parties/bulk",
          ["operations": [["op": "update", "id": .id(mine), "version": "*", "data": data]]])
        #expect(many.status == 422, "\(many.text)")
        let row = try await crm.bulk(
          seller,
          [
            "resource": "parties", "op": "update", "data": data, "mode": "each",
            "ids": [.id(mine)], "expected_count": 1,
          ])
        #expect(try row.result("refused") == 1, "\(row)")
        let loaded = try await Loading(session: seller).load(
          "ID,Name,To\n1,Loaded,\(place.hidden)\n",
          Loading.mapping.with([
            "columns": .object([
              .init("external_key", ["column": "ID"]), .init("name", ["column": "Name"]),
              .init(field, ["column": "To"]),
            ])
          ]))
        #expect(loaded["refused"] == 1 && loaded["created"] == 0, "\(loaded.text)")
      }
      let reached = try await crm.observed(
        """
        select from clients.party
        where id <> \(place.own) and (parent_id = \(place.hidden) or x_friend_id = \(place.hidden))
        """)
      #expect(reached.isEmpty)
    }
  }

  @Test func `is set by no undo`() async throws {
    try await withCRM { crm in
      let place = try await Place(crm)
      let row = try await crm.bulk(
        place.seller,
        [
          "resource": "parties", "op": "update", "data": ["parent_id": nil, "x_friend_id": nil],
          "mode": "each", "ids": [.id(place.own)], "expected_count": 1,
        ])
      #expect(try row.result("changed") == 1)
      let undone = try await crm.undo(place.seller, row.int("id"))
      #expect(try await crm.refusals(undone.int("id")) == ["\(place.own):unknown_reference"])
      let left = try await crm.observed(
        """
        select from clients.party
        where id = \(place.own) and parent_id is null and x_friend_id is null
        """)
      #expect(left.count == 1)
    }
  }

  private static let attacks: [String] = [
    "update clients.party set parent_id = hidden where id = own",
    "update clients.party set x_friend_id = hidden where id = mine",
    "insert into clients.party (name, parent_id) values ('x', hidden)",
    "insert into clients.party (name, x_friend_id) values ('x', hidden)",
    """
    insert into clients.party (name, external_source, external_key) values ('x', 's', 'k')
    on conflict (external_source, external_key) do update set parent_id = hidden
    """,
    """
    merge into clients.party as p using (values (mine)) as v (id) on p.id = v.id
    when matched then update set parent_id = hidden
    """,
    "update clients.contact set person_id = other_hidden where company_id = own",
    "update clients.relation set other_id = other_hidden where party_id = own",
    "update clients.interaction set party_id = other_hidden where subject = 'Talk'",
  ]

  /// With the service's own log-in in the salesman's context; `own` and `hidden` stand for the parties.
  @Test func `is set by no SQL`() async throws {
    try await withCRM { crm in
      let place = try await Place(crm)
      let mine = try await place.seller.create(
        "parties", ["name": "Mine", "external_source": "s", "external_key": "k"]
      ).id
      let person: JSON = ["name": "Other", "kind": "person"]
      let other = try await crm.as(.purchasing).create("parties", person).id
      await each(Self.attacks) { attack in
        let sql = attack.replacing("other_hidden", with: "\(other)")
          .replacing("= hidden", with: "= \(place.hidden)")
          .replacing(", hidden)", with: ", \(place.hidden))")
          .replacing("= own", with: "= \(place.own)").replacing("mine", with: "\(mine)")
        let attempt = try await crm.sql(place.seller, "\(raw: sql)")
        #expect(
          ["23503", "42501"].contains(attempt.error?.sqlState ?? "none"), "\(attack): \(attempt)")
      }
    }
  }
}
