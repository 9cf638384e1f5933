/// The OpenAPI 3.1 document of exactly the operations that are served; the same model gives the same bytes.
struct OpenAPI {
  let model: Model
  let operations: [Operation]

  func document() throws -> JSON {
    [
      "openapi": "3.1.0", "info": Self.info, "servers": [["url": .string(API.root)]],
      "security": [["token": []], ["cookie": []]], "tags": .array(try tags()),
      "paths": .object(paths()),
      "components": [
        "securitySchemes": Self.security, "responses": .object(OperationSchema.problems),
        "headers": .object(AnswerHeader.all), "schemas": .object(try schemas()),
      ],
    ]
  }

  private static let info: JSON = [
    "title": "crm", "version": "1",
    "description":
      "One grammar for every resource: lists, records, changes, history, export. Texts of errors follow Accept-Language (en, ru).",
    "license": ["name": "Commercial", "identifier": "LicenseRef-Commercial"],
  ]

  private static let security: JSON = [
    "token": ["type": "http", "scheme": "bearer", "description": "A session's or an API token."],
    "cookie": [
      "type": "apiKey", "in": "cookie", "name": "__Host-crm",
      "description": "A browser's session; unsafe methods must come from the service's own pages.",
    ],
  ]

  private func paths() -> [JSON.Member] {
    var paths: [(name: String, members: [JSON.Member])] = []
    for operation in operations {
      let schema = OperationSchema(operation).json
      let member = JSON.Member(operation.method.rawValue.lowercased(), schema)
      if let place = paths.firstIndex(where: { $0.name == operation.path }) {
        paths[place].members.append(member)
      } else {
        paths.append((operation.path, [member]))
      }
    }
    return paths.map { .init($0.name, .object($0.members)) }
  }

  /// One for every first word of an operation's id, described by its table where it is a resource.
  private func tags() throws -> [JSON] {
    var seen: Set<String> = []
    return try operations.map(\.tag).filter { seen.insert($0).inserted }.map { tag in
      guard let resource = model.resources.first(where: { $0.key == tag }) else {
        return ["name": .string(tag)]
      }
      let table = try model.table(of: resource)
      return [
        "name": .string(tag), "description": .string(table.description.en),
        "x-label": .string(table.label.en), "x-label-ru": .string(table.label.ru),
      ]
    }
  }

  private func schemas() throws -> [JSON.Member] {
    try CommonSchema.all + ImportSchema.all(model)
      + model.resources.flatMap { resource in
        let schema = RecordSchema(model, resource)
        let bulk = BulkSchema.request(resource, try model.table(of: resource))
        return try [
          JSON.Member(resource.schemaName, schema.record()),
          JSON.Member(resource.schemaName + "Page", CommonSchema.page(of: resource)),
          JSON.Member(resource.schemaName + "Summary", SummarySchema(model, resource).answer()),
          JSON.Member(resource.schemaName + "Draft", schema.draft()),
          JSON.Member(resource.schemaName + "Patch", schema.patch()),
        ] + (bulk.map { [JSON.Member(resource.schemaName + "Bulk", $0)] } ?? [])
      }
  }
}

extension Operation {
  /// The first word of its id.
  var tag: String { String(id.prefix { $0 != "." }) }
}
