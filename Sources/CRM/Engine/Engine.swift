import Postgres

/// Serves every declared resource with the same operations.
public struct Engine: Sendable {
  let model: Model
  let door: any Door
  let client: Client
  let cursors: CursorSeal
  let relations: Relations
  /// Where bytes are kept; nil where nothing keeps any.
  let contents: (any ContentStore)?

  /// - Parameter secret: Signs cursors; the same on every node.
  public init(
    model: Model, door: any Door, client: Client, secret: [UInt8], relations: Relations,
    contents: (any ContentStore)? = nil
  ) {
    self.model = model
    self.door = door
    self.client = client
    self.relations = relations
    self.contents = contents
    cursors = CursorSeal(secret: secret)
  }

  /// The operations of all resources.
  public func operations() throws -> [Operation] {
    try model.resources.flatMap { try reading($0) + writing($0) }
      + Meta(engine: self).operations + ImportOperations(engine: self).operations
  }

  private func reading(_ resource: Resource) throws -> [Operation] {
    let fields = try model.fields(of: resource)
    let read = access(reading: resource)
    return [
      Operation(
        "\(resource.key).list", .get, "/\(resource.name)",
        Text("List \(resource.name)", ru: "Список: \(resource.name)"), access: read,
        parameters: Operation.parameters(ofList: resource)
          + FilterSchema.parameters(fields, of: resource),
        responses: [
          200: Self.files(or: resource.schema("Page"))
        ], problems: [422], answer: ListOperation(engine: self, resource: resource).answer),
      summary(resource, fields),
      Operation(
        "\(resource.key).get", .get, "/\(resource.name)/{id}",
        Text("One of \(resource.name)", ru: "Запись: \(resource.name)"), access: read,
        parameters: [.recordID, .ifNoneMatch] + Operation.recordParameters,
        responses: [200: Operation.json(resource.schema()), 304: [:]],
        headers: [200: ["ETag"], 304: ["ETag"]],
        answer: GetOperation(engine: self, resource: resource).answer),
    ] + (try model.table(of: resource).isView ? [] : [history(resource)])
  }

  /// What comes as JSON by this schema, or whole as a file.
  private static func files(or schema: JSON) -> [String: JSON] {
    [
      "application/json": schema, "text/csv": ["type": "string"],
      Acceptance.workbook: ["type": "string", "contentEncoding": "binary"],
    ]
  }

  private func access(reading resource: Resource) -> Operation.Access {
    resource.isOpen ? .signedIn : .permission(Permission(resource.key, "read"))
  }

  private func history(_ resource: Resource) -> Operation {
    Operation(
      "\(resource.key).history", .get, "/\(resource.name)/{id}/history",
      Text("Changes of one of \(resource.name)", ru: "История: \(resource.name)"),
      access: access(reading: resource),
      parameters: [.recordID]
        + Operation.listParameters.filter { $0.name == "limit" || $0.name == "cursor" },
      responses: [200: Operation.json(["$ref": "#/components/schemas/History"])],
      answer: HistoryOperation(engine: self, resource: resource).answer)
  }

  private func summary(_ resource: Resource, _ fields: [Column]) -> Operation {
    Operation(
      "\(resource.key).summary", .get, "/\(resource.name)/summary",
      Text("What \(resource.name) come to, by groups", ru: "Сводка: \(resource.name)"),
      access: access(reading: resource),
      parameters: SummarySchema.parameters(resource, fields),
      responses: [200: Self.files(or: resource.schema("Summary"))], problems: [422],
      answer: SummaryOperation(engine: self, resource: resource).answer)
  }
}
