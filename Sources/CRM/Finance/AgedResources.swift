extension Resource {
  /// What customers owe, document by document.
  static let receivableItems = aged("receivable-items", "finance.receivable_item", "reference")
    .ordered(by: "due_on")

  /// What we owe suppliers, document by document.
  static let payableItems = aged("payable-items", "finance.payable_item", "reference")
    .ordered(by: "due_on")

  /// What customers owe, by age.
  static let agedReceivables = aged("aged-receivables", "finance.aged_receivable", "party")

  /// What we owe suppliers, by age.
  static let agedPayables = aged("aged-payables", "finance.aged_payable", "party")

  /// What is open on a day, and how long it is overdue.
  static let financeAges = [receivableItems, payableItems, agedReceivables, agedPayables]

  private static func aged(_ name: String, _ table: String, _ label: String) -> Resource {
    Resource(name, table: table, label: label).asking(.atDay, .asOf).only()
  }
}
