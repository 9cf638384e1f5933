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
  ) throws -> [String] {
    if !allowed, before == after { return [] }
    let (old, new) = (try before.row(), try after.row())
    guard allowed else {
      // An import that its owner may not run any more has failed and says so.
      if cell.operation.verb == "content", new?["state"] == "failed" {
        return new?["created"] == 0 ? [] : ["refused, but loaded"]
      }
      return ["refused, but the row has changed"]
    }
    let isChanged =
      switch cell.operation.verb {
      case _ where VerbCase.all[cell.operation.id] != nil: before != after
      case "reset_password": before.beside != after.beside
      default: changed(old, new)
      }
    guard isChanged else { return ["allowed, but nothing has changed"] }
    guard cell.subject.audited else { return [] }
    if cell.operation.verb == "delete", new != nil, old?["archived_at"] != .null {
      return before == after ? [] : ["was in the archive already, but has changed"]
    }
    if cell.operation.verb == "restore", old?["archived_at"] == .null {
      return before == after ? [] : ["was not in the archive, but has changed"]
    }
    if after.changes == before.changes { return ["no change in the audit"] }
    return after.lastBy == record.session.account ? [] : ["the audit names another"]
  }

  private func changed(_ old: JSON?, _ new: JSON?) -> Bool {
    switch cell.operation.verb {
    case "delete": new == nil || new?["archived_at"] != .null
    case "restore": new?["archived_at"] == .null
    case "lock": new?["locked_at"] != .null
    case "unlock": new?["locked_at"] == .null
    case "retry", "approve", "reject", "submit", "file": new?["state"] != old?["state"]
    case "read": new?["read_at"] != .null
    case "unread": new?["read_at"] == .null
    case "content": new?["state"] == "done" && new?["created"] == 1
    default: body.keys.allSatisfy { new?[$0] != old?[$0] }
    }
  }

  /// Days that a test takes from a wider range, instants, and decimals, which are texts in the API alone.
  private static let unlike: Set = [
    "valid_from", "valid_until", "happened_at", "amount", "cost", "days", "hours", "price",
    "quantity", "percent", "rate", "gross_given", "net_given", "unit_price", "vat_given",
  ]

  /// The record that was made behind the last one, found by what only it says.
  func creation(after last: Int, _ allowed: Bool) async throws -> [String] {
    let made = try await cell.world.arranger.rows(
      """
      select t.created_by, exists (
        select from audit.change as c where c.table_name = \(cell.subject.table)
          and c.record_id = t.id and c.action = 'insert' and c.account_id = t.created_by) as told
      from \(identifier: cell.subject.table) as t
      where to_jsonb(t) @> \(World.json(body.filter { !Self.unlike.contains($0.key) }))
        and t.id > \(last)
      """)
    guard allowed else { return made.count == 0 ? [] : ["refused, but made"] }
    guard made.count == 1 else { return ["made \(made.count) records"] }
    let author = try made[0].intIfPresent("created_by")
    let told = try made[0].bool("told")
    return told && author == record.session.account ? [] : ["made, but not told by the audit"]
  }
}
