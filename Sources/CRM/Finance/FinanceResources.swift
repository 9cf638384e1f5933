extension Resource {
  /// What we and suppliers ask to be paid, as the documents say.
  static let invoices = Resource("invoices", table: "finance.invoice", label: "number_given")
    .child("lines", .invoiceLines, by: "invoice_id")
    .child("tax_lines", .taxLines, by: "invoice_id")

  /// What an invoice is for, line by line.
  static let invoiceLines = Resource(
    "invoice-lines", table: "finance.invoice_line", label: "description")

  /// What the area of finance serves.
  static let finance = [invoices, invoiceLines] + invoicing + ledger + bank + financeReports
}

extension RecordVerb {
  /// What is done in finance beyond keeping records.
  static let finance = [invoiceCancellation] + invoicing + ledger + bank + financeReports
}
