import Postgres

/// The references of a draft, its lists aside, that lead to nothing the caller can see.
///
/// Row security refuses a record below such a parent without saying why, so it is asked afterwards:
/// what is hidden and what does not exist are told alike, by the field.
struct UnknownReferences: Sendable {
  let draft: Draft
  let model: Model

  private struct Question: Sendable {
    let field: Problem.Field
    let sql: SQL
  }

  /// - Parameter transaction: Of the caller.
  func all(_ transaction: Transaction) async throws -> [Problem.Field] {
    let questions = try questions()
    if questions.isEmpty { return [] }
    let results = try await transaction.batch(questions.map(\.sql))
    return zip(questions, results).filter { $1.count == 0 }.map(\.0.field)
  }

  private func questions() throws -> [Question] {
    let constraints = try model.table(of: draft.resource).constraints
    return draft.values.compactMap { column, bind in
      guard let reference = column.reference, bind.text != nil else { return nil }
      let rule = constraints.first { $0.kind == .reference && $0.columns == [column.name] }
      let message = rule?.message ?? Text("There is no such record.", ru: "Такой записи нет.")
      return Question(
        field: .init("\(draft.pointer)/\(column.name)", "unknown_reference", message),
        sql: """
          select from \(identifier: reference.table)
          where \(identifier: reference.column) = \(bind) limit 1
          """)
    }
  }
}
