extension RecordVerb {
  /// The quote goes to the client and stays as it is from then on.
  static let quoteSending = RecordVerb(
    id: "quotes.send", method: .post, resource: .quotes, noun: "sending",
    summary: Text("Send a quote to the client", ru: "Отправить предложение клиенту"),
    permission: Permission("quotes", "send"),
    rules: [
      "quote_has_lines": .conflict(
        "no_lines", Text("The quote has no lines.", ru: "В предложении нет строк.")),
      "quote_not_past": .quotePast,
      "quote_not_ahead": .conflict(
        "quote_ahead",
        Text("The date of the quote is still to come.", ru: "Дата предложения ещё не наступила.")),
      "quote_discounts_approved": .conflict(
        "discount_not_approved",
        Text(
          "The discounts go beyond the limit of who wrote the quote; somebody else must approve them.",
          ru: "Скидки больше предела автора предложения: их должен согласовать другой.")),
    ]
  ) { id, _ in "sales.send_quote(\(id))" }
}

extension Problem {
  /// 409: the last day of the quote is over.
  static let quotePast = Problem.conflict(
    "quote_past",
    Text(
      "The quote is valid no longer; make a revision.",
      ru: "Срок предложения вышел; сделайте новую редакцию."))
}
