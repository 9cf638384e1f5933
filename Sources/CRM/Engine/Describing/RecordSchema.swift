/// The JSON Schemas of one resource: as it is read, as it is sent to create, as it is sent to change.
struct RecordSchema {
  private let model: Model
  private let resource: Resource

  init(_ model: Model, _ resource: Resource) {
    self.model = model
    self.resource = resource
  }

  /// Nothing is required, since `fields` may leave out anything.
  func record() throws -> JSON {
    let fields = try model.fields(of: resource)
    let children = resource.children.compactMap { child in
      model.resource(child.resource).map {
        JSON.Member(child.member, ["type": "array", "items": $0.schema()])
      }
    }
    return [
      "type": "object", "description": .string(try model.table(of: resource).description.en),
      "properties": .object(properties(fields) + fields.compactMap(expansion) + children),
    ]
  }

  func draft() throws -> JSON { try draft(parent: nil) }

  func patch() throws -> JSON {
    let fields = try written { $0.updatable }
    let lists = try lists(.change) { try $0.item(parent: $1) }
    return Self.closed(properties(fields) + lists, required: [])
  }

  private func draft(parent: String?) throws -> JSON {
    let fields = try written { $0.insertable && $0.name != parent }
    let lists = parent == nil ? try lists(.create) { try $0.draft(parent: $1) } : []
    return Self.closed(
      properties(fields) + lists, required: fields.filter(\.required).map(\.name))
  }

  /// An entry of an owned list in a patch: one with an id is changed, one without is new.
  private func item(parent: String) throws -> JSON {
    let fields = try written { ($0.insertable || $0.updatable) && $0.name != parent }
    return Self.closed([.init("id", ValueType.integer.schema)] + properties(fields), required: [])
  }

  private func lists(
    _ purpose: Draft.Purpose, _ items: (RecordSchema, _ parent: String) throws -> JSON
  ) throws -> [JSON.Member] {
    try resource.children.compactMap { child in
      guard let owned = model.resource(child.resource), try model.isWritten(child, purpose)
      else { return nil }
      let item = try items(RecordSchema(model, owned), child.column)
      return .init(
        child.member, ["type": "array", "maxItems": .number("\(Draft.maximumRows)"), "items": item])
    }
  }

  private func written(_ may: (Column) -> Bool) throws -> [Column] {
    try model.fields(of: resource).filter(may)
  }

  private static func closed(_ properties: [JSON.Member], required: [String]) -> JSON {
    let members: [JSON.Member] = [
      .init("type", "object"), .init("additionalProperties", false),
      .init("properties", .object(properties)),
    ]
    guard !required.isEmpty else { return .object(members) }
    return .object(members + [.init("required", .array(required.map { .string($0) }))])
  }

  private func properties(_ fields: [Column]) -> [JSON.Member] {
    fields.map { .init($0.name, schema($0)) }
  }

  /// What `expand` adds for a reference.
  private func expansion(_ field: Column) -> JSON.Member? {
    guard field.name.hasSuffix("_id"), let target = model.target(of: field) else { return nil }
    return .init(
      String(field.name.dropLast(3)),
      [
        "type": ["object", "null"],
        "description": .string("With expand: of \(target.name); null where there is none to see."),
      ])
  }

  /// `minimum` and `maximum` of a number, `minLength` and `maxLength` of a text, which is never empty.
  private static func bounds(_ column: Column) -> [JSON.Member] {
    var bounds = column.bounds ?? .init()
    if column.type == .text, column.choices.isEmpty, column.bounds?.ofLength != false {
      bounds.ofLength = true
      bounds.least = max(bounds.least ?? 1, 1)
    }
    guard bounds.ofLength == (column.type == .text) else { return [] }
    guard bounds.ofLength || column.type == .integer else { return [] }
    let names = bounds.ofLength ? ("minLength", "maxLength") : ("minimum", "maximum")
    return [(names.0, bounds.least), (names.1, bounds.greatest)].compactMap { name, number in
      number.map { .init(name, .number(String($0))) }
    }
  }

  private func schema(_ column: Column) -> JSON {
    var members = column.type.schema.object ?? []
    if let digits = column.digits, let place = members.firstIndex(where: { $0.name == "pattern" }) {
      members[place] = .init("pattern", .string(digits.pattern))
    }
    if !column.notNull, let place = members.firstIndex(where: { $0.name == "type" }) {
      members[place] = .init("type", .array([members[place].value, "null"]))
    }
    if !column.choices.isEmpty {
      let values = column.choices.map { JSON.string($0.value) } + (column.notNull ? [] : [.null])
      members.append(.init("enum", .array(values)))
    }
    members += Self.bounds(column)
    members.append(.init("title", .string(column.label.en)))
    members.append(.init("description", .string(column.description.en)))
    return .object(members)
  }
}

extension Resource {
  /// `FooBars` of `foo-bars`.
  var schemaName: String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// A reference to one of the resource's schemas.
  func schema(_ kind: String = "") -> JSON {
    ["$ref": .string("#/components/schemas/\(schemaName)\(kind)")]
  }
}
