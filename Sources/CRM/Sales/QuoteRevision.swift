extension RecordVerb {
  /// The next revision, a draft with the same lines; the one before is superseded.
  static let quoteRevision = RecordVerb(
    id: "quotes.revise", method: .post, resource: .quotes, noun: "revision",
    summary: Text(
      "Make the next revision of a quote", ru: "Создать следующую редакцию предложения"),
    permission: Permission("quotes", "revise"), makes: .quotes,
    rules: [
      "quote_not_ordered": .conflict(
        "quote_ordered", Text("The quote was ordered.", ru: "По предложению сделан заказ."))
    ]
  ) { id, _ in "sales.revise_quote(\(id))" }
}
