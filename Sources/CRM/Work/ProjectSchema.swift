/// What plans and figures of projects look like.
enum ProjectSchema {
  private static let number: JSON = ["type": "integer"]
  private static let day: JSON = ["type": ["string", "null"], "format": "date"]
  private static let objects: JSON = ["type": "array", "items": ["type": "object"]]

  static let gantt: JSON = [
    "type": "object",
    "required": [
      "id", "name", "starts_on", "finishes_on", "stages", "milestones", "tasks", "dependencies",
    ],
    "properties": [
      "id": number, "name": ["type": "string"], "starts_on": day, "finishes_on": day,
      "due_on": day, "stages": objects, "milestones": objects, "dependencies": objects,
      "tasks": [
        "type": "array",
        "items": [
          "type": "object", "required": ["id", "title", "days", "slack", "critical"],
          "properties": [
            "id": number, "title": ["type": "string"], "state": ["type": "string"],
            "days": ["type": "integer", "description": "How long it takes by its plan."],
            "starts_on": day, "finishes_on": day, "latest_start": day, "latest_finish": day,
            "slack": ["type": "integer", "description": "Days that it may be late."],
            "critical": ["type": "boolean", "description": "Late, it makes the project late."],
          ],
        ],
      ],
    ],
  ]

  static let figures: JSON = [
    "type": "object",
    "required": ["id", "name", "tasks", "minutes", "unpriced_minutes", "by", "money"],
    "properties": [
      "id": number, "name": ["type": "string"],
      "tasks": [
        "type": "object",
        "properties": ["all": number, "done": number, "late": number, "estimate": number],
      ],
      "minutes": ["type": "integer", "description": "That were worked."],
      "unpriced_minutes": [
        "type": "integer", "description": "Of these, without a labour rate that I may see.",
      ],
      "by": ["type": "array", "items": ["type": "object"], "description": "Who worked on what."],
      "money": [
        "type": "array",
        "items": [
          "type": "object",
          "required": ["currency", "labour", "costs", "spent", "value", "margin"],
          "properties": [
            "currency": ["type": "string"], "budget": ["type": ["string", "null"]],
            "labour": ["type": "string"], "costs": ["type": "string"], "spent": ["type": "string"],
            "left": ["type": ["string", "null"]], "value": ["type": "string"],
            "margin": ["type": "string"],
          ],
        ],
      ],
    ],
  ]

  static let copy: JSON = [
    "type": "object", "required": ["name"], "additionalProperties": false,
    "properties": [
      "name": ["type": "string", "minLength": 1, "maxLength": 300],
      "starts_on": ["type": ["string", "null"], "format": "date"],
    ],
  ]
}
