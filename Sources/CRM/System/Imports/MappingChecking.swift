/// Judges a mapping before it is kept: what is kept can be loaded by.
struct MappingChecking: Sendable {
  let engine: Engine

  /// The operations, those that write mappings with the check before them.
  func over(_ operations: [Operation]) -> [Operation] {
    operations.map { operation in
      switch operation.id {
      case "import_mappings.create", "import_mappings.update":
        operation.preceded { call in try check(call.json(), at: "") }
      case "import_mappings.bulk": operation.preceded(by: checkBulk)
      default: operation
      }
    }
  }

  /// What cannot be read is told by who does the operations.
  private func checkBulk(_ call: Call) throws {
    let operations = try call.json()["operations"]?.array ?? []
    for (place, operation) in operations.prefix(BulkRequest.maximum).enumerated() {
      try check(operation["data"] ?? [:], at: "/operations/\(place)/data")
    }
  }

  /// What is wrong beside the mapping is told by who writes it.
  private func check(_ body: JSON, at pointer: String) throws {
    guard let mapping = body["mapping"], mapping.object != nil else { return }
    try ImportMapping.below("\(pointer)/mapping") {
      _ = try ImportPlan(
        ImportMapping(mapping), engine.model, units: engine.relations.units)
    }
  }
}
