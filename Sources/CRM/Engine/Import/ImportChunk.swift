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
    /// As it was before.
    let origin: ImportRow
    /// Its place among those that were resolved with it.
    let place: Int
    var row: ImportRow
    /// The record that it means; nil where there is none, -1 where there is more than one.
    var id: Int?
    /// What it is known by, as the database compares it; nil where a part of that is empty.
    let key: String?
  }

  /// Writes the rows. Those that refer to rows of the same chunk come behind them.
  mutating func write(_ rows: [ImportRow]) async throws {
    var waiting = rows
    while !waiting.isEmpty {
      let resolved = try await resolve(waiting)
      let sorted = sort(resolved)
      try await insert(sorted.new)
      try await update(sorted.known)
      try await repeats(sorted.repeated)
      if sorted.later.count == waiting.count {
        for lost in sorted.later { refuse(lost.row, plan.record.unresolved(lost.row.values)) }
        return
      }
      waiting = sorted.later.map { waiting[$0.place] }
    }
  }

  /// Writes rows whose keys came before, in rounds of one row of each key. What a key means is looked up until it
  /// means a record, so that many rows of one key cost no more than as many of different keys.
  private mutating func repeats(_ rows: [Resolved]) async throws {
    var rounds = Self.rounds(rows)
    var known: [String: Int] = [:]
    while !rounds.isEmpty {
      let round = rounds.removeFirst()
      let open = round.filter { row in row.key.map { known[$0] == nil } ?? true }
      let fresh = open.isEmpty ? [] : try await resolve(open.map(\.origin))
      var ready = round.filter { row in row.key.map { known[$0] != nil } ?? false }
      for place in ready.indices { ready[place].id = ready[place].key.flatMap { known[$0] } }
      let sorted = sort(fresh)
      for lost in sorted.later { refuse(lost.row, plan.record.unresolved(lost.row.values)) }
      try await insert(sorted.new)
      try await update(sorted.known + ready)
      for row in sorted.known { if let key = row.key { known[key] = row.id } }
    }
  }

  /// The first rows of all keys, the second ones and so on.
  private static func rounds(_ rows: [Resolved]) -> [[Resolved]] {
    var (rounds, counts) = ([[Resolved]](), [String?: Int]())
    for row in rows {
      let round = counts[row.key, default: 0]
      counts[row.key] = round + 1
      if round == rounds.count { rounds.append([]) }
      rounds[round].append(row)
    }
    return rounds
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
      var made = row
      made.values = (0..<count).map { found.string(place, $0 + 1) }
      return Resolved(
        origin: row, place: place, row: made,
        id: found.string(place, count + 1).flatMap { Int($0) },
        key: found.string(place, count + 2))
    }
  }

  private mutating func sort(
    _ rows: [Resolved]
  ) -> (new: [Resolved], known: [Resolved], repeated: [Resolved], later: [Resolved]) {
    var (new, known) = ([Resolved](), [Resolved]())
    var (repeated, later) = ([Resolved](), [Resolved]())
    var seen: Set<String> = []
    for row in rows {
      switch lot(of: row, &seen) {
      case .new: new.append(row)
      case .known: known.append(row)
      case .repeated: repeated.append(row)
      case .later: later.append(row)
      case .skipped: report.skipped += 1
      case .refused(let reason): refuse(row.row, reason)
      }
    }
    return (new, known, repeated, later)
  }

  /// What becomes of a row: what comes later needs another row of the file, what is repeated has the key of one before
  /// it, what is refused refers to nothing.
  private enum Lot {
    case new, known, repeated, later, skipped
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
    if row.key == nil, !target.keys.isEmpty, plan.mode != .insert || target.identity != nil {
      return .refused(target.keyless(values))
    }
    if row.id == -1 { return .refused(target.ambiguous) }
    if row.id == nil, plan.mode == .update { return .skipped }
    if row.id == nil, target.identity != nil { return .refused(target.unknown) }
    if let key = row.key, !seen.insert(key).inserted {
      return plan.mode == .insert ? .skipped : .repeated
    }
    guard row.id != nil else { return .new }
    return plan.mode == .insert ? .skipped : .known
  }
}
