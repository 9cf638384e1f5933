import Postgres

extension RecordVerb {
  /// Moves everything of another party to this one and puts the other away; the answer says what was moved.
  static let partyMerge = RecordVerb(
    id: "parties.merge", method: .post, resource: .parties, noun: "merge",
    summary: Text(
      "Merge another party into this one; what a rule forbids to move is kept aside and told",
      ru: "Влить в контрагента другого; что нельзя перенести, остаётся и называется"),
    permission: Permission("parties", "merge"), makes: .partyMerges,
    body: PartyMergePreview.body
  ) { id, body in "clients.merge_party(\(id), \(body["from_id"]))" }

  /// Brings back what has not changed since.
  static let partyMergeReversal = RecordVerb(
    id: "party_merges.undo", method: .post, resource: .partyMerges, noun: "reversal",
    summary: Text(
      "Take a merge back; what has changed since stays and is told",
      ru: "Отменить слияние; изменённое с тех пор остаётся и называется"),
    permission: Permission("parties", "merge")
  ) { id, _ in "clients.undo_merge(\(id))" }
}

/// `POST /parties/7/merge-preview`: what a merge would move, keep aside and fill; nothing of it is kept.
struct PartyMergePreview: Sendable {
  let engine: Engine
  static let body: [VerbField] = [
    .required("from_id", .id, "The party that goes into this one.")
  ]
  private static let permission = Permission("parties", "merge")

  var operation: Operation {
    Operation(
      "parties.preview_merge", .post, "/parties/{id}/merge-preview",
      Text("What a merge would do", ru: "Что сделало бы слияние"),
      access: .permission(Self.permission), parameters: [.recordID],
      request: Operation.json(VerbField.schema(of: Self.body)),
      responses: [200: Operation.json(Self.schema)], problems: [409]
    ) { call in
      let id = try call.id()
      return try await JSONAnswer(
        engine: engine, permission: Self.permission, resource: .partyMerges
      )
      .answer(call) {
        "clients.preview_merge(\(id), \(try VerbBody(call, Self.body)["from_id"]))"
      }
    }
  }

  private static let schema: JSON = [
    "type": "object", "required": ["kept_id", "from_id", "moved", "filled"],
    "properties": [
      "kept_id": ["type": "integer"], "from_id": ["type": "integer"],
      "moved": [
        "type": "object",
        "description": "For each reference how many rows, and which a rule keeps aside.",
      ],
      "filled": [
        "type": "object", "description": "Empty fields that would get values of the other.",
      ],
    ],
  ]
}
