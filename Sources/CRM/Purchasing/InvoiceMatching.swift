extension RecordVerb {
  /// Holds the lines of an invoice against order and receipts; what differs waits for a release.
  static let invoiceMatching = RecordVerb(
    id: "invoices.match", method: .post, resource: .invoices, noun: "match",
    summary: Text(
      "Match an invoice with order and receipts", ru: "Сверить счёт с заказом и поступлениями"),
    permission: Permission("invoices", "match"), makes: .invoiceMatches
  ) { id, _ in "purchasing.match_invoice(\(id))" }

  /// The invoice is a draft again.
  static let invoiceMatchVoiding = RecordVerb(
    id: "invoices.unmatch", method: .delete, resource: .invoices, noun: "match",
    summary: Text("Void the match of an invoice", ru: "Снять сверку счёта"),
    permission: Permission("invoices", "match")
  ) { id, _ in "purchasing.void_match(\(id))" }

  /// Somebody else lets an invoice that differs be paid, and says why.
  static let matchRelease = RecordVerb(
    id: "invoice_matches.release", method: .post, resource: .invoiceMatches, noun: "release",
    summary: Text("Release an exception", ru: "Разрешить расхождение"),
    permission: Permission("invoice_matches", "release"),
    body: [.required("reason", .text(2000), "Why it may be paid all the same.")],
    rules: ["invoice_match_not_own": ownMatch]
  ) { id, body in "purchasing.release_match(\(id), \(body["reason"]))" }

  private static let ownMatch = Problem.conflict(
    "own_document",
    Text(
      "Nobody releases what he has matched or entered himself.",
      ru: "Нельзя разрешить то, что сам сверил или внёс."))
}
