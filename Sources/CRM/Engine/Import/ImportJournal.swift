import Postgres

/// The database's record of an import: how far it is, and the rows that were refused.
struct ImportJournal: Sendable {
  let door: any Door
  let call: Call
  let relations: Relations
  let id: Int

  /// - Returns: the id of a new import that waits for its file.
  static func open(
    _ door: any Door, _ call: Call, _ relations: Relations, resource: String, mapping: JSON,
    rehearsal: Bool
  ) async throws -> Int {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in
      [
        """
        insert into \(identifier: relations.imports) (resource, mapping, rehearsal)
        values (\(resource), \(Bind(text: mapping.text, type: 3802)), \(rehearsal)) returning id
        """
      ]
    }
    if let error = passage.error { throw error }
    return try passage.results[0].first?.int("id") ?? 0
  }

  /// What was opened: resource, mapping, whether nothing shall stay; nil when there is no such import waiting.
  func begin() async throws -> (mapping: JSON, rehearsal: Bool)? {
    let rows = try await run([
      """
      update \(identifier: relations.imports) set state = 'running'
      where id = \(id) and state = 'waiting' returning mapping::text as mapping, rehearsal
      """
    ])
    guard let row = rows[0].first else { return nil }
    return (
      try JSONParser.parse(Array(try row.string("mapping").utf8)), try row.bool("rehearsal")
    )
  }

  func tell(_ report: ImportReport, _ refusals: [ImportRefusal]) async throws {
    let refused = refusals.map { refusal -> SQL in
      """
      insert into \(identifier: relations.importRefusals) (import_id, line, cells, reason_en, reason_ru)
      values (\(id), \(refusal.line), \(refusal.cells), \(refusal.reason.en), \(refusal.reason.ru))
      """
    }
    _ = try await run([counts(report)] + refused)
  }

  private func counts(_ report: ImportReport) -> SQL {
    """
    update \(identifier: relations.imports) set rows_read = \(report.read),
      rows_created = \(report.created), rows_updated = \(report.updated),
      rows_unchanged = \(report.unchanged), rows_skipped = \(report.skipped),
      rows_refused = \(report.refused)
    where id = \(id)
    """
  }

  func end(_ state: String, fault: String?) async throws {
    _ = try await run([
      "update \(identifier: relations.imports) set state = \(state), fault = \(fault) where id = \(id)"
    ])
  }

  private func run(_ statements: [SQL]) async throws -> [Rows] {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in statements }
    if let error = passage.error { throw error }
    return passage.results
  }
}
