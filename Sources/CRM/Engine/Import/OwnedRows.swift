import Postgres

/// Writes what rows add to the owned lists of their records: what is not there yet is made, what differs is changed,
/// and nothing else is touched.
struct OwnedRows {
  let plan: ImportPlan
  let executor: ImportExecutor

  /// - Parameter ids: The records of the rows.
  /// - Returns: the records of which a list has changed.
  /// - Throws: ``ImportSetback`` with what is wrong with one of them.
  func write(_ rows: [ImportRow], _ ids: [Int]) async throws -> Set<Int> {
    var changed: Set<Int> = []
    for (place, target) in plan.owned.enumerated() {
      let all = zip(rows, ids).compactMap { row, id in
        row.owned[place].map { Array($0.dropLast()) + [String(id)] }
      }
      if !all.isEmpty { changed.formUnion(try await write(all, target, place)) }
    }
    return changed
  }

  private func write(
    _ rows: [[String?]], _ target: ImportTarget, _ place: Int
  ) async throws -> [Int] {
    let statement = ImportStatement(target: target)
    let found = try await executor.run(statement.resolve(rows), for: place)
    var (new, known, ids) = ([[String?]](), [[String?]](), [Int]())
    var seen: Set<String?> = []
    for row in rows.indices {
      let values = target.fields.indices.map { found.string(row, $0 + 1) }
      let id = found.string(row, target.fields.count + 1).flatMap { Int($0) }
      if let fault = target.unresolved(values) ?? (id == -1 ? target.ambiguous : nil) {
        throw ImportSetback(reason: fault)
      }
      let key = found.string(row, target.fields.count + 2)
      guard seen.insert(key).inserted else { continue }
      guard let id else {
        if let place = target.identity, values[place] != nil {
          throw ImportSetback(reason: target.unknown)
        }
        new.append(values)
        continue
      }
      known.append(values)
      ids.append(id)
    }
    return try await insert(new, statement, place) + update(known, ids, statement, place)
  }

  private func insert(
    _ rows: [[String?]], _ statement: ImportStatement, _ place: Int
  ) async throws -> [Int] {
    for (leaving, rows) in Dictionary(grouping: rows, by: statement.defaults) {
      _ = try await executor.run(
        statement.insert(rows, leaving: leaving, returning: false), for: place)
    }
    return rows.compactMap(Self.owner)
  }

  private func update(
    _ rows: [[String?]], _ ids: [Int], _ statement: ImportStatement, _ place: Int
  ) async throws -> [Int] {
    guard !rows.isEmpty, let update = statement.update(rows, ids: ids) else { return [] }
    let changed = Set(try await executor.run(update, for: place).map { try $0.int("id") })
    return zip(rows, ids).filter { changed.contains($1) }.compactMap { Self.owner($0.0) }
  }

  /// The record to which it belongs; the last of the values.
  private static func owner(_ values: [String?]) -> Int? { values.last?.flatMap { Int($0) } }
}
