import Postgres

/// Files a message as an interaction with the party that somebody names, since it was not plain with whom it was
/// written.
struct MailFiling: Sendable {
  let engine: Engine
  private static let permission = Permission("mail_messages", "update")

  /// None where the module is off.
  var operations: [Operation] {
    guard engine.model.resource(Resource.mailMessages.name) != nil else { return [] }
    return [
      Operation(
        "mail_messages.file", .post, "/mail-messages/{id}/filing",
        Text(
          "File a message as an interaction with a party, with its attachments",
          ru: "Отнести письмо с вложениями к взаимодействиям с контрагентом"),
        access: .permission(Self.permission), parameters: [.recordID, .idempotencyKey],
        request: Operation.json(Self.request),
        responses: [200: Operation.json(Resource.mailMessages.schema())], headers: [200: ["ETag"]],
        problems: [409], answer: answer)
    ]
  }

  private func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    var fields = Fields(try call.json(), known: ["party_id"])
    let party = fields.number("party_id")
    try fields.finish()
    let record = try RecordStatement(.mailMessages, engine.model, id: "\(id)")
    let idempotency = try Idempotency(
      call, path: "/mail-messages/\(id)/filing", table: engine.relations.idempotency)
    let once = try await engine.door.once(call, idempotency, status: 200) { caller, condition in
      try caller.require(Self.permission)
      return [
        """
        select was, case when was <> 'filed' then set_config('crm.created', \(String(id)), true) end
        from (select clients.file_mail(\(id), \(party ?? 0)) as was where \(condition)) as change
        """
      ] + record.statements
    }
    if let error = once.passage.error {
      throw Problem.refused(error, .interactions, engine.model, pointer: "") ?? error
    }
    if !once.isReplayed {
      guard let was = once.passage.results[0].string(0, 0) else { throw Problem.notFound }
      guard was != "filed" else { throw Problem.mailFiled }
    }
    guard let (body, etag) = record.read(Array(once.passage.results.dropFirst())) else {
      throw Problem.notFound
    }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)] + once.headers,
      body: .bytes(body))
  }

  private static let request: JSON = [
    "type": "object", "required": ["party_id"], "additionalProperties": false,
    "properties": [
      "party_id": [
        "type": "integer", "minimum": 1, "description": "With whom it was written.",
      ]
    ],
  ]
}

extension Problem {
  /// 409: a message is one interaction.
  fileprivate static var mailFiled: Problem {
    .conflict(
      "mail_filed",
      Text(
        "The message is filed already; change the party of its interaction instead.",
        ru: "Письмо уже отнесено; измените контрагента его взаимодействия."))
  }
}
