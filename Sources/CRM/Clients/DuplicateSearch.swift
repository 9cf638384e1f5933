import Postgres

/// Parties that are perhaps one: of one that is to be entered, of one that is there, and of the whole register.
struct DuplicateSearch: Sendable {
  let engine: Engine
  private static let reading = Permission("parties", "read")
  private static let renewing = Permission("duplicate_pairs", "renew")
  /// Milliseconds in which the register must be gone through.
  private static let patience = 300_000

  var operations: [Operation] {
    [
      Operation(
        "parties.duplicates", .get, "/parties/{id}/duplicates",
        Text(
          "Parties that may be the same as this one, the likeliest first",
          ru: "Контрагенты, которые могут быть этим же, начиная с вероятнейших"),
        access: .permission(Self.reading), parameters: [.recordID],
        responses: [200: Operation.json(Self.candidates)]
      ) { call in
        let id = try call.id()
        return try await answering.answer(call) { "clients.duplicates_of(\(id))" }
      },
      Operation(
        "parties.find_duplicates", .post, "/parties/duplicates",
        Text(
          "Parties that may be the same as one that is not entered yet",
          ru: "Контрагенты, которые могут быть тем, кого ещё не внесли"),
        access: .permission(Self.reading),
        request: Operation.json(VerbField.schema(of: Self.fields)),
        responses: [200: Operation.json(Self.candidates)], answer: find),
      Operation(
        "duplicate_pairs.renew", .post, "/duplicate-pairs/renewal",
        Text(
          "Find likely pairs among all parties that I see; what was decided stays",
          ru: "Найти вероятные дубли среди видимых контрагентов; решённое остаётся"),
        access: .permission(Self.renewing), responses: [200: Operation.json(Self.counts)],
        answer: renew),
    ]
  }

  private var answering: JSONAnswer {
    JSONAnswer(engine: engine, permission: Self.reading, resource: .parties)
  }

  private func find(_ call: Call) async throws -> Answer {
    try await answering.answer(call) {
      let body = try VerbBody(call, Self.fields)
      return """
        clients.find_duplicates(\(body["name"]), \(body["legal_name"]), \(body["inn"]),
          \(body["vat_number"]), \(body["country"]), \(body["phone"]), \(body["email"]))
        """
    }
  }

  private func renew(_ call: Call) async throws -> Answer {
    try await JSONAnswer(
      engine: engine, permission: Self.renewing, resource: .duplicatePairs, patience: Self.patience
    )
    .answer(call) { "(select to_jsonb(r) from clients.renew_duplicate_pairs() as r)" }
  }

  private static let fields: [VerbField] = [
    .required("name", .text(300), "What they are called."),
    .optional("legal_name", .text(500), "Full, as registered."),
    .optional("inn", .text(50), "Russian tax number."),
    .optional("vat_number", .text(50), "With its country prefix."),
    .optional("country", .text(2), "Whose calling code a local number has."),
    .optional("phone", .text(100), "As it was typed."),
    .optional("email", .text(254), "As it was typed."),
  ]

  private static let candidates: JSON = [
    "type": "object", "required": ["data"],
    "properties": [
      "data": [
        "type": "array", "maxItems": 50,
        "items": [
          "type": "object", "required": ["party_id", "name", "inn", "score", "reasons"],
          "properties": [
            "party_id": ["type": "integer"], "name": ["type": "string"],
            "inn": ["type": ["string", "null"]],
            "score": [
              "type": "string", "description": "How likely they are one, 0 to 1.",
            ],
            "reasons": [
              "type": "array",
              "items": [
                "type": "string",
                "enum": ["spelling", "name", "latin", "similar", "tax", "phone", "email"],
              ],
            ],
          ],
        ],
      ]
    ],
  ]

  private static let counts: JSON = [
    "type": "object", "required": ["pairs", "added", "gone"],
    "properties": [
      "pairs": ["type": "integer", "description": "That are likely now, decided ones as well."],
      "added": ["type": "integer", "description": "That were not known."],
      "gone": ["type": "integer", "description": "Open ones that are not likely any more."],
    ],
  ]
}

extension RecordVerb {
  /// They are two.
  static let duplicateDismissal = RecordVerb(
    id: "duplicate_pairs.dismiss", method: .post, resource: .duplicatePairs, noun: "dismissal",
    summary: Text("Say that the two are not one", ru: "Отметить, что это не дубли"),
    permission: Permission("duplicate_pairs", "dismiss"),
    body: [.required("reason", .text(2000), "Why they are two.")]
  ) { id, body in "clients.decide_duplicate(\(id), true, \(body["reason"]))" }

  /// They are perhaps one after all.
  static let duplicateReopening = RecordVerb(
    id: "duplicate_pairs.reopen", method: .delete, resource: .duplicatePairs, noun: "dismissal",
    summary: Text("Open a dismissed pair again", ru: "Снова открыть отклонённую пару"),
    permission: Permission("duplicate_pairs", "dismiss")
  ) { id, _ in "clients.decide_duplicate(\(id), false, null)" }
}
