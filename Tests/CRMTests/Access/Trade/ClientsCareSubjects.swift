import CRM
import Postgres
import Support

extension Subject {
  static let clientsCare: [String: Subject] = [
    "duplicate_pairs": Subject(
      table: "clients.duplicate_pair", marked: false,
      make: { world, relation, _ in
        let one = try await party(world, relation)
        let other = try await party(world, .own)
        return try await world.arranger.rows(
          """
          insert into clients.duplicate_pair (party_id, other_id, score, reasons)
          values (\(one), \(other), 0.9, '{name}') returning id
          """)[0].int("id")
      }),
    "party_merges": Subject(
      table: "clients.party_merge", marked: false,
      make: { world, relation, _ in
        let kept = try await party(world, relation)
        let from = try await party(world, .own)
        let merge = try await world.insert(
          "clients.party_merge",
          [
            "kept_id": .id(kept), "from_id": .id(from), "state": "merged", "filled": [:],
            "moved": [:], "merged_at": "2020-01-01T00:00:00Z",
          ])
        _ = try await world.arranger.execute(
          """
          update clients.party set merged_into_id = \(kept), archived_at = now() where id = \(from)
          """)
        return merge
      }),
    "consents": Subject(
      table: "clients.consent", madeInArchived: true,
      fields: { world, relation, mark in
        [
          "party_id": .id(world.parties[relation]), "purpose": "survey", "given_on": "2020-01-01",
          "source": .string(mark), "external_source": .string(mark),
        ]
      }),
    "reachable_channels": Subject(
      table: "clients.reachable_channel", audited: false,
      make: { world, relation, mark in
        try await world.insert(
          "clients.channel",
          [
            "party_id": .id(world.parties[relation]), "kind": "email",
            "value": .string("\(mark)@a.example"), "is_primary": false, "do_not_contact": false,
          ]) * 8
      }),
  ]

  /// A company of its own, since one is merged once.
  fileprivate static func party(_ world: World, _ relation: Relation) async throws -> Int {
    try await whole(world, relation, "clients.party", ["name": "Twin", "kind": "company"])
  }
}

extension VerbCase {
  static let clientsCare: [String: VerbCase] = [
    "parties.merge": VerbCase(
      body: { world, _ in ["from_id": .id(try await Subject.party(world, .own))] },
      makes: "clients.party_merge",
      statement: { id, body in
        """
        select from clients.merge_party(\(id), \(body["from_id"]?.int ?? 0)) as n
        where n is not null
        """
      }),
    "party_merges.undo": VerbCase(
      statement: { id, _ in "select from clients.undo_merge(\(id)) as n where n is not null" }),
    "duplicate_pairs.dismiss": VerbCase(
      body: { _, _ in ["reason": "Two"] },
      statement: { id, _ in
        "select from clients.decide_duplicate(\(id), true, 'Two') as n where n is not null"
      }),
    "duplicate_pairs.reopen": VerbCase(
      prepare: { world, id in
        _ = try await world.arranger.execute(
          """
          update clients.duplicate_pair set state = 'dismissed', decided_at = now() where id = \(id)
          """)
      },
      statement: { id, _ in
        "select from clients.decide_duplicate(\(id), false, null) as n where n is not null"
      }),
    "consents.withdraw": VerbCase(
      body: { _, _ in ["reason": "Asked"] },
      statement: { id, _ in
        "select from clients.withdraw_consent(\(id), 'Asked') as n where n is not null"
      }),
    "parties.log_call": VerbCase(
      body: { _, _ in ["subject": "S", "direction": "in"] }, makes: "clients.interaction",
      statement: { id, _ in
        """
        select from clients.log_call(\(id), '{"subject": "S", "direction": "in"}') as n
        where n is not null
        """
      }),
  ]
}

extension ScopeRow {
  static let clientsCare: [ScopeRow] = []
}
