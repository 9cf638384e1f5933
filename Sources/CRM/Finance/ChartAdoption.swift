extension RecordVerb {
  /// The accounts of a template become the enterprise's own; those whose codes are there stay as they are.
  static let chartAdoption = RecordVerb(
    id: "charts.adopt", method: .post, resource: .charts, noun: "adoption",
    summary: Text("Take over a chart of accounts", ru: "Принять план счетов"),
    permission: Permission("charts", "adopt")
  ) { id, _ in "finance.adopt_chart(\(id))" }
}
