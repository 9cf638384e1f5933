import Postgres

extension RecordVerb {
  /// The consent ends now, and stays as the proof that there was one.
  static let consentWithdrawal = RecordVerb(
    id: "consents.withdraw", method: .post, resource: .consents, noun: "withdrawal",
    summary: Text("Enter that a consent is withdrawn", ru: "Внести отзыв согласия"),
    permission: Permission("consents", "withdraw"),
    body: [.required("reason", .text(2000), "Who asked for it, and how.")]
  ) { id, body in "clients.withdraw_consent(\(id), \(body["reason"]))" }
}
