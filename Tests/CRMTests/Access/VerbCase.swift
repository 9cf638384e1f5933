import CRM
import Postgres
import Support

/// What the matrix must know of a verb to do it to a record of its resource.
struct VerbCase: Sendable {
  /// Brings a fresh record into the state in which the verb is possible, past every policy.
  var prepare: @Sendable (World, Int) async throws -> Void = { _, _ in }
  /// What is sent.
  var body: @Sendable (World, Relation) async throws -> Subject.Fields = { _, _ in [:] }
  /// The table of the record that the verb makes; nil where it changes the one in the path.
  var makes: String?
  /// The same as plain SQL with the service's log-in, a select that answers a row where it was done; nil for none.
  var statement: (@Sendable (Int, Subject.Fields) -> SQL)?

  /// The greatest id of what it makes; nil where it makes nothing.
  func made(_ world: World) async throws -> Int? {
    guard let makes else { return nil }
    return try await world.arranger.rows(
      "select coalesce(max(id), 0) as id from \(identifier: makes)")[0].int("id")
  }
}

/// A row with an owner: its table, the columns beside owner and department, and their values as SQL over `access.account`.
struct ScopeRow: Sendable {
  let table: String
  let columns: String
  let values: String
  /// What must be there first.
  let before: SQL

  init(_ table: String, _ columns: String, _ values: String, before: SQL = "select 1") {
    (self.table, self.columns, self.values, self.before) = (table, columns, values, before)
  }
}
