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
    "type": "object", "additionalProperties": false,
    "oneOf": [["required": ["mapping"]], ["required": ["mapping_id"]]],
    "properties": [
      "mapping": ["$ref": "#/components/schemas/ImportMapping"],
      "mapping_id": [
        "type": "integer", "format": "int64",
        "description": "A mapping that is kept in /import-mappings, instead of one here.",
      ],
      "dry_run": [
        "type": "boolean", "default": false,
        "description": "Read and check everything, keep nothing.",
      ],
      "file_id": [
        "type": "integer", "format": "int64",
        "description":
          "A file that was sent by PUT /files and is loaded at once; else it is sent by PUT /imports/{id}/content.",
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
    "properties": .object(
      [
        .init("resource", text("The name of a resource, as GET /meta has it.")),
        .init(
          "mode",
          [
            "enum": .array(ImportMapping.Mode.allCases.map { .string($0.rawValue) }),
            "default": "upsert",
            "description":
              "upsert makes records and changes those that are there, insert leaves those alone, update makes none.",
          ]), .init("csv", csv),
        .init(
          "header",
          [
            "type": "boolean", "default": true,
            "description":
              "Whether the first line names the columns; else they are named by their places, from 1.",
          ]),
        .init("sheet", text("The sheet of a spreadsheet; else the first that is to be seen.")),
      ] + part + [.init("children", children)]),
  ]

  /// What a mapping says of records, be they the rows' own or in an owned list.
  private static let part: [JSON.Member] = [
    .init(
      "match_by",
      names(
        "The fields by which a record is known again, as the database stores them; each is filled by a column or constant. id may be one: it is looked up and never written, and one that there is not is refused. A row whose values more than one record has is refused, and one where they are empty, unless the mode is insert. Without it every row becomes a new record; in a list, what is there with all the same values is left alone."
      )),
    .init(
      "constants",
      [
        "type": "object", "additionalProperties": value,
        "description": "Field to value, the same in every row.",
      ]),
    .init(
      "columns",
      [
        "type": "object", "minProperties": 1,
        "additionalProperties": ["$ref": "#/components/schemas/ImportColumn"],
        "description": "Field to where its value comes from.",
      ]),
    .init("skip_if_empty", names("A row where one of these fields is empty is left out.")),
  ]

  private static let children: JSON = [
    "type": "object",
    "description":
      "What a row adds to owned lists of its record, by the list's name: each element of the array one record, which is left out where all its columns are empty. The row is taken with all of them or not at all; other records of the lists are left alone.",
    "additionalProperties": [
      "type": "array", "minItems": 1, "maxItems": 50,
      "items": [
        "type": "object", "required": ["columns"], "additionalProperties": false,
        "properties": .object(part),
      ],
    ],
  ]

  private static let csv: JSON = [
    "type": "object", "additionalProperties": false,
    "description":
      "How the file is written. An apostrophe that guards a cell from being taken for a formula, as exports have it, is taken off.",
    "properties": csvMembers,
  ]

  /// How a text file may be written.
  static let csvMembers: JSON = [
    "delimiter": [
      "type": "string", "minLength": 1, "maxLength": 1, "default": ",",
      "description":
        "What stands between cells: , ; a tab or any other sign of ASCII. A first line sep=; in the file says so too, and wins.",
    ],
    "encoding": [
      "enum": .array(ImportEncoding.allCases.map { .string($0.rawValue) }),
      "description":
        "Without it utf-8, or what the byte order mark at the beginning of the file says.",
    ],
  ]

  private static let column: JSON = [
    "type": "object", "additionalProperties": false,
    "description": "Where the value of a field comes from: either `column` or `template`.",
    "oneOf": [["required": ["column"]], ["required": ["template"]]],
    "properties": .object(
      [
        .init("column", text("A column of the file, by its name in the first line.")),
        .init("template", text("Columns in braces between text: {First} {Last}.")),
        .init("trim", flag("Take off white space at both ends.")),
        .init("squeeze", flag("The same, and make one space of any white space inside.")),
        .init("lower", flag("Make small letters.")),
        .init(
          "normalize_name",
          flag("Small letters; only letters, digits, _, & and single spaces are left.")),
        .init(
          "map",
          [
            "type": "object", "additionalProperties": value,
            "description": "Cell to value; * stands for every other cell.",
          ]),
        .init(
          "default",
          [
            "type": ["string", "number", "boolean"],
            "description": "The value of an empty cell.",
          ]), .init("find", find),
      ] + ImportFormat.schema),
    "examples": [["column": "Rating", "map": ["лучший": 5], "default": 3]],
  ]

  private static let find: JSON = [
    "type": "object", "required": ["resource", "by"], "additionalProperties": false,
    "description":
      "For a reference: finds the one record whose fields have these values; $value is the cell.",
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
