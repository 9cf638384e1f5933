extension Resource {
  /// Every line of every order that counts as a sale.
  static let salesFacts = Resource("sales-facts", table: "sales.sales_fact", label: "number")
    .only()

  /// What each order comes to, and how it was delivered.
  static let orderFigures = Resource("order-figures", table: "sales.order_figure", label: "number")
    .only()

  /// How far each line of an order is.
  static let orderProgress = Resource("order-progress", table: "sales.order_progress", label: "id")
    .only()

  /// What each line of a request for an invoice comes to.
  static let invoiceRequestAmounts = Resource(
    "invoice-request-amounts", table: "sales.invoice_request_amount", label: "id"
  ).only()

  /// How much of each limit of today is used.
  static let creditExposures = Resource(
    "credit-exposures", table: "sales.credit_exposure", label: "party"
  ).only()

  /// What each client has bought.
  static let customerFigures = Resource(
    "customer-figures", table: "sales.customer_figure", label: "party"
  ).only()

  /// What each client has bought in each year.
  static let customerYears = Resource(
    "customer-years", table: "sales.customer_year", label: "party"
  )
  .only()

  /// Recency, frequency and money of each client on a day.
  static let customerSegments = Resource(
    "customer-segments", table: "sales.customer_segment", label: "party"
  ).only()

  /// A day beside today on which clients are put into segments.
  static let reportDays = Resource("report-days", table: "sales.report_day", label: "reported_on")

  /// The first that fits a client names its segment.
  static let segmentRules = Resource("segment-rules", table: "sales.segment_rule", label: "code")

  /// What was sold, to whom and how late.
  static let salesFigures = [
    salesFacts, orderFigures, orderProgress, invoiceRequestAmounts, creditExposures,
    customerFigures, customerYears, customerSegments, reportDays, segmentRules,
  ]
}
