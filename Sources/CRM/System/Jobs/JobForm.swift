import Postgres

/// A kind of work that may be asked for over HTTP.
struct JobForm: Sendable {
  /// As the kind is named.
  let kind: String
  /// The JSON Schema of its input.
  let schema: JSON
  /// Judges an input before anything is written.
  ///
  /// - Throws: a 422 with all that is wrong with it; pointers begin at the input.
  let order: @Sendable (JSON, Call) async throws -> JobOrder
}

/// A job that is asked for, as far as it can be told before the transaction that makes it.
struct JobOrder: Sendable {
  let kind: String
  /// What the job gets.
  let input: JSON
  /// Of how many units of work; nil where nobody knows.
  var total: Int?
  /// Judges rights and writes what belongs to the job, in the transaction that makes it.
  let fill:
    @Sendable (_ caller: Caller, _ transaction: Transaction, _ job: Int) async throws -> Void
}

extension JobOrder {
  /// Makes the job, once for an `Idempotency-Key`.
  ///
  /// - Parameter path: Of the request, below `/api/v1`.
  /// - Returns: 202 with the job.
  func answer(_ call: Call, path: String, _ engine: Engine) async throws -> Answer {
    let idempotency = try Idempotency(call, path: path, table: engine.relations.idempotency)
    return try await engine.door.transaction(call, retries: 2, deadline: Job.deadline) {
      caller, transaction in
      if let kept = try await idempotency?.answer(caller, transaction) {
        return Self.answer(kept, isReplayed: true)
      }
      let job = try await insert(caller, transaction, engine)
      if let idempotency {
        _ = try await transaction.execute(idempotency.keeping(job, status: 202))
      }
      return Self.answer(job, isReplayed: false)
    }
  }

  private func insert(
    _ caller: Caller, _ transaction: Transaction, _ engine: Engine
  ) async throws -> JSON {
    let made = try await transaction.rows(
      """
      insert into system.job (kind, input, total)
      values (\(kind), \(Bind(text: input.text, type: 3802)), \(total)) returning id
      """)
    let id = try made.single.int("id")
    try await fill(caller, transaction, id)
    let record = try RecordStatement(.jobs, engine.model, id: "\(id)")
    guard let (body, _) = record.read(try await transaction.batch(record.statements)) else {
      throw Problem.internalError
    }
    return try JSONParser.parse(body.readableBytesView)
  }

  private static func answer(_ job: JSON, isReplayed: Bool) -> Answer {
    let place = (name: "Location", value: "\(API.root)/jobs/\(job["id"]?.int ?? 0)")
    return .json(
      202, job, headers: [place] + (isReplayed ? [("Idempotency-Replayed", "true")] : []))
  }
}
