extension Resource {
  /// What a department plans for a fiscal year, by account and month.
  static let budgets = Resource("budgets", table: "finance.budget", label: "name")
    .child("lines", .budgetLines, by: "budget_id")

  /// How much is planned on one account in one month.
  static let budgetLines = Resource("budget-lines", table: "finance.budget_line", label: "month")

  /// Documents that went beyond a plan.
  static let budgetWarnings = Resource(
    "budget-warnings", table: "finance.budget_warning", label: "stage"
  )
  .newestFirst(by: "created_at")
  .only()

  /// On which account purchases of a category count.
  static let categoryAccounts = Resource(
    "category-accounts", table: "finance.category_account", label: "id")

  /// The plan beside what was spent and promised.
  static let budgetFigures = Resource(
    "budget-figures", table: "finance.budget_figure", label: "code"
  )
  .ordered(by: "budget_id", "code", "month")
  .asking(.atDay, .asOf)
  .only()

  /// Plans, what holds documents against them, and what became of them.
  static let financeBudgets = [
    budgets, budgetLines, budgetWarnings, categoryAccounts, budgetFigures,
  ]
}
