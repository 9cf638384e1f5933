/// What the operations of the licence take and answer.
extension LicenseOperations {
  private static let instant: JSON = ["type": ["string", "null"], "format": "date-time"]
  private static let grant: JSON = ["type": ["object", "null"]]
  static let status: JSON = [
    "type": "object", "required": ["mode", "since", "reasons", "edition", "seats", "instance"],
    "properties": [
      "mode": ["type": "string", "enum": ["FREE", "FULL", "WARN", "CAPPED", "READ_ONLY"]],
      "since": instant, "day": ["type": "string", "format": "date"],
      "reasons": [
        "type": "array",
        "items": [
          "type": "object", "required": ["code", "detail"],
          "properties": [
            "code": ["type": "string"], "day": ["type": "string", "format": "date"],
            "detail": ["type": "string"],
          ],
        ],
      ],
      "edition": ["type": "string"], "license": grant, "waiting": grant,
      "seats": [
        "type": "object",
        "properties": [
          "count": ["type": "integer"], "held": ["type": "integer"], "over_since": instant,
          "lease_minutes": ["type": "integer"],
        ],
      ],
      "service_accounts": ["type": "integer"],
      "switched_off": ["type": "array", "items": ["type": "string"]],
      "instance": ["type": "object"], "revocations": ["type": ["integer", "null"]],
    ],
  ]

  static let claim: JSON = [
    "type": "object", "required": ["as"], "additionalProperties": false,
    "properties": ["as": ["type": "string", "enum": ["moved", "test"]]],
  ]

  static let lease: JSON = [
    "type": "object", "required": ["minutes"], "additionalProperties": false,
    "properties": ["minutes": ["type": "integer", "minimum": 10, "maximum": 240]],
  ]

  static let released: JSON = [
    "type": "object", "required": ["account_id", "free_at"],
    "properties": [
      "account_id": ["type": "integer"], "free_at": ["type": "string", "format": "date-time"],
    ],
  ]

  static let holders: JSON = [
    "type": "object", "required": ["data"],
    "properties": [
      "data": [
        "type": "array",
        "items": [
          "type": "object", "required": ["account_id", "login", "name", "slot", "lease_until"],
          "properties": [
            "account_id": ["type": "integer"], "login": ["type": "string"],
            "name": ["type": "string"], "slot": ["type": "integer"],
            "taken_at": ["type": "string", "format": "date-time"],
            "lease_until": ["type": "string", "format": "date-time"],
            "noticed": ["type": "boolean"],
          ],
        ],
      ]
    ],
  ]
}
