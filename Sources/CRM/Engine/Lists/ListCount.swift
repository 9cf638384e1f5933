import Postgres

/// How many records a list has in all: the statement that asks, and what its answer means.
///
/// The planner's estimate counts rows that row security hides, so it is for those alone who may read them all;
/// for anybody else the visible ones are counted, up to a bound. What a search finds is always counted: when its
/// candidates were cut, there may be more.
struct ListCount: Sendable {
  private enum Kind: String, Sendable {
    case exact, estimate
    /// The database tells beside the number whether there may be more.
    case found
    /// There are as many as the bound, or more.
    case atLeast = "at_least"
  }

  let sql: SQL
  private let kind: Kind

  /// What is counted of a list whose rows are not all the caller's, before the answer is "at least".
  static let bound = 10_000
  /// How many candidates a search function finds at most of one kind.
  static let candidates = 1_000

  /// - Parameter rows: `from` and `where` of the list.
  /// - Parameter found: The candidates of a search, where the list is searched.
  /// - Returns: nil where nothing is asked.
  init?(
    _ count: ListRequest.Count, _ rows: SQL, found: SQL?, of resource: Resource, _ model: Model,
    _ caller: Caller
  ) throws {
    switch (count, found) {
    case (.none, _): return nil
    case (_, let found?):
      kind = .found
      let cut: SQL = "select count(*) >= \(raw: "\(Self.candidates)") from (\(found)) as candidates"
      sql = "select count(*), (\(cut)) as cut \(rows)"
    case (.exact, nil):
      kind = .exact
      sql = "select count(*) \(rows)"
    case (.estimate, nil) where try model.isOpen(resource, to: caller):
      kind = .estimate
      sql = "explain (format json) select 1 \(rows)"
    case (.estimate, nil):
      kind = .atLeast
      sql = "select count(*) from (select 1 \(rows) limit \(raw: "\(Self.bound)")) as counted"
    }
  }

  /// The members of the page that tell the number and how it was come by.
  func members(_ rows: Rows) throws -> [JSON.Member] {
    let row = try rows.single
    var kind = kind
    let number: Int
    if kind == .estimate {
      number = try Self.estimate(row.string("QUERY PLAN"))
    } else {
      number = try row.int("count")
      if kind == .found {
        kind = try row.bool("cut") ? .atLeast : .exact
      } else if number < Self.bound {
        kind = .exact
      }
    }
    return [
      .init("count", .number(String(number))), .init("count_kind", .string(kind.rawValue)),
    ]
  }

  private static func estimate(_ plan: String) throws -> Int {
    let root = try JSONParser.parse(Array(plan.utf8)).array?.first?["Plan"]
    guard let rows = root?["Plan Rows"]?.int else {
      throw RowError.mismatch(column: "QUERY PLAN", expected: "Plan Rows")
    }
    return rows
  }
}

extension Model {
  /// Whether nothing is hidden from the caller of a resource or of what it refers to, on which the policies of
  /// its rows may depend. What a view stands over is not known here.
  fileprivate func isOpen(_ resource: Resource, to caller: Caller) throws -> Bool {
    var (waiting, seen) = ([resource], Set([resource.name]))
    while let next = waiting.popLast() {
      let table = try table(of: next)
      guard caller.scope(Permission(next.key, "read")) == .all, !table.uniqueKeys.isEmpty else {
        return false
      }
      for target in table.columns.compactMap({ target(of: $0) })
      where seen.insert(target.name).inserted {
        waiting.append(target)
      }
    }
    return true
  }
}
