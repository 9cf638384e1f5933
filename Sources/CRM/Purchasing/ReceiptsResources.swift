extension Resource {
  /// What arrived of an order; made and cancelled by verbs alone.
  static let receipts = Resource("receipts", table: "purchasing.receipt", label: "number")
    .child("lines", .receiptLines, by: "receipt_id")
    .only()

  /// How much of a line of an order arrived.
  static let receiptLines = Resource(
    "receipt-lines", table: "purchasing.receipt_line", label: "id"
  ).only()

  /// What goes back to the supplier; made by a verb alone.
  static let purchaseReturns = Resource(
    "purchase-returns", table: "purchasing.purchase_return", label: "number"
  )
  .child("lines", .purchaseReturnLines, by: "purchase_return_id")
  .only()

  /// How much of a line of a receipt goes back.
  static let purchaseReturnLines = Resource(
    "purchase-return-lines", table: "purchasing.purchase_return_line", label: "id"
  ).only()

  /// By how much an invoice may differ from order and receipt.
  static let matchTolerances = Resource(
    "match-tolerances", table: "purchasing.match_tolerance", label: "id")

  /// How an invoice agrees with what was ordered and what arrived; made by verbs alone.
  static let invoiceMatches = Resource(
    "invoice-matches", table: "purchasing.invoice_match", label: "state"
  )
  .child("lines", .invoiceMatchLines, by: "invoice_match_id")
  .only()

  /// The facts of a match, line by line, and by how much they differ.
  static let invoiceMatchLines = Resource(
    "invoice-match-lines", table: "purchasing.invoice_match_line", label: "id"
  ).only()

  /// How good suppliers are, by what they did.
  static let supplierScorecards = Resource(
    "supplier-scorecards", table: "purchasing.supplier_scorecard", label: "id"
  ).only()

  /// Receipts, returns, supplier invoices and their match with orders.
  static let purchasingReceipts = [
    receipts, receiptLines, purchaseReturns, purchaseReturnLines, matchTolerances, invoiceMatches,
    invoiceMatchLines, supplierScorecards,
  ]
}

extension RecordVerb {
  static let purchasingReceipts = [
    orderReceipt, receiptCancellation, receiptReturn, invoiceMatching, invoiceMatchVoiding,
    matchRelease,
  ]
}
