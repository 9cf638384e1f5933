/// The OpenAPI 3.1 document of exactly the operations that are served.
struct OpenAPI {
  let model: Model
  let operations: [Operation]

  func document() throws -> JSON {
    var paths: [(String, [JSON.Member])] = []
    for operation in operations {
      let member = JSON.Member(operation.method.rawValue.lowercased(), describe(operation))
      if let place = paths.firstIndex(where: { $0.0 == operation.path }) {
        paths[place].1.append(member)
      } else {
        paths.append((operation.path, [member]))
      }
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "crm", "version": "1",
        "description": "Clients, sales, purchasing, finance, staff and tasks over one grammar.",
        "license": ["name": "Commercial", "identifier": "LicenseRef-Commercial"],
      ],
      "servers": [["url": "/api/v1"]], "security": [["token": []]],
      "paths": .object(paths.map { .init($0.0, .object($0.1)) }),
      "components": [
        "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
        "schemas": .object(try schemas()),
      ],
    ]
  }

  private func describe(_ operation: Operation) -> JSON {
    var members: [JSON.Member] = [
      .init("operationId", .string(operation.id)),
      .init("summary", .string(operation.summary.en)),
      .init("x-summary-ru", .string(operation.summary.ru)),
      .init("tags", [.string(String(operation.id.prefix { $0 != "." }))]),
    ]
    if case .permission(let permission) = operation.access {
      members.append(.init("x-permission", .string(permission.description)))
    }
    if operation.access == .open { members.append(.init("security", [])) }
    if !operation.parameters.isEmpty {
      members.append(.init("parameters", .array(operation.parameters.map(Self.describe))))
    }
    if !operation.request.isEmpty {
      let content = Self.content(operation.request)
      members.append(.init("requestBody", ["required": true, "content": content]))
    }
    members.append(.init("responses", .object(responses(operation))))
    return .object(members)
  }

  private static func describe(_ parameter: Operation.Parameter) -> JSON {
    [
      "name": .string(parameter.name), "in": .string(parameter.place),
      "required": .bool(parameter.required), "description": .string(parameter.description.en),
      "schema": parameter.schema,
    ]
  }

  private static func content(_ types: [String: JSON]) -> JSON {
    .object(types.sorted { $0.key < $1.key }.map { .init($0.key, ["schema": $0.value]) })
  }

  private func responses(_ operation: Operation) -> [JSON.Member] {
    let good = operation.responses.sorted { $0.key < $1.key }.map { status, types -> JSON.Member in
      let words = JSON.Member("description", .string(Self.words[status] ?? "Done."))
      let content = types.isEmpty ? [] : [JSON.Member("content", Self.content(types))]
      return .init(String(status), .object([words] + content))
    }
    let problem: JSON = [
      "description": "A problem (RFC 9457).",
      "content": [
        "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
      ],
    ]
    return good + [.init("default", problem)]
  }

  private static let words = [
    200: "The answer.", 201: "Made.", 204: "Done.", 304: "Not changed.", 503: "Not ready.",
  ]

  private func schemas() throws -> [JSON.Member] {
    try [.init("Problem", Self.problem)]
      + model.resources.flatMap { resource in
        try [
          JSON.Member(resource.schemaName, RecordSchema(model, resource).record()),
          JSON.Member(resource.schemaName + "Page", Self.page(of: resource)),
          JSON.Member(resource.schemaName + "Draft", RecordSchema(model, resource).draft()),
          JSON.Member(resource.schemaName + "Patch", RecordSchema(model, resource).patch()),
        ]
      }
  }

  private static func page(of resource: Resource) -> JSON {
    [
      "type": "object", "required": ["data", "page"],
      "properties": [
        "data": ["type": "array", "items": ["type": "object"]],
        "page": [
          "type": "object", "required": ["limit", "next"],
          "properties": [
            "limit": ["type": "integer"], "next": ["type": ["string", "null"]],
            "count": ["type": "integer"], "count_kind": ["enum": ["estimate", "exact"]],
          ],
        ],
      ],
    ]
  }

  private static let problem: JSON = [
    "type": "object", "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": [
      "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
      "code": ["type": "string"], "detail": ["type": "string"], "request_id": ["type": "string"],
      "errors": [
        "type": "array",
        "items": [
          "type": "object", "required": ["pointer", "code", "detail"],
          "properties": [
            "pointer": ["type": "string"], "code": ["type": "string"], "detail": ["type": "string"],
          ],
        ],
      ],
    ],
  ]
}
