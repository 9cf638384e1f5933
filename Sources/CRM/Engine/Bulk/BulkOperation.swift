import Postgres

/// `POST /x/bulk`: up to 200 changes in one transaction, all or each that can be done.
struct BulkOperation: Sendable {
  let engine: Engine
  let resource: Resource

  /// What may be done to records of the resource.
  static func kinds(_ resource: Resource, _ table: Table) -> [BulkEntry.Kind] {
    BulkEntry.Kind.allCases.filter {
      $0 == .restore
        ? table.archives && resource.actions.contains("delete")
        : resource.actions.contains($0.action)
    }
  }

  func answer(_ call: Call) async throws -> Answer {
    let model = engine.model
    let kinds = Self.kinds(resource, try model.table(of: resource))
    let request = try BulkRequest(call.json(), resource, model, kinds: kinds)
    let idempotency = try Idempotency(
      call, path: "/\(resource.name)/bulk", table: engine.relations.idempotency,
      isDemanded: resource.movesMoney)
    return try await engine.door.transaction(call, retries: 2) { caller, transaction in
      try require(request, caller)
      if let kept = try await idempotency?.answer(caller, transaction) {
        var answer = Self.answer(kept)
        answer.headers.append(("Idempotency-Replayed", "true"))
        return answer
      }
      var run = try BulkRun(request, resource, model, transaction)
      let outcomes = try await run.run()
      if request.mode == .atomic { try Self.refuse(any: outcomes, request) }
      let answer = try await told(outcomes, request, call, transaction)
      if let idempotency {
        _ = try await transaction.execute(idempotency.keeping(answer, status: 200))
      }
      return Self.answer(answer)
    }
  }

  /// - Throws: a 403 that names the permission for a kind of operation of which the caller may do none.
  private func require(_ request: BulkRequest, _ caller: Caller) throws {
    for kind in BulkEntry.Kind.allCases
    where request.entries.contains(where: { $0.kind == kind && $0.faults.count == 0 }) {
      try caller.require(Permission(resource.key, kind.action))
    }
  }

  /// - Throws: a 422 with all that is wrong, where anything is; then nothing is done.
  private static func refuse(any outcomes: [BulkOutcome], _ request: BulkRequest) throws {
    var faults = Faults()
    for (entry, outcome) in zip(request.entries, outcomes) {
      for fault in outcome.faults(at: entry.pointer) { faults.append(fault) }
    }
    try faults.finish()
  }

  private func told(
    _ outcomes: [BulkOutcome], _ request: BulkRequest, _ call: Call, _ transaction: Transaction
  ) async throws -> JSON {
    let versions = try await versions(outcomes, transaction)
    let results = zip(request.entries, outcomes).map { entry, outcome -> JSON in
      guard case .done(let id) = outcome else {
        return outcome.json(entry.kind, version: nil, call)
      }
      return outcome.json(entry.kind, version: versions[id], call)
    }
    let done = outcomes.count { if case .done = $0 { true } else { false } }
    return [
      "mode": .string(request.mode.rawValue), "done": .number(String(done)),
      "refused": .number(String(outcomes.count - done)), "results": .array(results),
    ]
  }

  /// Of the records as they are when all is done: one may be changed twice.
  private func versions(
    _ outcomes: [BulkOutcome], _ transaction: Transaction
  ) async throws -> [Int: Int] {
    guard try engine.model.table(of: resource).versioned else { return [:] }
    let ids = outcomes.compactMap { if case .done(let id) = $0 { id } else { nil } }
    let rows = try await transaction.all(
      "select id, version from \(identifier: resource.table) where id = any (\(ids))")
    return Dictionary(
      try rows.map { (try $0.int("id"), try $0.int("version")) }, uniquingKeysWith: max)
  }

  private static func answer(_ json: JSON) -> Answer {
    Answer(
      200, headers: [("Content-Type", "application/json")], body: .bytes(.init(bytes: json.bytes)))
  }
}
