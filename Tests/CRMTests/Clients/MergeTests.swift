import CRM
import Postgres
import Support
import Testing

@Suite struct `A merge` {
  /// Two parties with something of everything; the second is to go into the first.
  private func furnish(_ desk: CareDesk) async throws -> (kept: Int, from: Int) {
    let kept = try await desk.party("Ромашка", ["customer": true, "notes": "Old friend"])
    let from = try await desk.party(
      "ООО Ромашка",
      ["supplier": true, "inn": "7728127936", "parent_id": .id(kept), "notes": "New"])
    try await desk.channel(kept, "phone", "84951234567", ["is_primary": true])
    try await desk.channel(from, "phone", "84951234567", ["do_not_contact": true])
    try await desk.channel(from, "phone", "84951234568", ["is_primary": true])
    let child = try await desk.party("Филиал", ["parent_id": .id(from)])
    for (one, two) in [(kept, from), (from, child)] {
      try await desk.seller.create(
        "relations", ["party_id": .id(one), "other_id": .id(two), "kind": "owns"])
    }
    try await desk.seller.create(
      "interactions", ["party_id": .id(from), "kind": "note", "subject": "N"])
    try await desk.seller.create(
      "tasks", ["title": "T", "resource": "parties", "record_id": .id(from)])
    return (kept, from)
  }

  /// Everything that names a party, as the owner sees it.
  private let everything: SQL = """
    select concat_ws(' | ',
      (select string_agg(concat_ws(':', id, party_id, is_primary), ' ' order by id) from clients.channel),
      (select string_agg(concat_ws(':', id, party_id, other_id), ' ' order by id) from clients.relation),
      (select string_agg(concat_ws(':', id, party_id), ' ' order by id) from clients.interaction),
      (select string_agg(concat_ws(':', id, record_id), ' ' order by id) from work.task),
      (select string_agg(concat_ws(':', id, name, inn, customer, supplier, notes, parent_id,
        archived_at is null, merged_into_id), ' ' order by id) from clients.party)) as state
    """

