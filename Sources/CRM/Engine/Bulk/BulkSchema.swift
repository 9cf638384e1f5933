/// The body and the answer of a bulk request as OpenAPI describes them.
enum BulkSchema {
  /// The body for a resource; nil where nothing may be done to its records.
  static func request(_ resource: Resource, _ table: Table) -> JSON? {
    let kinds = BulkOperation.kinds(resource, table)
    guard !kinds.isEmpty else { return nil }
    return [
      "type": "object", "required": ["operations"], "additionalProperties": false,
      "properties": [
        "mode": [
          "enum": ["atomic", "each"], "default": "atomic",
          "description":
            "atomic: all or nothing, and what is wrong with any is a 422. each: what can be done is done, and `results` says what was not.",
        ],
        "operations": [
          "type": "array", "minItems": 1, "maxItems": .number("\(BulkRequest.maximum)"),
          "items": ["oneOf": .array(kinds.map { entry($0, resource) })],
        ],
      ],
    ]
  }

  private static func entry(_ kind: BulkEntry.Kind, _ resource: Resource) -> JSON {
    let op = ("op", ["const": .string(kind.rawValue)] as JSON)
    let id = ("id", ["type": "integer", "minimum": 1] as JSON)
    switch kind {
    case .create: return object([op, ("data", resource.schema("Draft"))])
    case .update: return object([op, id, version, ("data", resource.schema("Patch"))])
    case .delete: return object([op, id, version])
    case .restore: return object([op, id])
    }
  }

  private static let version = (
    "version",
    [
      "oneOf": [["type": "integer", "minimum": 1], ["const": "*"]],
      "description": "The one that was read; * for any.",
    ] as JSON
  )

  private static func object(_ members: [(String, JSON)]) -> JSON {
    [
      "type": "object", "required": .array(members.map { .string($0.0) }),
      "additionalProperties": false,
      "properties": .object(members.map { .init($0.0, $0.1) }),
    ]
  }

  /// The answer, the same for all resources.
  static let answer: JSON = [
    "type": "object", "required": ["mode", "done", "refused", "results"],
    "properties": [
      "mode": ["enum": ["atomic", "each"]], "done": ["type": "integer"],
      "refused": ["type": "integer"],
      "results": [
        "type": "array", "description": "In the order of the operations.",
        "items": [
          "type": "object", "required": ["status"],
          "properties": [
            "status": [
              "type": "integer", "description": "What the request alone would have been answered.",
            ],
            "id": ["type": "integer", "format": "int64"],
            "version": [
              "type": ["integer", "null"],
              "description": "When all was done; null where the record is not to be seen any more.",
            ],
            "problem": ["$ref": "#/components/schemas/Problem"],
          ],
        ],
      ],
    ],
  ]
}
