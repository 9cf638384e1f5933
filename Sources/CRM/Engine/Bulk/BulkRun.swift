import Postgres

/// Does the operations of a bulk request in their order, in one transaction of the caller's.
///
/// All travel in one round trip, updates that are alike as one statement. Behind one that the database refuses nothing
/// of that round trip is left: what stood before it is sent again, it is asked for all its faults, and what stands
/// behind it follows.
struct BulkRun {
  private let resource: Resource
  private let model: Model
  private let table: Table
  private let transaction: Transaction
  private var entries: [BulkEntry]
  /// What is settled; nil for an operation that found no record.
  private var outcomes: [BulkOutcome?]
  private let group: BulkGroup
  /// Until something is refused; then each stands alone, so that it can be told which.
  private var isGrouping = true

  init(
    _ request: BulkRequest, _ resource: Resource, _ model: Model, _ transaction: Transaction
  ) throws {
    self.resource = resource
    self.model = model
    self.transaction = transaction
    table = try model.table(of: resource)
    group = BulkGroup(table, keys: resource.keys)
    entries = request.entries
    outcomes = entries.map { _ in nil }
  }

  /// What the database said of one operation.
  private struct Refusal {
    let place: Int
    let error: DatabaseError
    let pointer: String
  }

  /// - Returns: an outcome for each operation, in their order.
  mutating func run() async throws -> [BulkOutcome] {
    _ = try await transaction.execute("set constraints all immediate")
    var start = 0
    var refusal: Refusal?
    while start < entries.count {
      let end = refusal?.place ?? faulty(from: start)
      if let next = try await attempt(start..<end) {
        refusal = next
        continue
      }
      start = end
      if end < entries.count, try await settle(end, refusal) { start = end + 1 }
      refusal = nil
    }
    return try await complete()
  }

  /// The next operation that need not be tried, or the end.
  private func faulty(from start: Int) -> Int {
    entries[start...].firstIndex { $0.faults.count > 0 } ?? entries.count
  }

  /// Operations that go as one, and their statements.
  private struct Part {
    let entries: Range<Int>
    let steps: [WriteStatement.Step]
  }

  private func parts(_ range: Range<Int>) -> [Part] {
    var parts: [Part] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let rest = entries[start..<range.upperBound]
      let count = isGrouping ? group.count(rest) : 1
      let steps =
        count == 1
        ? entries[start].steps(table)
        : [.init(sql: group.statement(rest.prefix(count)), pointer: "")]
      parts.append(Part(entries: start..<start + count, steps: steps))
      start += count
    }
    return parts
  }

  /// - Returns: what was refused, and then all of it is undone.
  private mutating func attempt(_ range: Range<Int>) async throws -> Refusal? {
    let parts = parts(range)
    let attempt = try await transaction.attempt(
      [Self.savepoint] + parts.flatMap { $0.steps.map(\.sql) })
    guard let error = attempt.error else {
      try note(parts, attempt.results)
      return nil
    }
    if parts.contains(where: { $0.entries.count > 1 }), !error.isConflict {
      isGrouping = false
      try await undo()
      return try await self.attempt(range)
    }
    let refusal = try Self.refusal(error, range, parts.map(\.steps))
    try await undo()
    return refusal
  }

  private mutating func note(_ parts: [Part], _ results: [Rows]) throws {
    var place = 1
    for part in parts {
      let done = Set(try results[place].map { try $0.int("id") })
      for entry in part.entries where part.entries.count > 1 {
        let id = entries[entry].id ?? 0
        outcomes[entry] = done.contains(id) ? .done(id: id) : nil
      }
      if part.entries.count == 1 {
        outcomes[part.entries.lowerBound] = done.first.map { .done(id: $0) }
      }
      place += part.steps.count
    }
  }

  private static let savepoint: SQL = "savepoint bulk"

  private func undo() async throws {
    _ = try await transaction.execute("rollback to savepoint bulk")
  }

  /// - Throws: the error where it is not about the data of one operation.
  private static func refusal(
    _ error: DatabaseError, _ range: Range<Int>, _ steps: [[WriteStatement.Step]]
  ) throws -> Refusal {
    guard var place = error.statement.map({ $0 - 1 }), place >= 0, !error.isConflict else {
      throw error
    }
    for (entry, steps) in zip(range, steps) {
      if place < steps.count {
        return Refusal(place: entry, error: error, pointer: steps[place].pointer)
      }
      place -= steps.count
    }
    throw error
  }

  /// Finds out what is wrong with an operation, or another way to do it.
  ///
  /// - Returns: false when it is to be tried again.
  private mutating func settle(_ place: Int, _ refusal: Refusal?) async throws -> Bool {
    let entry = entries[place]
    if refusal?.error.sqlState == "23503", entry.kind == .delete {
      if table.archives, !entry.archives {
        entries[place].archives = true
        return false
      }
      outcomes[place] = .refused(.inUse)
      return true
    }
    outcomes[place] = .refused(try await problem(entry, refusal))
    return true
  }

  private func problem(_ entry: BulkEntry, _ refusal: Refusal?) async throws -> Problem {
    let known = refusal.flatMap {
      entry.refused($0.error, resource, model, pointer: $0.pointer)
    }
    if let refusal, known == nil, refusal.error.sqlState != "42501" { throw refusal.error }
    if let known, known.status == 409 { return known }
    let more = try await search(entry)
    if entry.faults.count > 0 { return .validation(entry.faults.told + more) }
    if !more.isEmpty { return .validation(more) }
    return known ?? .forbidden(Permission(resource.key, entry.kind.action))
  }

  /// All that the database refuses of the data.
  private func search(_ entry: BulkEntry) async throws -> [Problem.Field] {
    guard let draft = entry.draft, entry.kind == .create || entry.id != nil else { return [] }
    _ = try await transaction.execute(Self.savepoint)
    // As in ``BulkEntry/steps(_:)``: what a list is as a whole shows behind its last record.
    if !draft.lists.isEmpty { _ = try await transaction.execute("set constraints all deferred") }
    let fields = try await RefusedFields(
      draft: draft, id: entry.id, model: model, known: Set(entry.faults.told.map(\.pointer))
    ).all(transaction)
    try await undo()
    return fields
  }

  /// Tells of each operation that found nothing what a request alone would be told.
  private mutating func complete() async throws -> [BulkOutcome] {
    let lost = outcomes.indices.filter { outcomes[$0] == nil }
    let records = try lost.map {
      try RecordStatement(resource, model, id: "\(entries[$0].id ?? 0)")
    }
    let results = try await transaction.batch(records.flatMap(\.statements))
    var place = 0
    for (entry, record) in zip(lost, records) {
      let own = Array(results[place..<place + record.statements.count])
      outcomes[entry] = .refused(try entries[entry].lack(of: resource, record, own))
      place += own.count
    }
    return outcomes.compactMap { $0 }
  }
}
