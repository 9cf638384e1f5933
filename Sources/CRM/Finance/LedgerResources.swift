extension Resource {
  /// The chart of accounts.
  static let ledgerAccounts = Resource(
    "ledger-accounts", table: "finance.account", label: "name")

  /// Which accounts the postings of documents use.
  static let accountUses = Resource("account-uses", table: "finance.account_use", label: "use")

  /// The books in which entries stand.
  static let journals = Resource("journals", table: "finance.journal", label: "name")

  /// The years of the books.
  static let fiscalYears = Resource("fiscal-years", table: "finance.fiscal_year", label: "name")

  /// Their months, which come with them.
  static let periods = Resource("periods", table: "finance.period", label: "starts_on").only()

  /// The currency of the books.
  static let ledgerSettings = Resource(
    "ledger-settings", table: "finance.ledger_setting", label: "base_currency"
  )
  .only("create", "update")

  /// What currencies are worth, by day.
  static let rates = Resource("rates", table: "finance.rate", label: "currency")

  /// Until which day nothing more is entered, by area.
  static let lockDates = Resource("lock-dates", table: "finance.lock_date", label: "area")

  /// Who may enter what is locked, and until when.
  static let lockExceptions = Resource(
    "lock-exceptions", table: "finance.lock_exception", label: "area"
  )
  .only("create")

  /// What was posted; posting and reversing are verbs.
  static let entries = Resource("entries", table: "finance.entry", label: "number")
    .child("lines", .entryLines, by: "entry_id")
    .only()

  /// The lines of entries: what every figure drills down to.
  static let entryLines = Resource(
    "entry-lines", table: "finance.entry_line", label: "description"
  )
  .only()

  /// Charts of accounts to begin with.
  static let charts = Resource("charts", table: "finance.chart", label: "name")
    .child("accounts", .chartAccounts, by: "chart_id")
    .only()

  /// Their accounts.
  static let chartAccounts = Resource(
    "chart-accounts", table: "finance.chart_account", label: "name"
  )
  .only()

  /// What the ledger serves.
  static let ledger = [
    ledgerSettings, charts, chartAccounts, ledgerAccounts, accountUses, journals, fiscalYears,
    periods, rates, lockDates, lockExceptions, entries, entryLines,
  ]
}

extension RecordVerb {
  /// What is done in the ledger beyond keeping records.
  static let ledger = [
    chartAdoption, entryPosting, entryReversal, lockExceptionRevocation,
  ]
}
