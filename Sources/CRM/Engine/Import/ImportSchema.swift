/// What an import is told, as OpenAPI describes it.
enum ImportSchema {
  static let all: [JSON.Member] = [
    .init("Import", ImportRecord.schema), .init("ImportMapping", mapping),
    .init("ImportColumn", column),
  ]

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
      "resource": text("What is loaded: parties, channels …"),
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
    ], "examples": [example],
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
    ], "examples": [["column": "Country", "map": ["Россия": "RU"], "default": "RU"]],
  ]

  private static let find: JSON = [
    "type": "object", "required": ["resource", "by"], "additionalProperties": false,
    "description":
      "For a reference: finds the record whose fields have these values; $value is the cell.",
    "properties": [
      "resource": text("Where it is looked for."),
      "by": ["type": "object", "minProperties": 1, "additionalProperties": value],
    ],
    "examples": [["resource": "accounts", "by": ["login": "$value"]]],
  ]

  private static let example: JSON = [
    "resource": "parties", "mode": "upsert", "match_by": ["external_source", "external_key"],
    "csv": ["delimiter": ";", "encoding": "windows-1251"],
    "constants": ["external_source": "old-crm", "customer": true],
    "columns": [
      "external_key": ["column": "ID"], "name": ["column": "Name", "squeeze": true],
      "country": ["column": "Country", "map": ["Россия": "RU"]],
      "owner_id": [
        "column": "Manager", "find": ["resource": "accounts", "by": ["login": "$value"]],
      ],
    ],
  ]
}
