extension Resource {
  /// Our accounts in banks and our cash.
  static let moneyAccounts = Resource(
    "money-accounts", table: "finance.bank_account", label: "name"
  )
  .stores("name", "number", by: "clients.tidy")
  .stores("correspondent_account", by: "clients.tidy")
  .stores("iban", "bic", "swift", by: "clients.compact")

  /// What banks say of them; files make them.
  static let bankStatements = Resource(
    "bank-statements", table: "finance.bank_statement", label: "number_given"
  )
  .child("lines", .bankStatementLines, by: "statement_id")
  .newestFirst(by: "ends_on")
  .only("delete")

  /// The movements, as the bank wrote them.
  static let bankStatementLines = Resource(
    "bank-statement-lines", table: "finance.bank_statement_line", label: "purpose"
  )
  .only()

  /// Which lines of the ledger they are.
  static let bankMatches = Resource(
    "bank-matches", table: "finance.bank_match", label: "amount"
  )
  .only()

  /// What open lines probably were, the likeliest first, and why.
  static let bankSuggestions = Resource(
    "bank-suggestions", table: "finance.bank_suggestion", label: "score"
  )
  .only()

  /// What banks and cash serve.
  static let bank = [
    moneyAccounts, bankStatements, bankStatementLines, bankMatches, bankSuggestions,
  ]
}

extension RecordVerb {
  /// What is done with statements beyond reading them.
  static let bank = [
    bankLineMatching, bankLineUnmatching, bankLineDistinction, bankReconciliation,
  ]
}
