extension RecordVerb {
  /// Somebody else allows the discounts that go beyond the limits of who wrote the quote, as they are now.
  static let quoteDiscountApproval = RecordVerb(
    id: "quotes.approve_discount", method: .post, resource: .quotes, noun: "discount-approval",
    summary: Text("Approve the discounts of a quote", ru: "Согласовать скидки предложения"),
    permission: Permission("quotes", "approve_discount"), makes: .discountApprovals,
    body: [.optional("reason", .text(2000), "Why.")],
    rules: [
      "discount_approval_not_own": .conflict(
        "own_document",
        Text(
          "Nobody approves the discounts of a quote that is his or that he has written.",
          ru: "Нельзя согласовать скидки своего или написанного собой предложения.")),
      "discount_approval_within_limit": .conflict(
        "discount_limit",
        Text(
          "The discounts go beyond your limit, too.", ru: "Скидки больше и вашего предела.")),
      "discount_approval_needed": .conflict(
        "approval_not_needed",
        Text(
          "The discounts lie within the limits or are approved already.",
          ru: "Скидки в пределах допустимого или уже согласованы.")),
    ]
  ) { id, body in "sales.approve_quote_discount(\(id), \(body["reason"]))" }
}
