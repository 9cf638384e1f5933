/// The JSON Schemas of one resource: as it is read, as it is sent to create, as it is sent to change.
struct RecordSchema {
  private let model: Model
  private let resource: Resource

  init(_ model: Model, _ resource: Resource) {
    self.model = model
    self.resource = resource
  }

  func record() throws -> JSON {
    let fields = try model.fields(of: resource)
    let children = resource.children.map { child -> JSON.Member in
      .init(child.member, ["type": "array", "items": ["type": "object"]])
    }
    return [
      "type": "object", "description": .string(try model.table(of: resource).description.en),
      "properties": .object(
        fields.map { .init($0.name, schema($0, nullable: !$0.notNull)) } + children),
    ]
  }

  func draft() throws -> JSON {
    let fields = try model.fields(of: resource).filter(\.insertable)
    return [
      "type": "object", "additionalProperties": false,
      "required": .array(fields.filter(\.required).map { .string($0.name) }),
      "properties": .object(
        fields.map { .init($0.name, schema($0, nullable: !$0.notNull)) } + lists()),
    ]
  }

  func patch() throws -> JSON {
    let fields = try model.fields(of: resource).filter(\.updatable)
    return [
      "type": "object", "additionalProperties": false,
      "properties": .object(
        fields.map { .init($0.name, schema($0, nullable: !$0.notNull)) } + lists()),
    ]
  }

  private func lists() -> [JSON.Member] {
    resource.children.map { .init($0.member, ["type": "array", "items": ["type": "object"]]) }
  }

  private func schema(_ column: Column, nullable: Bool) -> JSON {
    var members = column.type.schema.object ?? []
    if nullable, let place = members.firstIndex(where: { $0.name == "type" }) {
      members[place] = .init("type", .array([members[place].value, "null"]))
    }
    if !column.choices.isEmpty {
      let values = column.choices.map { JSON.string($0.value) } + (nullable ? [.null] : [])
      members.append(.init("enum", .array(values)))
    }
    members.append(.init("description", .string(column.description.en)))
    return .object(members)
  }
}

extension Resource {
  /// `PurchaseOrders` of `purchase-orders`.
  var schemaName: String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// A reference to one of the resource's schemas.
  func schema(_ kind: String = "") -> JSON {
    ["$ref": .string("#/components/schemas/\(schemaName)\(kind)")]
  }
}
