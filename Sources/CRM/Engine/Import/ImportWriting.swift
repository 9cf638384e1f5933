import Postgres

extension Importer {
  /// Writes the rows; where the database refuses some, halves are tried until each refused row has its reason.
  func write(_ new: [ImportStatement.Row], _ known: [ImportStatement.Row]) async throws {
    try await insert(new)
    try await update(known)
  }

  private func insert(_ rows: [ImportStatement.Row]) async throws {
    guard !rows.isEmpty else { return }
    let statement = ImportStatement(plan: plan)
    let groups = Dictionary(grouping: rows) { statement.defaults($0) }
    for (leaving, rows) in groups.sorted(by: { $0.value[0].record.line < $1.value[0].record.line })
    {
      try await attempt(
        rows, { statement.insert($0, leaving: leaving) },
        { report, count, _ in report.created += count })
    }
  }

  private func update(_ rows: [ImportStatement.Row]) async throws {
    guard !rows.isEmpty else { return }
    let statement = ImportStatement(plan: plan)
    guard statement.update(rows) != nil else {
      report.unchanged += rows.count
      return
    }
    try await attempt(
      rows, { statement.update($0) ?? "select" },
      { report, count, all in
        report.updated += count
        report.unchanged += all - count
      })
  }

  private func attempt(
    _ rows: [ImportStatement.Row], _ sql: ([ImportStatement.Row]) -> SQL,
    _ count: (inout ImportReport, Int, Int) -> Void
  ) async throws {
    let attempt = try await executor.run([sql(rows)])
    guard let error = attempt.error else {
      count(&report, attempt.results[0].affected, rows.count)
      return
    }
    guard let reason = reason(error) else { throw error }
    guard rows.count > 1 else {
      refuse(rows[0].record, reason)
      return
    }
    let middle = rows.count / 2
    try await self.attempt(Array(rows[..<middle]), sql, count)
    try await self.attempt(Array(rows[middle...]), sql, count)
  }

  /// The refusal as a sentence; nil for trouble that is not the row's.
  private func reason(_ error: DatabaseError) -> Text? {
    let problem = Problem.refused(error, plan.resource, model, pointer: "")
    if problem == nil, error.sqlState == "42501" {
      return Text(
        "Your rights do not reach this record.", ru: "Ваши права не распространяются на эту запись."
      )
    }
    guard let field = problem?.errors.first else { return nil }
    let name = field.pointer.dropFirst()
    return name.isEmpty
      ? field.detail : Text("\(name): \(field.detail.en)", ru: "\(name): \(field.detail.ru)")
  }
}

extension Problem {
  /// 422: the file itself cannot be read.
  static func file(_ detail: Text) -> Problem {
    Problem(
      422, "unreadable_file", Text("The file cannot be read", ru: "Файл не удалось прочитать"),
      detail: detail)
  }
}
