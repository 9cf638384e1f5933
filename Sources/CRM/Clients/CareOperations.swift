/// What may be done to keep the register in order beyond records and their verbs; nothing where the module is off.
struct CareOperations: Sendable {
  let engine: Engine

  var operations: [Operation] {
    guard engine.model.resource(Resource.parties.name) != nil else { return [] }
    return DuplicateSearch(engine: engine).operations + [
      PartyMergePreview(engine: engine).operation
    ]
  }
}
