extension ImportFormat {
  /// The members of a column that say how its values are written, as OpenAPI describes them. A value that does not fit
  /// is a refused row.
  static let schema: [JSON.Member] = [
    .init(
      "date",
      [
        "type": "string", "maxLength": 40,
        "description":
          "How dates are written: d, m, yy or yyyy, month for a name in English or Russian, at the end hh:mm or hh:mm:ss. yy below 70 is 20yy.",
        "examples": ["dd.mm.yyyy", "mm/dd/yyyy", "d month yyyy", "dd.mm.yyyy hh:mm"],
      ]),
    .init(
      "zone",
      [
        "type": "string", "default": "UTC",
        "description": "Beside date, for instants: the time zone that they are written in (IANA).",
      ]),
    .init(
      "decimal",
      [
        "enum": [",", "."],
        "description":
          "The decimal mark of numbers; thousands may be separated, a unit of money, and brackets or a minus behind for less than nothing, are understood.",
      ]),
    .init(
      "group",
      [
        "type": "string",
        "description":
          "Beside decimal: what alone may stand between thousands; else a space, an apostrophe, or the point or comma that is not the decimal mark.",
      ]),
    .init(
      "percent",
      [
        "enum": .array(NumberForm.Percent.allCases.map { .string($0.rawValue) }),
        "description":
          "Beside decimal: whether 12.5 % is 12.5 (number) or 0.125 (fraction); without it a percent sign is refused.",
      ]),
    .init(
      "boolean",
      [
        "description":
          "The words for true and false: common ones in English and Russian, or lists of them.",
        "oneOf": [
          ["const": "common"],
          [
            "type": "object", "required": ["true", "false"], "additionalProperties": false,
            "properties": ["true": words, "false": words],
          ],
        ],
      ]),
  ]

  private static let words: JSON = [
    "type": "array", "minItems": 1, "items": ["type": "string"],
  ]
}
