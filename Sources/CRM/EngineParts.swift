import Postgres

/// What the engine of the product is made of.
extension CRM {
  /// The declarations of every area.
  static let resources =
    Resource.access + Resource.system + Resource.clients + Resource.staff + Resource.work
    + Resource.sales + Resource.purchasing + Resource.finance + Resource.reports

  /// The verbs of every area and what keeps clients in order, without those of modules that are off.
  static func verbs(_ engine: Engine) -> [Operation] {
    let all =
      RecordVerb.clients + RecordVerb.sales + RecordVerb.purchasing
      + RecordVerb.finance
    return all.filter { engine.model.resource($0.resource.name) != nil }
      .map { $0.operation(engine) } + CareOperations(engine: engine).operations
  }

  /// Where the engine finds what it needs beside the resources.
  static let relations = Relations(
    changes: "audit.change", accounts: "access.account", idempotency: "system.idempotency",
    imports: "system.import", importRefusals: "system.import_refusal",
    importMappings: "system.import_mapping", words: ImportWords.all, exports: "system.export",
    jobs: "system.job", views: "system.view", units: "system.currency")

  /// Tells the database which tables serve which resources.
  static func declare(_ client: Client) async throws {
    _ = try await client.rows(
      """
      select system.declare_resources(\(resources.map(\.name)), \(resources.map(\.table)),
        \(resources.map(\.label)))
      """)
  }

  /// The engine over a client, and its door; without the resources of modules that are off.
  static func engine(_ client: Client, secret: [UInt8]) async throws -> (Engine, Entrance) {
    let door = Entrance(client)
    return (try await engine(client, door, secret: secret, Catalogue.loading), door)
  }

  static func engine(
    _ client: Client, _ door: Entrance, secret: [UInt8], _ reading: Catalogue.Reading
  ) async throws -> Engine {
    let present = resources.without(
      tables: try await LicenseOperations.absent(resources, client))
    let catalogue = try await reading(client, present.map(\.table))
    let model = try Model(
      catalogue: catalogue, resources: present, conflicts: "system.conflicting")
    return Engine(
      model: model, door: door, client: client, secret: secret, relations: relations,
      contents: FileStore(door: door))
  }
}
