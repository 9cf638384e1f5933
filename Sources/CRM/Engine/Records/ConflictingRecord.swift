import Postgres

/// The record that a draft may not stand beside, for a rule of exclusion that has refused it: PostgreSQL does not say
/// which, so the database is asked once more, under the rights of the caller.
struct ConflictingRecord: Sendable {
  let draft: Draft
  /// The record that the draft changes; nil for a new one.
  let id: Int?
  let model: Model

  /// SQLSTATE of a broken rule of exclusion.
  static let state = "23P01"

  /// The faults as they are, each with the record that stands in the way, where the error is of such a rule.
  func naming(
    _ fields: [Problem.Field], _ error: DatabaseError, _ transaction: Transaction
  ) async throws -> [Problem.Field] {
    guard error.sqlState == Self.state, let rule = error.constraint, let finder = model.conflicts,
      "\(error.schema ?? "").\(error.table ?? "")" == draft.resource.table
    else { return fields }
    let rows = try await transaction.rows(question(rule, finder))
    guard let row = rows.first else { return fields }
    let (number, label) = (try row.int("id"), try row.stringIfPresent("label") ?? "")
    return fields.map { Problem.Field($0.pointer, $0.code, $0.detail.naming(number, label)) }
  }

  private func question(_ rule: String, _ finder: String) -> SQL {
    let members = draft.values.map { value -> SQL in
      "\(value.bind) as \(identifier: value.column.name)"
    }
    let written: SQL =
      members.isEmpty
      ? "'{}'::jsonb" : "(select to_jsonb(r) from (select \(members.joined(", "))) as r)"
    return """
      select t.id, t.\(identifier: draft.resource.label)::text as label
      from \(identifier: finder)(\(draft.resource.table), \(rule), \(id), \(written)) as c (id)
      join \(identifier: draft.resource.table) as t on t.id = c.id
      """
  }
}

extension Text {
  /// The same with the number and the label of another record.
  func naming(_ number: Int, _ label: String) -> Text {
    Text(
      "\(en) It is the record \(number) (\(label)).", ru: "\(ru) Это запись \(number) (\(label)).")
  }
}
