extension Resource {
  /// What we offer to whom, at which prices and until when; its revisions have one number.
  static let quotes = Resource("quotes", table: "sales.quote", label: "number")
    .child("lines", .quoteLines, by: "quote_id")

  /// A product of a quote, how much of it and for how much.
  static let quoteLines = Resource("quote-lines", table: "sales.quote_line", label: "description")

  /// What the lines of a quote come to.
  static let quoteTotals = Resource("quote-totals", table: "sales.quote_total", label: "number")
    .only()

  /// Who allowed the discounts of a quote.
  static let discountApprovals = Resource(
    "discount-approvals", table: "sales.discount_approval", label: "percent"
  )
  .hiding("digest")
  .only()

  /// Quotes and their versions.
  static let salesQuotes: [Resource] = [quotes, quoteLines, quoteTotals, discountApprovals]
}

extension RecordVerb {
  static let salesQuotes: [RecordVerb] = [
    quoteSending, quoteAcceptance, quoteRefusal, quoteExpiry, quoteRevision, quoteDiscountApproval,
  ]
}
