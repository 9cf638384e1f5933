extension RecordVerb {
  private static let update = Permission("deals", "update")

  /// What its stage demands must be there; going back is always possible.
  static let dealStage = RecordVerb(
    id: "deals.stage", method: .post, resource: .deals, noun: "stage",
    summary: Text("Put a deal into another stage", ru: "Перевести сделку на другой этап"),
    permission: update,
    body: [.required("stage_id", .id, "An open stage of the deal's pipeline.")]
  ) { id, body in "sales.move_deal(\(id), \(body["stage_id"]))" }

  /// It ends in the stage for what is won, with the day and the amount that it came to.
  static let dealWinning = RecordVerb(
    id: "deals.win", method: .post, resource: .deals, noun: "winning",
    summary: Text("Win a deal", ru: "Выиграть сделку"), permission: update,
    body: [
      .optional("closed_on", .date, "The day; today where it is left out."),
      .optional("amount", .decimal, "For how much, where it differs from what was expected."),
    ]
  ) { id, body in "sales.win_deal(\(id), \(body["closed_on"]), \(body["amount"]))" }

  /// It ends in the stage for what is lost, and says why.
  static let dealLoss = RecordVerb(
    id: "deals.lose", method: .post, resource: .deals, noun: "loss",
    summary: Text("Lose a deal, with the reason", ru: "Проиграть сделку, указав причину"),
    permission: update,
    body: [
      .required("lost_reason_id", .id, "Why."),
      .optional("note", .text(2000), "More about why."),
      .optional("closed_on", .date, "The day; today where it is left out."),
    ]
  ) { id, body in
    "sales.lose_deal(\(id), \(body["lost_reason_id"]), \(body["note"]), \(body["closed_on"]))"
  }

  /// It stands again in the open stage where it stood last.
  static let dealReopening = RecordVerb(
    id: "deals.reopen", method: .post, resource: .deals, noun: "reopening",
    summary: Text("Open a closed deal again", ru: "Открыть закрытую сделку снова"),
    permission: update
  ) { id, _ in "sales.reopen_deal(\(id))" }
}
