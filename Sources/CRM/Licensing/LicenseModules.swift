import License
import Postgres

/// The modules that this enterprise does without.
extension LicenseOperations {
  /// `PUT /license/modules`: those that are switched off from now on, all the others on as far as they are bought.
  var modules: Operation {
    Operation(
      "license.modules", .put, "/license/modules",
      Text("Switch modules off that nobody wants here", ru: "Выключить ненужные модули"),
      access: .permission(Self.manage), request: Operation.json(Self.switchedOff),
      responses: [200: Operation.json(Self.status)]
    ) { call in
      try await admit(call)
      var fields = Fields(try call.json(), known: ["switched_off"])
      let names = fields.stringsIfPresent("switched_off")
      if names == nil {
        fields.fault("switched_off", "required", LicenseRefusals.modules)
      }
      try fields.finish()
      return try await status(
        call, Self.manage, before: "select licensing.switch_off(\(names ?? []))")
    }
  }

  /// The tables of `resources` whose module is off, as the database says.
  ///
  /// - Throws: `DatabaseError` or `ClientError`.
  static func absent(_ resources: [Resource], _ client: Client) async throws -> Set<String> {
    let rows = try await client.rows(
      "select unnest(licensing.absent(\(resources.map(\.table)))) as name")
    return Set(try rows.map { try $0.string("name") })
  }

  private static let switchedOff: JSON = [
    "type": "object", "required": ["switched_off"], "additionalProperties": false,
    "properties": [
      "switched_off": [
        "type": "array", "maxItems": 20, "uniqueItems": true,
        "items": [
          "type": "string",
          "enum": .array(Feature.allCases.map { .string($0.rawValue) }),
        ],
      ]
    ],
  ]
}
