import CRM
import Postgres
import Support

extension Subject {
  /// What the area of clients serves, by resource.
  static let clients: [String: Subject] = [
    "parties": owned("clients.party") { _, mark in ["name": .string(mark)] },
    "interactions": {
      var subject = owned("clients.interaction") { world, mark in
        ["kind": "note", "subject": .string(mark)]
      }
      let fields = subject.fields
      subject.fields = { world, relation, mark in
        let party = world.parties[relation == .absent ? .own : relation]
        return try await fields(world, relation, mark).merging(["party_id": .id(party)]) { $1 }
      }
      subject.madeInArchived = true
      return subject
    }(),
    "contacts": child("clients.contact", "company_id") { world, mark in
      dated(["person_id": .id(world.person), "position": .string(mark)])
    },
    "relations": child("clients.relation") { world, mark in
      dated(["other_id": .id(world.person), "kind": "other", "notes": .string(mark)])
    },
    "channels": child("clients.channel") { _, mark in
      ["kind": "email", "value": .string("\(mark)@a.example")]
    },
    "addresses": child("clients.address") { _, mark in ["city": .string(mark)] },
    "bank_accounts": child("clients.bank_account") { _, mark in
      ["account": "40702810000000000001", "holder": .string(mark)]
    },
    "party_tags": child("clients.party_tag") { world, mark in
      let tag = try await world.insert("clients.tag", ["name": .string("tag \(mark)")])
      return ["tag_id": .id(tag), "external_source": .string(mark)]
    },
    "interaction_participants": participants,
    "party_groups": {
      var subject = shared("clients.party_group")
      subject.relations = [.other, .archived, .absent]
      subject.away = ["archived_at": "2020-01-01T00:00:00Z"]
      return subject
    }(),
    "tags": shared("clients.tag"),
    "timeline": timeline,
  ]

  /// A record with owner and department.
  private static func owned(
    _ table: String, _ more: @escaping @Sendable (World, String) -> Fields
  ) -> Subject {
    Subject(
      table: table,
      fields: { world, relation, mark in
        more(world, mark).merging([
          "owner_id": .id(world.accounts[relation]),
          "department_id": .id(world.departments[relation == .absent ? .own : relation]),
        ]) { $1 }
      }, away: ["archived_at": "2020-01-01T00:00:00Z"])
  }

  /// A record that belongs to a party.
  private static func child(
    _ table: String, _ column: String = "party_id",
    _ more: @escaping @Sendable (World, String) async throws -> Fields
  ) -> Subject {
    Subject(
      table: table, madeInArchived: true,
      fields: { world, relation, mark in
        try await more(world, mark).merging([column: .id(world.parties[relation])]) { $1 }
      })
  }

  private static let participants = Subject(
    table: "clients.interaction_participant", madeInArchived: true,
    fields: { world, relation, mark in
      let party = try await world.insert(
        "clients.party", ["name": "T", "owner_id": .id(world.caller.account)])
      return [
        "interaction_id": .id(world.interactions[relation]), "party_id": .id(party),
        "external_source": .string(mark),
      ]
    })

  /// A record that is everybody's.
  private static func shared(_ table: String) -> Subject {
    Subject(
      table: table, relations: [.other, .absent], placed: false,
      fields: { _, _, mark in ["name": .string(mark)] })
  }

  private static let timeline = Subject(
    table: "clients.timeline", audited: false,
    make: { world, relation, mark in
      let interactions = clients["interactions"]
      var fields = try await interactions?.fields(world, relation, mark) ?? [:]
      if relation == .archived { fields["archived_at"] = "2020-01-01T00:00:00Z" }
      return try await world.insert("clients.interaction", fields) * 2
    })

  /// A day of its own, for records that must not overlap.
  private static func dated(_ fields: Fields) -> Fields {
    let day = JSON.string("\(1000 + World.number() % 9000)-01-01")
    return fields.merging(["valid_from": day, "valid_until": day]) { $1 }
  }
}
