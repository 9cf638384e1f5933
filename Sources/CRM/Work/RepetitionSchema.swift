/// How meetings that come again are asked for and told of.
enum RepetitionSchema {
  static let request: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "rule": [
        "type": ["string", "null"], "maxLength": 1000,
        "description":
          "An RRULE of RFC 5545 on the clocks of the meeting; none to go on by the one that it has.",
      ],
      "omitted": [
        "type": ["array", "null"], "items": ["type": "string"],
        "description": "Times left out, on the clocks of the meeting, such as 20300131T090000.",
      ],
    ],
  ]

  static let answer: JSON = [
    "type": "object", "required": ["meeting_rule_id", "meetings", "until", "more"],
    "properties": [
      "meeting_rule_id": ["type": "integer"],
      "meetings": ["type": "integer", "description": "How many were made, at most 500."],
      "until": [
        "type": "string", "format": "date-time", "description": "The time of the last of all.",
      ],
      "more": [
        "type": "boolean",
        "description":
          "The rule goes on behind that; two years are made at once. Ask again without a rule for the next.",
      ],
    ],
  ]

  static let ended: JSON = [
    "type": "object", "required": ["cancelled", "left"],
    "properties": [
      "cancelled": ["type": "integer", "description": "How many meetings were cancelled."],
      "left": ["type": "integer", "description": "How many were not, which I may not change."],
    ],
  ]
}
