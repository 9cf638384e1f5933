import Postgres

/// Some rows of a file in one transaction: what could be written of them, and why not the rest.
struct ImportChunk {
  let plan: ImportPlan
  let model: Model
  let executor: ImportExecutor
  var report: ImportReport
  var refusals: [ImportRefusal]

  init(
    _ plan: ImportPlan, _ model: Model, _ executor: ImportExecutor, report: ImportReport,
    refusals: [ImportRefusal]
  ) {
    self.plan = plan
    self.model = model
    self.executor = executor
    self.report = report
    self.refusals = refusals
  }

  /// A row whose references are ids.
  struct Resolved {
    /// Its place among those that were resolved with it.
    let place: Int
    var row: ImportRow
    /// The record that it means; nil where there is none, -1 where there is more than one.
    let id: Int?
    /// What it is known by, as the database compares it; nil where a part of that is empty.
    let key: String?
  }

  /// Writes the rows. Those that refer to rows of the same chunk, or repeat its keys, come behind them.
  mutating func write(_ rows: [ImportRow]) async throws {
    var waiting = rows
    while !waiting.isEmpty {
      let resolved = try await resolve(waiting)
      let sorted = sort(resolved)
      try await insert(sorted.new)
      try await update(sorted.known)
      if sorted.later.count == waiting.count {
        for lost in sorted.later { refuse(lost.row, plan.record.unresolved(lost.row.values)) }
        return
      }
      waiting = sorted.later.map { waiting[$0.place] }
    }
  }

  mutating func refuse(_ row: ImportRow, _ reason: Text?) {
    report.refused += 1
    refusals.append(
      ImportRefusal(
        line: row.record.line, cells: row.record.cells,
        reason: reason ?? Text("It repeats another row.", ru: "Повторяет другую строку.")))
  }

  private func resolve(_ rows: [ImportRow]) async throws -> [Resolved] {
    let statement = ImportStatement(target: plan.record)
    let found: Rows
    do {
      found = try await executor.run(statement.resolve(rows.map(\.values)), for: nil)
    } catch let setback as ImportSetback {
      guard let error = setback.error else { throw setback }
      throw Problem.refused(error, plan.resource, model, pointer: "") ?? error
    }
    let count = plan.record.fields.count
    return rows.enumerated().map { place, row in
      var row = row
      row.values = (0..<count).map { found.string(place, $0 + 1) }
      let isKnown = plan.record.keys.allSatisfy { row.values[$0] != nil }
      return Resolved(
        place: place, row: row, id: found.string(place, count + 1).flatMap { Int($0) },
        key: isKnown ? found.string(place, count + 2) : nil)
    }
  }

  private mutating func sort(
    _ rows: [Resolved]
  ) -> (new: [Resolved], known: [Resolved], later: [Resolved]) {
    var (new, known, later) = ([Resolved](), [Resolved](), [Resolved]())
    var seen: Set<String> = []
    for row in rows {
      switch lot(of: row, &seen) {
      case .new: new.append(row)
      case .known: known.append(row)
      case .later: later.append(row)
      case .skipped: report.skipped += 1
      case .refused(let reason): refuse(row.row, reason)
      }
    }
    return (new, known, later)
  }

  /// What becomes of a row: what comes later needs another row of the file, what is refused refers to nothing.
  private enum Lot {
    case new, known, later, skipped
    case refused(Text?)
  }

  /// - Parameter seen: The keys of the rows before it.
  private func lot(of row: Resolved, _ seen: inout Set<String>) -> Lot {
    let (target, values) = (plan.record, row.row.values)
    let lost = target.fields.indices.filter {
      target.fields[$0].lookup != nil && ImportStatement.isLost(values[$0])
    }
    if !lost.isEmpty {
      let isOwn = lost.contains {
        target.fields[$0].lookup?.table == target.table.name
          && values[$0] == ImportStatement.missing
      }
      return isOwn ? .later : .refused(target.unresolved(values))
    }
    if let key = row.key, !seen.insert(key).inserted {
      return plan.mode == .insert ? .skipped : .later
    }
    if row.id == -1 { return .refused(target.ambiguous) }
    if row.id != nil { return plan.mode == .insert ? .skipped : .known }
    return plan.mode == .update ? .skipped : .new
  }
}
