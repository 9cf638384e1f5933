extension Resource {
  /// The rates of VAT that lines bear.
  static let taxes = Resource("taxes", table: "finance.tax", label: "code")
  /// By when what is invoiced is to be paid, in parts.
  static let paymentTerms = Resource(
    "payment-terms", table: "finance.payment_term", label: "name"
  ).child("parts", .paymentTermParts, by: "payment_term_id")
  static let paymentTermParts = Resource(
    "payment-term-parts", table: "finance.payment_term_part", label: "id")
  /// Money that came or went; an advance until it is allocated.
  static let payments = Resource("payments", table: "finance.payment", label: "number")
    .newestFirst(by: "paid_on")
  /// What settled what; made and taken back by verbs alone.
  static let allocations = Resource("allocations", table: "finance.allocation", label: "id").only()
  /// How much of a document may be given up, by currency.
  static let writeOffLimits = Resource(
    "write-off-limits", table: "finance.write_off_limit", label: "currency")
  /// What open items in other currencies are worth at a day.
  static let revaluations = Resource("revaluations", table: "finance.revaluation", label: "id")
    .child("lines", .revaluationLines, by: "revaluation_id")
  /// What each item was revalued by; posting makes them.
  static let revaluationLines = Resource(
    "revaluation-lines", table: "finance.revaluation_line", label: "currency"
  ).only()
  /// What is left to be settled now.
  static let openItems = Resource("open-items", table: "finance.open_now", label: "document").only()
  /// What each invoice comes to.
  static let invoiceTotals = Resource(
    "invoice-totals", table: "finance.invoice_total", label: "number"
  ).only()
  /// What of a document stands in which VAT book.
  static let taxLines = Resource("tax-lines", table: "finance.invoice_tax", label: "part").only()

  /// Taxes, terms, payments, and what settles what.
  static let invoicing = [
    taxes, paymentTerms, paymentTermParts, payments, allocations, writeOffLimits, revaluations,
    revaluationLines, openItems, invoiceTotals, taxLines,
  ]
}
