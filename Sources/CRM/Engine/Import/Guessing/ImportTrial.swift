import Postgres

/// What the database would say of the first rows of a file; nothing of it stays.
struct ImportTrial: Sendable {
  let engine: Engine
  let plan: ImportPlan

  /// - Returns: why rows would be refused, by their lines.
  /// - Throws: a 403 without the permission `import`.
  func faults(_ rows: [ImportRow], _ call: Call) async throws -> [Int: Text] {
    do {
      return try await engine.door.transaction(call, retries: 0) { caller, transaction in
        try caller.require(Permission(plan.resource.key, "import"))
        _ = try await transaction.rows("set constraints all immediate")
        var chunk = ImportChunk(
          plan, engine.model, ImportExecutor(transaction: transaction), report: ImportReport(),
          refusals: [])
        try await chunk.write(rows)
        let told = chunk.refusals.map { ($0.line, $0.reason) }
        throw Tried(faults: Dictionary(told) { first, _ in first })
      }
    } catch let tried as Tried {
      return tried.faults
    }
  }

  /// Ends the transaction, so that nothing stays.
  private struct Tried: Error {
    let faults: [Int: Text]
  }
}
