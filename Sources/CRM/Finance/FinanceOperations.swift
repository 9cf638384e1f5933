/// What may be done in finance over HTTP beyond what every resource has; nothing where its module is off.
struct FinanceOperations: Sendable {
  let engine: Engine

  var operations: [Operation] {
    guard engine.model.resource(Resource.rates.name) != nil else { return [] }
    return [RateImport(engine: engine).operation, StatementImport(engine: engine).operation]
  }
}
