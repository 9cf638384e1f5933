/// The JSON Schemas that no resource has for itself.
enum CommonSchema {
  static let all: [JSON.Member] =
    [
      .init("Problem", problem), .init("History", history), .init("Meta", meta),
      .init("FilterNode", filterNode), .init("BulkAnswer", BulkSchema.answer),
    ] + FilterSchema.all

  static func page(of resource: Resource) -> JSON { page(items: resource.schema()) }

  static func page(items: JSON) -> JSON {
    [
      "type": "object", "required": ["data", "page"],
      "properties": [
        "data": ["type": "array", "items": items],
        "page": [
          "type": "object", "required": ["limit", "next"],
          "properties": [
            "limit": ["type": "integer"],
            "next": [
              "type": ["string", "null"], "description": "The cursor of the next page.",
            ],
            "count": ["type": "integer"],
            "count_kind": [
              "enum": ["estimate", "exact", "at_least"],
              "description":
                "An estimate is for who may read every row; others get the number of visible rows, at least 10000 where there are so many.",
            ],
          ],
        ],
      ],
    ]
  }

  private static let text: JSON = ["type": "string"]
  private static let flag: JSON = ["type": "boolean"]
  private static let both: JSON = [
    "type": "object", "required": ["en", "ru"], "properties": ["en": text, "ru": text],
  ]

  private static let problem: JSON = [
    "type": "object", "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": [
      "type": text, "title": text, "status": ["type": "integer"], "code": text, "detail": text,
      "request_id": text,
      "errors": [
        "type": "array",
        "items": [
          "type": "object", "required": ["pointer", "code", "detail"],
          "properties": ["pointer": text, "code": text, "detail": text],
        ],
      ],
    ],
  ]

  private static let history: JSON = page(items: [
    "type": "object",
    "required": [
      "id", "at", "resource", "record_id", "action", "account_id", "account", "request_id",
      "changes",
    ],
    "properties": [
      "id": ["type": "integer"], "at": ["type": "string", "format": "date-time"],
      "resource": [
        "type": "string", "description": "The record's own, or that of one of its owned lists.",
      ],
      "record_id": ["type": "integer", "format": "int64"],
      "action": ["enum": ["insert", "update", "delete"]],
      "account_id": ["type": ["integer", "null"]], "account": ["type": ["string", "null"]],
      "request_id": ["type": ["string", "null"]],
      "changes": [
        "type": "array",
        "items": [
          "type": "object", "required": ["field", "old", "new"],
          "properties": ["field": text, "old": [:], "new": [:]],
        ],
      ],
    ],
  ])

  private static let meta: JSON = [
    "type": "object",
    "required": ["name", "label", "description", "label_field", "may", "fields", "children"],
    "properties": [
      "name": text, "label": both, "description": both, "label_field": text, "searchable": flag,
      "may": ["type": "object", "additionalProperties": text],
      "fields": ["type": "array", "items": metaField],
      "children": [
        "type": "array",
        "items": ["type": "object", "properties": ["member": text, "resource": text]],
      ],
      "arguments": [
        "type": "array", "description": "What a report is asked beside filters.",
        "items": [
          "type": "object", "properties": ["name": text, "type": text, "description": both],
        ],
      ],
    ],
  ]

  private static let metaField: JSON = [
    "type": "object",
    "required": ["name", "label", "description", "type", "required", "creatable", "updatable"],
    "properties": [
      "name": text, "label": both, "description": both, "type": text, "required": flag,
      "creatable": flag, "updatable": flag, "sortable": flag,
      "reference": ["type": ["string", "null"]],
      "precision": [
        "type": ["integer", "null"], "description": "The digits of a number, if limited.",
      ],
      "scale": ["type": ["integer", "null"], "description": "Those of them behind the point."],
      "choices": [
        "type": "array",
        "items": ["type": "object", "properties": ["value": text, "label": both]],
      ],
      "operators": ["type": "array", "items": text],
      "measures": [
        "type": "array", "items": text,
        "description": "What a summary reckons of the field; it groups by every sortable one.",
      ],
    ],
  ]

  private static let filterNode: JSON = [
    "description":
      "At most 5 deep, with at most 50 conditions; a field may lie 2 references away, `owner.name`.",
    "oneOf": [
      branch("and", ["type": "array", "minItems": 1, "items": node]),
      branch("or", ["type": "array", "minItems": 1, "items": node]), branch("not", node),
      [
        "type": "object", "required": ["field", "op"], "additionalProperties": false,
        "properties": [
          "field": text,
          "op": ["enum": .array(FilterOperator.allCases.map { .string($0.rawValue) })],
          "value": [:],
        ],
      ],
    ],
  ]

  private static let node: JSON = ["$ref": "#/components/schemas/FilterNode"]

  private static func branch(_ name: String, _ value: JSON) -> JSON {
    .object([
      .init("type", "object"), .init("required", [.string(name)]),
      .init("additionalProperties", false), .init("properties", .object([.init(name, value)])),
    ])
  }
}
