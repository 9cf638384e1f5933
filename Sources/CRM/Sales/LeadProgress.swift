extension RecordVerb {
  private static let update = Permission("leads", "update")

  /// Nobody gets one who is locked or put away; by the rules nor who is absent today.
  static let leadAssignment = RecordVerb(
    id: "leads.assign", method: .post, resource: .leads, noun: "assignment",
    summary: Text(
      "Give a lead to somebody, or to whom the rules say",
      ru: "Назначить лид кому-то или по правилам"
    ),
    permission: update,
    body: [.optional("owner_id", .id, "To whom; by the rules where it is left out.")]
  ) { id, body in "sales.assign_lead(\(id), \(body["owner_id"]))" }

  /// Somebody has found out that there is a need.
  static let leadQualification = RecordVerb(
    id: "leads.qualify", method: .post, resource: .leads, noun: "qualification",
    summary: Text("Mark a lead as worth it", ru: "Подтвердить лид"), permission: update
  ) { id, _ in "sales.qualify_lead(\(id))" }

  /// Nothing will come of it; for good.
  static let leadDisqualification = RecordVerb(
    id: "leads.disqualify", method: .post, resource: .leads, noun: "disqualification",
    summary: Text("Drop a lead, with the reason", ru: "Отклонить лид, указав причину"),
    permission: update, body: [.required("reason", .text(2000), "Why.")]
  ) { id, body in "sales.disqualify_lead(\(id), \(body["reason"]))" }

  /// Once for each lead, however many ask at a time.
  static let leadConversion = RecordVerb(
    id: "leads.convert", method: .post, resource: .leads, noun: "conversion",
    summary: Text(
      "Make client, contact and deal of a lead", ru: "Сделать из лида клиента, контакт и сделку"),
    permission: Permission("leads", "convert"), makes: .deals,
    body: [
      .optional("party_id", .id, "The client, where it is known already; else it is made."),
      .optional("pipeline_id", .id, "Of the deal; the oldest where it is left out."),
      .optional("title", .text(300), "Of the deal; company or name where it is left out."),
      .optional("amount", .decimal, "Of the deal."),
      .optional("expected_on", .date, "When the deal may be won."),
    ]
  ) { id, body in
    """
    sales.convert_lead(\(id), \(body["party_id"]), \(body["pipeline_id"]), \(body["title"]),
      \(body["amount"]), \(body["expected_on"]))
    """
  }
}
