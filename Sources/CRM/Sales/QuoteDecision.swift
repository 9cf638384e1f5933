extension RecordVerb {
  /// The client takes the quote as it is.
  static let quoteAcceptance = RecordVerb(
    id: "quotes.accept", method: .post, resource: .quotes, noun: "acceptance",
    summary: Text(
      "Note that the client accepts a quote", ru: "Отметить, что клиент принял предложение"),
    permission: Permission("quotes", "accept"),
    rules: ["quote_not_past": .quotePast]
  ) { id, _ in "sales.accept_quote(\(id))" }

  /// The client does not want it, and says why.
  static let quoteRefusal = RecordVerb(
    id: "quotes.decline", method: .post, resource: .quotes, noun: "refusal",
    summary: Text(
      "Note that the client declines a quote", ru: "Отметить, что клиент отклонил предложение"),
    permission: Permission("quotes", "decline"),
    body: [.required("reason", .text(2000), "Why the client declines.")]
  ) { id, body in "sales.decline_quote(\(id), \(body["reason"]))" }

  /// The client has not answered in time.
  static let quoteExpiry = RecordVerb(
    id: "quotes.expire", method: .post, resource: .quotes, noun: "expiry",
    summary: Text(
      "Note that a quote has run out unanswered",
      ru: "Отметить, что срок предложения вышел без ответа"),
    permission: Permission("quotes", "expire"),
    rules: [
      "quote_past": .conflict(
        "quote_valid", Text("The quote is still valid.", ru: "Предложение ещё действует."))
    ]
  ) { id, _ in "sales.expire_quote(\(id))" }
}
