import Postgres

/// Where in the body of a verb stands what the database refused.
///
/// PostgreSQL names a column and no row. So the verb is tried again with fewer of the rows that were sent, in a
/// transaction that is rolled back: where the first so many are refused and one fewer are not, the last of them is to
/// blame. It is left out then, and the others are judged in the same way.
struct RefusedRows: Sendable {
  let verb: RecordVerb
  /// Of the record in the path.
  let id: Int
  let body: VerbBody
  let model: Model

  /// How many rows are told of at most.
  private static let most = 5

  /// A row that was sent, and its place.
  private struct Row: Sendable {
    let place: Int
    let json: JSON
  }

  /// Ends the transaction, so that nothing of it stays.
  private struct Found: Error {
    let fields: [Problem.Field]
  }

  /// The problem with its faults where they stand, as it was where they stand in no member of a member.
  ///
  /// - Throws: whatever lets the caller in, and the client's own errors.
  func placing(
    _ problem: Problem, _ error: DatabaseError, _ call: Call, _ door: any Door
  ) async throws -> Problem {
    guard let part = self.part(problem.errors, error) else { return problem }
    guard case .rows = part.kind else {
      return .validation(told(problem.errors, part, at: "/\(part.name)"))
    }
    let fields = try await search(part, call, door)
    // Refused no more, since others have changed something meanwhile.
    return .validation(fields.isEmpty ? told(problem.errors, part, at: "/\(part.name)") : fields)
  }

  /// The member whose members are spoken of; nil where the faults are the body's own.
  private func part(_ fields: [Problem.Field], _ error: DatabaseError) -> VerbField? {
    let columns = Set(fields.map { String($0.pointer.dropFirst()) })
    guard columns.isDisjoint(with: verb.body.map(\.name)) else { return nil }
    return verb.body.first { part in
      guard body.holds(part.name) else { return false }
      return !columns.isDisjoint(with: part.kind.members.map(\.name))
        || columns == [""] && speaks(error, of: part)
    }
  }

  /// Whether an error that names no column is one of the rows.
  private func speaks(_ error: DatabaseError, of part: VerbField) -> Bool {
    guard case .rows = part.kind else { return false }
    if error.sqlState == "22003" { return part.kind.decimals.count == 1 }
    guard let made = verb.makes, let area = error.schema, let noun = error.table else {
      return false
    }
    return made.children.contains { model.resource($0.resource)?.table == "\(area).\(noun)" }
  }

  /// The faults that a place has: at its members, or at itself where they name none.
  private func told(
    _ fields: [Problem.Field], _ part: VerbField, at place: String
  ) -> [Problem.Field] {
    let names = part.kind.members.map { "/\($0.name)" }
    let own = fields.filter { names.contains($0.pointer) }
    if !own.isEmpty { return own.map { .init(place + $0.pointer, $0.code, $0.detail) } }
    return fields.map { field in
      let number = field.code == "out_of_range" ? part.kind.decimals.first : nil
      return .init(place + (number.map { "/\($0.name)" } ?? ""), field.code, field.detail)
    }
  }

  private func search(_ part: VerbField, _ call: Call, _ door: any Door) async throws
    -> [Problem.Field]
  {
    do {
      return try await door.transaction(call, retries: 0) { caller, transaction in
        try caller.require(verb.permission)
        throw Found(fields: try await all(part, transaction))
      }
    } catch let found as Found {
      return found.fields
    }
  }

  /// What is wrong with the rows, each found and left out in its turn.
  private func all(_ part: VerbField, _ transaction: Transaction) async throws -> [Problem.Field] {
    var left = body.rows(of: part.name).enumerated().map { Row(place: $0.offset, json: $0.element) }
    var fields: [Problem.Field] = []
    for _ in 0..<Self.most {
      guard !left.isEmpty, let error = try await refusal(left, part, transaction),
        let problem = verb.problem(error, model),
        self.part(problem.errors, error)?.name == part.name
      else { break }
      let place = try await first(left, part, error, transaction)
      fields += told(problem.errors, part, at: "/\(part.name)/\(left[place].place)")
      left.remove(at: place)
    }
    return fields
  }

  /// Where the row stands that breaks the rule which all of them together break.
  private func first(
    _ rows: [Row], _ part: VerbField, _ known: DatabaseError, _ transaction: Transaction
  ) async throws -> Int {
    var open = 0..<(rows.count - 1)
    while !open.isEmpty {
      let middle = open.lowerBound + open.count / 2
      let error = try await refusal(Array(rows[...middle]), part, transaction)
      let isSame =
        error?.sqlState == known.sqlState && error?.constraint == known.constraint
        && error?.table == known.table
      open = isSame ? open.lowerBound..<middle : (middle + 1)..<open.upperBound
    }
    return open.lowerBound
  }

  /// What the verb is refused with when these rows alone are sent; nil where it is not.
  private func refusal(
    _ rows: [Row], _ part: VerbField, _ transaction: Transaction
  ) async throws -> DatabaseError? {
    let work = verb.call(id, body.keeping(rows.map(\.json), of: part.name))
    do {
      _ = try await transaction.batch([
        "savepoint attempt", "select \(work)", "set constraints all immediate",
        "rollback to savepoint attempt",
      ])
      return nil
    } catch let error as DatabaseError {
      _ = try await transaction.execute("rollback to savepoint attempt")
      return error
    }
  }
}

extension VerbField.Kind {
  /// Of an object or of each row; none of any other kind.
  fileprivate var members: [VerbField] {
    switch self {
    case .rows(let fields, _), .object(let fields): fields
    default: []
    }
  }

  fileprivate var decimals: [VerbField] {
    members.filter { member in
      guard case .decimal = member.kind else { return false }
      return true
    }
  }
}
