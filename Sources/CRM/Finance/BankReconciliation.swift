extension RecordVerb {
  /// Ledger and bank agree at the end of the statement; up to then both stay as they are.
  static let bankReconciliation = RecordVerb(
    id: "bank_statements.reconcile", method: .post, resource: .bankStatements,
    noun: "reconciliation",
    summary: Text(
      "Reconcile the account through the end of a statement", ru: "Сверить счёт по конец выписки"),
    permission: Permission("bank_statements", "reconcile")
  ) { id, _ in "finance.reconcile_statement(\(id))" }
}
