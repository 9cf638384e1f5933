extension Resource {
  /// What somebody needs bought, before a supplier is known.
  static let requisitions = Resource(
    "requisitions", table: "purchasing.requisition", label: "number"
  )
  .child("lines", .requisitionLines, by: "requisition_id")
  .only("create", "update")

  /// How much of what is needed.
  static let requisitionLines = Resource(
    "requisition-lines", table: "purchasing.requisition_line", label: "id")

  /// What suppliers are asked to offer.
  static let requestsForQuotations = Resource(
    "requests-for-quotations", table: "purchasing.request_for_quotation", label: "number"
  )
  .child("lines", .rfqLines, by: "rfq_id")
  .child("suppliers", .rfqSuppliers, by: "rfq_id")
  .only("create", "update")

  /// How much of what is asked for.
  static let rfqLines = Resource("rfq-lines", table: "purchasing.rfq_line", label: "id")

  /// Who is asked for a quotation.
  static let rfqSuppliers = Resource("rfq-suppliers", table: "purchasing.rfq_supplier", label: "id")

  /// What a supplier offers to a request.
  static let supplierQuotes = Resource(
    "supplier-quotes", table: "purchasing.supplier_quote", label: "id"
  ).child("lines", .supplierQuoteLines, by: "supplier_quote_id")

  /// His price for a line of the request.
  static let supplierQuoteLines = Resource(
    "supplier-quote-lines", table: "purchasing.supplier_quote_line", label: "id")

  /// What each supplier offers to each line of a request, ranked within a currency.
  static let quotationComparisons = Resource(
    "quotation-comparisons", table: "purchasing.quotation_comparison", label: "id"
  ).only()

  /// What is ordered from a supplier.
  static let purchaseOrders = Resource(
    "purchase-orders", table: "purchasing.purchase_order", label: "number"
  )
  .child("lines", .purchaseOrderLines, by: "order_id")
  .only("create", "update")

  /// How much of what, at which price.
  static let purchaseOrderLines = Resource(
    "purchase-order-lines", table: "purchasing.purchase_order_line", label: "id")

  /// What the lines of an order add up to.
  static let purchaseOrderTotals = Resource(
    "purchase-order-totals", table: "purchasing.purchase_order_total", label: "number"
  ).only()

  /// Who approves what, from which amount on.
  static let approvalRules = Resource(
    "approval-rules", table: "purchasing.approval_rule", label: "id")

  /// An order or requisition that was submitted once; made and ended by verbs alone.
  static let approvals = Resource("approvals", table: "purchasing.approval", label: "id")
    .child("steps", .approvalSteps, by: "approval_id")
    .only()

  /// One decision of an approval, in its turn.
  static let approvalSteps = Resource(
    "approval-steps", table: "purchasing.approval_step", label: "id"
  ).only()

  /// Steps that wait for whoever asks.
  static let approvalsToDecide = Resource(
    "approvals-to-decide", table: "purchasing.approval_to_decide", label: "id"
  ).only()

  /// Requisitions, requests for quotations, purchase orders and their approval.
  static let purchasingOrders = [
    requisitions, requisitionLines, requestsForQuotations, rfqLines, rfqSuppliers, supplierQuotes,
    supplierQuoteLines, quotationComparisons, purchaseOrders, purchaseOrderLines,
    purchaseOrderTotals, approvalRules, approvals, approvalSteps, approvalsToDecide,
  ]
}

extension RecordVerb {
  static let purchasingOrders = [
    purchaseOrderSubmission, purchaseOrderWithdrawal, purchaseOrderApproval, purchaseOrderRejection,
    purchaseOrderSending, purchaseOrderClosing,
    purchaseOrderCancellation, requisitionSubmission, requisitionWithdrawal, requisitionApproval,
    requisitionRejection, requisitionOrder, requisitionCancellation, quotationClosing,
    quotationReopening, quotationCancellation, quotationAward,
  ]
}
