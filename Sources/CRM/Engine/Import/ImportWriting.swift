import Postgres

// What is written; where the database refuses some rows, halves are tried until each has its reason.
extension ImportChunk {
  mutating func insert(_ rows: [Resolved]) async throws {
    let statement = ImportStatement(target: plan.record)
    let groups = Dictionary(grouping: rows) { statement.defaults($0.row.values) }
    for (leaving, rows) in groups.sorted(by: { $0.value[0].place < $1.value[0].place }) {
      try await put(rows) { chunk, rows in try await chunk.make(rows, leaving) }
    }
  }

  mutating func update(_ rows: [Resolved]) async throws {
    if !rows.isEmpty { try await put(rows) { chunk, rows in try await chunk.change(rows) } }
  }

  /// How many records were made and changed.
  private typealias Count = (created: Int, updated: Int)

  private mutating func put(
    _ rows: [Resolved], _ work: (Self, [Resolved]) async throws -> Count
  ) async throws {
    let chunk = self
    switch try await executor.attempt({ try await work(chunk, rows) }) {
    case .success(let count):
      report.created += count.created
      report.updated += count.updated
      report.unchanged += rows.count - count.created - count.updated
    case .failure(let setback):
      guard let reason = reason(setback) else { throw setback.error ?? setback as any Error }
      guard rows.count > 1 else {
        return refuse(rows[0].row, try await faults(of: rows[0], setback) ?? reason)
      }
      let middle = rows.count / 2
      try await put(Array(rows[..<middle]), work)
      try await put(Array(rows[middle...]), work)
    }
  }

  private func make(_ rows: [Resolved], _ leaving: Set<Int>) async throws -> Count {
    let statement = ImportStatement(target: plan.record)
    let made = try await executor.run(
      statement.insert(
        rows.map(\.row.values), leaving: leaving, returning: !plan.owned.isEmpty), for: nil)
    if !plan.owned.isEmpty {
      let ids = try made.map { try $0.int("id") }
      _ = try await OwnedRows(plan: plan, executor: executor).write(rows.map(\.row), ids)
    }
    return (made.affected, 0)
  }

  private func change(_ rows: [Resolved]) async throws -> Count {
    let ids = rows.compactMap(\.id)
    let statement = ImportStatement(target: plan.record)
    var changed: Set<Int> = []
    if let update = statement.update(rows.map(\.row.values), ids: ids) {
      changed = Set(try await executor.run(update, for: nil).map { try $0.int("id") })
    }
    if !plan.owned.isEmpty {
      changed.formUnion(
        try await OwnedRows(plan: plan, executor: executor).write(rows.map(\.row), ids))
    }
    return (0, changed.count)
  }

  /// The refusal as a sentence; nil for trouble that is not the row's.
  private func reason(_ setback: ImportSetback) -> Text? {
    if let reason = setback.reason { return reason }
    guard let error = setback.error else { return nil }
    let target = setback.place.map { plan.owned[$0] } ?? plan.record
    let problem = Problem.refused(error, target.resource, model, pointer: "")
    if problem == nil, error.sqlState == "42501" {
      return target.named(
        "",
        Text(
          "Your rights do not reach this record.",
          ru: "Ваши права не распространяются на эту запись."))
    }
    return problem.flatMap { target.sentence($0.errors) }
  }

  /// All that the database has against a record, since its error names only the first; nil where it is not about the
  /// record itself.
  private func faults(of row: Resolved, _ setback: ImportSetback) async throws -> Text? {
    guard setback.place == nil, setback.error != nil else { return nil }
    let (target, values) = (plan.record, row.row.values)
    let left = row.id == nil ? ImportStatement(target: target).defaults(values) : []
    let binds = target.fields.indices.compactMap { place -> (column: Column, bind: Bind)? in
      let column = target.fields[place].column
      let isWritten = row.id == nil || column.updatable && !target.keys.contains(place)
      let isKept = row.id != nil && column.notNull && values[place] == nil
      guard isWritten, !isKept, !left.contains(place), place != target.identity else { return nil }
      return (column, Bind(text: values[place], type: column.oid))
    }
    let search = RefusedFields(
      draft: Draft(target.resource, binds), id: row.id, model: model, known: [])
    let found = try await executor.search { try await search.all(executor.transaction) }
    return found.flatMap { target.sentence($0) }
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
