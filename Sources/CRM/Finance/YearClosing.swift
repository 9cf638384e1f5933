extension RecordVerb {
  /// The result goes to what was retained, balances are carried over, and no entry comes into the year any more.
  static let yearClosing = RecordVerb(
    id: "fiscal_years.close", method: .post, resource: .fiscalYears, noun: "closing",
    summary: Text("Close a fiscal year", ru: "Закрыть финансовый год"),
    permission: Permission("fiscal_years", "close")
  ) { id, _ in "finance.close_year(\(id))" }

  /// Its lines become read-only for everybody; reports read on.
  static let yearArchive = RecordVerb(
    id: "fiscal_years.archive", method: .post, resource: .fiscalYears, noun: "archive",
    summary: Text("Archive a closed fiscal year", ru: "Передать закрытый год в архив"),
    permission: Permission("fiscal_years", "archive")
  ) { id, _ in "finance.archive_year(\(id))" }

  /// Lawful until the next year is closed.
  static let yearReopening = RecordVerb(
    id: "fiscal_years.reopen", method: .delete, resource: .fiscalYears, noun: "closing",
    summary: Text("Open a closed fiscal year again", ru: "Снова открыть закрытый год"),
    permission: Permission("fiscal_years", "reopen")
  ) { id, _ in "finance.reopen_year(\(id))" }
}
