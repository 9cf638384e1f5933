import CRM
import Support

extension Subject {
  /// What there is of e-mail, by resource.
  static let mail: [String: Subject] = [
    "mail_messages": Subject(
      table: "clients.mail_message", change: { _, mark in ["notes": .string("changed \(mark)")] },
      make: { world, relation, mark in
        try await Subject.whole(world, relation, "clients.mail_message", letter(mark))
      }),
    "mail_suggestions": Subject(
      table: "clients.mail_suggestion", marked: false,
      make: { world, relation, mark in
        let message = try await Subject.whole(
          world, relation, "clients.mail_message", letter(mark))
        let party = try await correspondent(world)
        return try await world.insert(
          "clients.mail_suggestion",
          ["mail_message_id": .id(message), "party_id": .id(party), "reason": "address"])
      }),
  ]

  /// A party of the caller's with whom a message may have been written.
  static func correspondent(_ world: World) async throws -> Int {
    try await world.insert(
      "clients.party", ["name": "Writer", "owner_id": .id(world.caller.account)])
  }

  private static func letter(_ mark: String) -> Fields {
    [
      "subject": .string(mark), "digest": .string(Digest.sha256(mark.utf8)), "thread_id": 1,
      "direction": "in", "at": "2030-01-01T09:00:00Z",
    ]
  }
}
