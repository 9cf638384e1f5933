/// What an import is told, as OpenAPI describes it.
enum ImportSchema {
  /// - Parameter model: Gives the example, which is one that can be sent.
  static func all(_ model: Model) throws -> [JSON.Member] {
    let examples = try example(model).map { [JSON.Member("examples", [$0])] } ?? []
    return [
      .init("Import", ImportRecord.schema),
      .init("ImportMapping", .object((mapping.object ?? []) + examples)),
      .init("ImportColumn", column),
    ]
  }

  /// The body that announces an import.
  static let announcement: JSON = [
    "type": "object", "required": ["mapping"], "additionalProperties": false,
    "properties": [
      "mapping": ["$ref": "#/components/schemas/ImportMapping"],
      "dry_run": [
        "type": "boolean", "default": false,
        "description": "Read and check everything, keep nothing.",
      ],
    ],
  ]

  private static func text(_ words: String) -> JSON {
    ["type": "string", "description": .string(words)]
  }

  private static func flag(_ words: String) -> JSON {
    ["type": "boolean", "default": false, "description": .string(words)]
  }

  private static func names(_ words: String) -> JSON {
    ["type": "array", "items": ["type": "string"], "description": .string(words)]
  }

  private static let value: JSON = ["type": ["string", "number", "boolean"]]

  private static let mapping: JSON = [
    "type": "object", "required": ["resource", "columns"], "additionalProperties": false,
    "description": "How the columns of a file become the fields of a resource.",
    "properties": [
      "resource": text("The name of a resource, as GET /meta has it."),
      "mode": [
        "enum": .array(ImportMapping.Mode.allCases.map { .string($0.rawValue) }),
        "default": "upsert",
        "description":
          "upsert makes records and changes those that are there, insert leaves those alone, update makes none.",
      ],
      "match_by": names(
        "The fields by which a record is known again; each is filled by a column or constant. Without it every row becomes a new record."
      ),
      "csv": csv,
      "constants": [
        "type": "object", "additionalProperties": value,
        "description": "Field to value, the same in every row.",
      ],
      "columns": [
        "type": "object", "minProperties": 1,
        "additionalProperties": ["$ref": "#/components/schemas/ImportColumn"],
        "description": "Field to where its value comes from.",
      ],
      "skip_if_empty": names("A row where one of these fields is empty is left out."),
    ],
  ]

  private static let csv: JSON = [
    "type": "object", "additionalProperties": false,
    "description":
      "How the file is written. Its first line names the columns. An apostrophe that guards a cell from being taken for a formula, as exports have it, is taken off.",
    "properties": [
      "delimiter": [
        "type": "string", "minLength": 1, "maxLength": 1, "default": ",",
        "description": "What stands between cells: , ; or a tab.",
      ],
      "encoding": [
        "enum": .array(ImportForm.Encoding.allCases.map { .string($0.rawValue) }),
        "default": "utf-8",
      ],
    ],
  ]

  private static let column: JSON = [
    "type": "object", "additionalProperties": false,
    "description": "Where the value of a field comes from: either `column` or `template`.",
    "oneOf": [["required": ["column"]], ["required": ["template"]]],
    "properties": [
      "column": text("A column of the file, by its name in the first line."),
      "template": text("Columns in braces between text: {First} {Last}."),
      "trim": flag("Take off white space at both ends."),
      "squeeze": flag("The same, and make one space of any white space inside."),
      "lower": flag("Make small letters."),
      "normalize_name": flag(
        "Small letters; only letters, digits, _, & and single spaces are left."),
      "map": [
        "type": "object", "additionalProperties": value,
        "description": "Cell to value; * stands for every other cell.",
      ],
      "default": [
        "type": ["string", "number", "boolean"], "description": "The value of an empty cell.",
      ], "find": find,
    ], "examples": [["column": "Rating", "map": ["лучший": 5], "default": 3]],
  ]

  private static let find: JSON = [
    "type": "object", "required": ["resource", "by"], "additionalProperties": false,
    "description":
      "For a reference: finds the record whose fields have these values; $value is the cell.",
    "properties": [
      "resource": text("Where it is looked for."),
      "by": ["type": "object", "minProperties": 1, "additionalProperties": value],
    ],
  ]

  /// A mapping of the first resource that knows its records by the key of a file.
  private static func example(_ model: Model) throws -> JSON? {
    let key = (source: "external_source", record: "external_key")
    let first = try model.resources.first {
      try model.field(key.record, of: $0)?.insertable == true
    }
    guard let resource = first else { return nil }
    var columns: [JSON.Member] = [
      .init(key.record, ["column": "ID"]),
      .init(resource.label, ["column": "Name", "squeeze": true]),
    ]
    let references = try model.fields(of: resource).filter { $0.insertable && $0.name != "id" }
    if let field = references.first(where: { model.target(of: $0) != nil }),
      let target = model.target(of: field)
    {
      let find =
        ["resource": .string(target.name), "by": .object([.init(target.label, "$value")])] as JSON
      columns.append(.init(field.name, ["column": "Reference", "find": find]))
    }
    return [
      "resource": .string(resource.name), "mode": "upsert",
      "match_by": [.string(key.source), .string(key.record)],
      "csv": ["delimiter": ";", "encoding": "windows-1251"],
      "constants": .object([.init(key.source, "old-system")]), "columns": .object(columns),
    ]
  }
}
