extension RecordVerb {
  /// From now on documents are held against it; what it is a revision of no longer holds.
  static let budgetApproval = RecordVerb(
    id: "budgets.approve", method: .post, resource: .budgets, noun: "approval",
    summary: Text("Approve a budget", ru: "Утвердить бюджет"),
    permission: Permission("budgets", "approve")
  ) { id, _ in "finance.approve_budget(\(id))" }

  /// A draft with the same lines, which takes the place of the budget when it is approved.
  static let budgetRevision = RecordVerb(
    id: "budgets.revise", method: .post, resource: .budgets, noun: "revision",
    summary: Text("Revise a budget", ru: "Сделать редакцию бюджета"),
    permission: Permission("budgets", "revise"), makes: .budgets
  ) { id, _ in "finance.revise_budget(\(id))" }
}
