import CRM
import Postgres
import Support

/// What a cell left behind in the database, seen by the owner.
struct MatrixEffect: Sendable {
  let cell: MatrixCell
  let record: Subject.Record
  let body: Subject.Fields

  func faults(
    _ before: Subject.State, _ after: Subject.State, allowed: Bool
  ) async throws -> [String] {
    if cell.operation.verb == "create" { return try await creation(allowed) }
    guard allowed else {
      // An import that its owner may not run any more has failed and says so.
      if cell.operation.verb == "content", after.row?["state"] == "failed" {
        return after.row?["created"] == 0 ? [] : ["refused, but loaded"]
      }
      return before == after ? [] : ["refused, but the row has changed"]
    }
    return changed(before, after) ? audit(before, after) : ["allowed, but nothing has changed"]
  }

  private func changed(_ before: Subject.State, _ after: Subject.State) -> Bool {
    if VerbCase.all[cell.operation.id] != nil { return before != after }
    return switch cell.operation.verb {
    case "delete": after.row == nil || after.row?["archived_at"] != .null
    case "restore": after.row?["archived_at"] == .null
    case "lock": after.row?["locked_at"] != .null
    case "unlock": after.row?["locked_at"] == .null
    case "retry", "approve", "reject", "submit", "file":
      after.row?["state"] != before.row?["state"]
    case "read": after.row?["read_at"] != .null
    case "unread": after.row?["read_at"] == .null
    case "reset_password": after.beside != before.beside
    case "content": after.row?["state"] == "done" && after.row?["created"] == 1
    default: body.keys.allSatisfy { after.row?[$0] != before.row?[$0] }
    }
  }

  private func audit(_ before: Subject.State, _ after: Subject.State) -> [String] {
    guard cell.subject.audited else { return [] }
    if cell.operation.verb == "delete", after.row != nil, before.row?["archived_at"] != .null {
      return before == after ? [] : ["was in the archive already, but has changed"]
    }
    if cell.operation.verb == "restore", before.row?["archived_at"] == .null {
      return before == after ? [] : ["was not in the archive, but has changed"]
    }
    if after.changes == before.changes { return ["no change in the audit"] }
    return after.lastBy == record.session.account ? [] : ["the audit names another"]
  }

  /// Days that a test takes from a wider range, instants, and decimals, which are texts in the API alone.
  private static let unlike: Set = [
    "valid_from", "valid_until", "happened_at", "amount", "cost", "days", "hours", "price",
    "quantity", "percent", "rate", "gross_given", "net_given", "unit_price", "vat_given",
  ]

  /// The record that was made, found by what only it says.
  private func creation(_ allowed: Bool) async throws -> [String] {
    let made = try await cell.world.arranger.rows(
      """
      select t.created_by, exists (
        select from audit.change as c where c.table_name = \(cell.subject.table)
          and c.record_id = t.id and c.action = 'insert' and c.account_id = t.created_by) as told
      from \(identifier: cell.subject.table) as t
      where to_jsonb(t) @> \(World.json(body.filter { !Self.unlike.contains($0.key) }))
        and t.id <> \(record.id)
      """)
    guard allowed else { return made.count == 0 ? [] : ["refused, but made"] }
    guard made.count == 1 else { return ["made \(made.count) records"] }
    let author = try made[0].intIfPresent("created_by")
    let told = try made[0].bool("told")
    return told && author == record.session.account ? [] : ["made, but not told by the audit"]
  }
}
