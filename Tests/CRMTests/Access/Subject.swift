import CRM
import Postgres
import Support

/// What the matrix must know of a resource to make a record of it that stands in a ``Relation``.
struct Subject: Sendable {
  typealias Fields = [String: JSON]

  let table: String
  /// The relations that a record can have; one that belongs to nobody is always `other`.
  var relations: Set<Relation> = Set(Relation.allCases)
  /// Whether a record belongs to somebody from the first; else it is made without a relation.
  var placed = true
  /// Whether one can be made in what is archived.
  var madeInArchived = false
  /// Whether its changes are in the audit.
  var audited = true
  /// Whether the mark stands in the record; it is what a refused answer must not tell.
  var marked = true
  /// Whether the database shows it to its owner even where the API has no right for him.
  var shownToOwner = false
  /// What changes with a patch.
  var change: @Sendable (World, String) -> Fields = { _, mark in
    ["external_key": .string("changed \(mark)")]
  }
  /// What it is made of.
  var fields: @Sendable (World, Relation, String) async throws -> Fields = { _, _, _ in [:] }
  /// What is added when it is put away.
  var away: Fields = [:]
  /// What else is needed so that it stands in the relation.
  var after: @Sendable (World, Relation, Int) async throws -> Void = { _, _, _ in }
  /// Makes it in a way of its own.
  var make: (@Sendable (World, Relation, String) async throws -> Int)?

  /// A record of the test, and who shall try to do something with it.
  struct Record: Sendable {
    let id: Int
    let mark: String
    let session: TestSession
  }

  func record(_ world: World, _ relation: Relation) async throws -> Record {
    let mark = "mark_\(World.number())x"
    if relation == .absent { return Record(id: World.nowhere, mark: mark, session: world.caller) }
    // One's own account can end one's own session.
    if table == "access.account", relation == .own {
      let twin = try await world.twin()
      let name = try await world.arranger.rows(
        "update access.account set name = \(mark) where id = \(twin.account) returning id")
      return Record(id: try name[0].int("id"), mark: mark, session: twin)
    }
    let id = try await id(world, relation, mark)
    try await after(world, relation, id)
    return Record(id: id, mark: mark, session: world.caller)
  }

  private func id(_ world: World, _ relation: Relation, _ mark: String) async throws -> Int {
    if let make { return try await make(world, relation, mark) }
    var all = try await fields(world, relation, mark)
    if relation == .archived { all.merge(away) { $1 } }
    return try await world.insert(table, all)
  }

  /// The row as it is, and how often and by whom it was changed.
  struct State: Equatable, Sendable {
    /// As JSON; nil where there is no row.
    let text: String?
    /// 1 where it has none.
    let version: Int
    let changes: Int
    let lastBy: Int?
    /// What hangs on it and is not in its row.
    let beside: String?

    func row() throws -> JSON? { try text.map { try JSONParser.parse($0.utf8) } }
  }

  func state(_ world: World, _ id: Int) async throws -> State {
    var statements: [SQL] = [
      """
      select to_jsonb(t)::text as row, to_jsonb(t) ->> 'version' as version
      from \(identifier: table) as t where id = \(id)
      """,
      """
      select count(*) as n, (array_agg(account_id order by id desc))[1] as account
      from audit.change where table_name = \(table) and record_id = \(id)
      """,
    ]
    if table == "access.account" {
      statements.append("select hash from access.password where account_id = \(id)")
    }
    let rows = try await world.arranger.batch(statements)
    let version = try rows[0].first?.stringIfPresent("version")
    return State(
      text: try rows[0].first?.string("row"), version: version.flatMap { Int($0) } ?? 1,
      changes: try rows[1][0].int("n"), lastBy: try rows[1][0].intIfPresent("account"),
      beside: rows.count > 2 ? try rows[2].first?.string("hash") : nil)
  }

  /// The greatest id in its table.
  func last(_ world: World) async throws -> Int {
    try await world.arranger.rows(
      "select coalesce(max(id), 0) as id from \(identifier: table)")[0].int("id")
  }
}
