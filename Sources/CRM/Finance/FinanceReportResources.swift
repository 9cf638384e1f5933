extension ReportArgument {
  /// The first day of a report of a period.
  static let fromDay = ReportArgument.date(
    "from",
    Text(
      "The first day; without it the report's own.", ru: "Первый день; без него — свой у отчёта."))

  /// The last day of a report of a period.
  static let toDay = ReportArgument.date(
    "to", Text("The last day; today without it.", ru: "Последний день; без него — сегодня."),
    notBefore: "from")

  /// The day of a report of a state.
  static let atDay = ReportArgument.date(
    "at", Text("The day; today without it.", ru: "День; без него — сегодня."))

  /// What was entered later does not count.
  static let asOf = ReportArgument.instant(
    "as_of",
    Text(
      "As it was known then: what was entered later does not count.",
      ru: "Как было известно на этот момент: внесённое позже не учитывается."))

  /// Whose lines.
  static let ofAccount = ReportArgument.id(
    "account", Text("One account of the ledger.", ru: "Один счёт учёта."))

  /// Whose lines alone.
  static let ofDepartment = ReportArgument.id(
    "department_id",
    Text("Lines of one department alone.", ru: "Строки только одного отдела."))

  /// In which currency: an argument, so that balances too are of its lines alone.
  static let ofCurrency = ReportArgument(
    name: "currency", type: .text,
    meaning: Text(
      "One currency: lines and balances in it alone.",
      ru: "Одна валюта: строки и сальдо только в ней."), first: nil)

  /// With whom.
  static let ofParty = ReportArgument.id("party", Text("One party.", ru: "Один контрагент."))
}

extension Resource {
  /// Balances and turnover of each account.
  static let trialBalance = Resource(
    "trial-balance", table: "finance.trial_balance", label: "code"
  )
  .ordered(by: "code").asking(.fromDay, .toDay, .asOf, .ofDepartment).only()

  /// Balances of accounts before, and their lines with the balance behind each.
  static let generalLedger = Resource(
    "general-ledger", table: "finance.general_ledger", label: "number"
  )
  .ordered(by: "code", "posted_on", "entry_id")
  .asking(.ofAccount, .ofCurrency, .fromDay, .toDay, .asOf).only()

  /// Income and expenses.
  static let profitAndLoss = Resource(
    "profit-and-loss", table: "finance.profit_and_loss", label: "code"
  )
  .ordered(by: "code").asking(.fromDay, .toDay, .asOf).only()

  /// Assets, and where they are from.
  static let balanceSheet = Resource(
    "balance-sheet", table: "finance.balance_sheet", label: "code"
  )
  .ordered(by: "section", "code").asking(.atDay, .asOf).only()

  /// Money in and out by the account on the other side.
  static let cashFlow = Resource("cash-flow", table: "finance.cash_flow", label: "code")
    .ordered(by: "activity", "code").asking(.fromDay, .toDay, .asOf).only()

  /// What passed between us and a customer.
  static let customerStatement = Resource(
    "customer-statement", table: "finance.customer_statement", label: "number"
  )
  .ordered(by: "party_id", "posted_on", "entry_id")
  .asking(.ofParty, .fromDay, .toDay, .asOf).only()

  /// What passed between us and a supplier.
  static let supplierStatement = Resource(
    "supplier-statement", table: "finance.supplier_statement", label: "number"
  )
  .ordered(by: "party_id", "posted_on", "entry_id")
  .asking(.ofParty, .fromDay, .toDay, .asOf).only()

  /// Base and tax of our documents.
  static let salesBook = Resource("sales-book", table: "finance.sales_book", label: "number")
    .ordered(by: "posted_on").asking(.fromDay, .toDay, .asOf).only()

  /// Base and tax of suppliers' documents.
  static let purchaseBook = Resource(
    "purchase-book", table: "finance.purchase_book", label: "number"
  )
  .ordered(by: "posted_on").asking(.fromDay, .toDay, .asOf).only()

  /// What each posted invoice came to, and how it was paid.
  static let invoiceFigures = Resource(
    "invoice-figures", table: "finance.invoice_figure", label: "number"
  ).only()

  /// What must agree with the ledger.
  static let tieOut = Resource("tie-out", table: "finance.tie_out", label: "check_name").only()

  /// What the ledger comes to, on any day, as of any instant.
  static let financeReports =
    [
      trialBalance, generalLedger, profitAndLoss, balanceSheet, cashFlow, customerStatement,
      supplierStatement, salesBook, purchaseBook, invoiceFigures, tieOut,
    ] + financeAges + financeBudgets + financeYears
}

extension RecordVerb {
  /// What is done with budgets, opening balances and years.
  static let financeReports = [
    budgetApproval, budgetRevision, openingReversal, yearClosing, yearArchive, yearReopening,
  ]
}
