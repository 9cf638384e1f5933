/// What a preview is asked and answers, as OpenAPI describes it.
enum ImportPreviewSchema {
  static let question: JSON = [
    "type": "object", "required": ["file_id"], "additionalProperties": false,
    "properties": [
      "file_id": number("A file that was sent by PUT /files."),
      "resource": text("What is to be loaded; without it all are compared that you may load."),
      "mapping": ["$ref": "#/components/schemas/ImportMapping"],
      "mapping_id": number("A mapping that is kept, instead of one here."),
      "csv": [
        "type": "object", "additionalProperties": false,
        "description": "How the file is written, as in a mapping; what is not said is guessed.",
        "properties": ImportSchema.csvMembers,
      ],
    ],
  ]

  static let answer: JSON = [
    "type": "object",
    "properties": [
      "file": ["type": "object", "description": "Its name and its size in bytes."],
      "form": [
        "type": "object",
        "description":
          "csv with encoding and delimiter, or xlsx with its sheets; whether there is a header; confidence of each from 0 to 1.",
      ],
      "columns": list(
        "Name, kind of the values, the format that a mapping has to declare, whether other formats fit every value as well (ambiguous, alternatives), confidence, how many are empty, samples."
      ),
      "repeated": [
        "type": "array", "items": ["type": "string"],
        "description": "Names of more than one column.",
      ],
      "row_count": number("How many rows the file has."),
      "row_count_kind": ["enum": ["exact", "estimate"]],
      "rows": list("The first rows as they are read."),
      "resources": list("What the file seems to hold, best first."),
      "mapping": [
        "type": ["object", "null"],
        "description":
          "A complete mapping for POST /imports: yours, a kept one that fits, or the guess.",
      ],
      "mapping_id": [
        "type": ["integer", "null"], "description": "The kept mapping, where one fits.",
      ],
      "guesses": list("Field, column, confidence and alternatives of the guessed mapping."),
      "unused": [
        "type": "array", "items": ["type": "string"],
        "description": "Columns that seem to fill nothing.",
      ],
      "results": list(
        "What the mapping makes of the first rows: values, children, and why the import would refuse one."
      ),
      "problem": [
        "description": "Why the mapping cannot be used for this file.",
        "oneOf": [["type": "null"], ["$ref": "#/components/schemas/Problem"]],
      ],
    ],
  ]

  private static func text(_ words: String) -> JSON {
    ["type": "string", "description": .string(words)]
  }

  private static func number(_ words: String) -> JSON {
    ["type": "integer", "format": "int64", "description": .string(words)]
  }

  private static func list(_ words: String) -> JSON {
    ["type": "array", "items": ["type": "object"], "description": .string(words)]
  }
}