  @Test func `is told before, keeps every child, and is taken back`() async throws {
    try await withCareDesk { desk in
      let (kept, from) = try await furnish(desk)
      let before = try await desk.text(everything)
      let body: JSON = ["from_id": .id(from)]
      let preview = try await desk.seller.post("parties/\(kept)/merge-preview", body)
      #expect(preview.status == 200, "\(preview.text)")
      #expect(preview["moved"]?["clients.channel.party_id"]?["moved"]?.int == 1, "\(preview.text)")
      #expect(try await desk.text(everything) == before)
      #expect(try await desk.text("select count(*)::text from clients.party_merge") == "0")

      let merge = try await desk.seller.post("parties/\(kept)/merge", body)
      #expect(merge.status == 201, "\(merge.text)")
      #expect(merge["moved"] == preview["moved"] && merge["filled"] == preview["filled"])
      #expect(merge["filled"]?["inn"] == "7728127936" && merge["filled"]?["supplier"] == true)
      #expect(merge["filled"]?["notes"] == nil && merge["filled"]?["parent_id"] == nil)
      let aside = merge["moved"]?["clients.channel.party_id"]?["kept_aside"]?.array ?? []
      #expect(aside.map { $0["rule"]?.string } == ["channel_value_key"], "\(merge.text)")
      let itself = merge["moved"]?["clients.relation.other_id"]?["kept_aside"]?.array ?? []
      #expect(itself.map { $0["rule"]?.string } == ["relation_not_itself"], "\(merge.text)")
      let told = try await desk.text(
        """
        select concat_ws(' ', (select count(*) from clients.channel where party_id = \(kept) and do_not_contact),
          (select count(*) from clients.channel where party_id = \(kept)),
          (select count(*) from clients.interaction where party_id = \(kept)),
          (select count(*) from work.task where record_id = \(kept)),
          (select count(*) from clients.party where parent_id = \(kept) and archived_at is null))
        """)
      #expect(told == "1 2 1 1 1", "\(told ?? "")")
      let gone = try await desk.seller.get("parties/\(from)")
      #expect(gone["merged_into_id"]?.int == kept && gone["archived_at"] != .null, "\(gone.text)")
      let restored = try await desk.seller.post("parties/\(from)/restoration")
      #expect(restored.status == 422, "\(restored.text)")
      let audited = try await desk.text(
        """
        select count(*)::text from audit.change where action = 'update' and account_id = \(desk.seller.account)
          and table_name in ('clients.channel', 'clients.interaction', 'work.task')
        """)
      #expect(Int(audited ?? "") ?? 0 >= 3)

      _ = try await desk.seller.patch("parties/\(kept)", ["supplier": false])
      let undone = try await desk.seller.post("party-merges/\(merge.id)/reversal")
      #expect(undone["state"] == "undone", "\(undone.text)")
      #expect(undone["stayed"]?["supplier"] == true, "\(undone.text)")
      #expect(try await desk.text(everything) == before)
      let again = try await desk.seller.post("party-merges/\(merge.id)/reversal")
      #expect(again.problem == "record_state", "\(again.text)")
      #expect(
        try await desk.refusal(desk.seller, "select clients.undo_merge(\(merge.id))") == "CJ010")
    }
  }

  @Test func `leaves where it is what has changed since`() async throws {
    try await withCareDesk { desk in
      let (kept, from) = (try await desk.party("A"), try await desk.party("B"))
      let mail = try await desk.channel(from, "email", "b@b.example")
      let merge = try await desk.seller.post("parties/\(kept)/merge", ["from_id": .id(from)])
      _ = try await desk.seller.patch("channels/\(mail)", ["notes": "Mornings"])
      let undone = try await desk.seller.post("party-merges/\(merge.id)/reversal")
      let stayed = undone["stayed"]?["clients.channel.party_id"]?.array ?? []
      #expect(stayed.compactMap(\.int) == [mail], "\(undone.text)")
      #expect(try await desk.seller.get("channels/\(mail)")["party_id"]?.int == kept)
      #expect(try await desk.seller.get("parties/\(from)")["archived_at"] == .null)
    }
  }

  @Test func `goes into a child as well as into a parent`() async throws {
    try await withCareDesk { desk in
      let top = try await desk.party("Top")
      let parent = try await desk.party("Parent", ["parent_id": .id(top)])
      let child = try await desk.party("Child", ["parent_id": .id(parent)])
      let merge = try await desk.seller.post("parties/\(child)/merge", ["from_id": .id(parent)])
      #expect(merge.status == 201, "\(merge.text)")
      #expect(try await desk.seller.get("parties/\(child)")["parent_id"]?.int == top)
      let undone = try await desk.seller.post("party-merges/\(merge.id)/reversal")
      #expect(undone.status == 200, "\(undone.text)")
      #expect(try await desk.seller.get("parties/\(child)")["parent_id"]?.int == parent)
    }
  }

  @Test func `is refused for itself, a person, what is hidden, and what is merged`() async throws {
    try await withCareDesk { desk in
      let kept = try await desk.party("A")
      let person = try await desk.party("B", ["kind": "person"])
      let buyer = try await desk.crm.as(.purchasing)
      let hidden = try await buyer.create("parties", ["name": "C"]).id
      let rules = [
        (kept, "party_merge_not_itself"), (person, "party_merge_same_kind"),
        (hidden, "party_merge_from_fkey"), (World.nowhere, "party_merge_from_fkey"),
      ]
      for (from, rule) in rules {
        for noun in ["merge", "merge-preview"] {
          let reply = try await desk.seller.post("parties/\(kept)/\(noun)", ["from_id": .id(from)])
          #expect(reply.status == 422 && reply.pointers == ["/from_id"], "\(reply.text)")
          #expect(!reply.firstFault.contains("is broken"), "\(reply.text)")
        }
        #expect(
          try await desk.refusal(desk.seller, "select clients.merge_party(\(kept), \(from))")
            == rule)
      }
      #expect(
        try await desk.seller.post("parties/\(hidden)/merge", ["from_id": .id(kept)]).status == 404)
      let other = try await desk.party("D")
      #expect(
        try await desk.seller.post("parties/\(kept)/merge", ["from_id": .id(other)]).status == 201)
      for (one, two) in [(kept, other), (other, kept)] {
        let reply = try await desk.seller.post("parties/\(one)/merge", ["from_id": .id(two)])
        #expect(reply.problem == "record_state", "\(reply.text)")
        #expect(
          try await desk.refusal(desk.seller, "select clients.merge_party(\(one), \(two))")
            == "CJ010"
        )
      }
      for attack: SQL in [
        "update clients.party set merged_into_id = \(kept) where id = \(person)",
        "insert into clients.party_merge (kept_id, from_id) values (\(kept), \(person))",
        "update clients.party_merge set under_way = pg_current_xact_id()",
        "select clients.move_place(1, null, 1, 2)",
      ] {
        #expect(try await desk.refusal(desk.seller, attack) == "42501", "\(attack)")
      }
      let merging = try await desk.crm.sql(desk.seller, "select system.merging() as merging")
      #expect(try merging.results[0][0].bool("merging") == false)
    }
  }

  @Test func `of the same two is one, however many ask at once`() async throws {
    try await withCareDesk { desk in
      let (one, two) = (try await desk.party("A"), try await desk.party("B"))
      try await desk.channel(two, "email", "b@b.example")
      let statuses = try await atOnce(100) { place in
        let (kept, from) = place % 2 == 0 ? (one, two) : (two, one)
        return try await desk.seller.post("parties/\(kept)/merge", ["from_id": .id(from)])
      }
      #expect(statuses[201] == 1, "\(statuses)")
      #expect(statuses.keys.allSatisfy { [201, 409, 429].contains($0) }, "\(statuses)")
      #expect(try await desk.text("select count(*)::text from clients.party_merge") == "1")
    }
  }
}
