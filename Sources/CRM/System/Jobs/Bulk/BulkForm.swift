import Postgres

/// `{"kind": "bulk"}`: one change of many records, chosen when it is asked for.
struct BulkForm: Sendable {
  let engine: Engine

  var form: JobForm { JobForm(kind: BulkJob.name, schema: Self.schema, order: order) }

  private func order(_ input: JSON, _ call: Call) async throws -> JobOrder {
    var faults = Faults()
    let task = try BulkTask.read(input, engine.model, &faults)
    let mode = task?.mode ?? input["mode"]?.string.flatMap { .init(rawValue: $0) } ?? .atomic
    let selection = try await BulkSelection.read(input, task, mode, engine, call, &faults)
    try faults.finish()
    guard let task, let selection else { throw Problem.internalError }
    return JobOrder(
      kind: BulkJob.name, input: .object((input.object ?? []).filter { $0.name != "ids" }),
      total: selection.expected
    ) { caller, transaction, job in
      try caller.require(reading: task.resource)
      try caller.require(Permission(task.resource.key, task.kind.action))
      let statement = try selection.statement(task, engine.model, caller)
      let found = try await transaction.execute(
        """
        insert into system.job_record (job_id, n, record_id, version)
        select \(job), c.n, c.id, c.version from (\(statement)) as c
        """)
      guard found == selection.expected else { throw Problem.countDiffers(found) }
    }
  }

  private static let schema: JSON = [
    "type": "object", "required": ["resource", "op", "expected_count"],
    "additionalProperties": false,
    "description":
      "Which records is said by filter, q and view, as in a list without pages, or by ids.",
    "properties": [
      "resource": ["type": "string", "description": "The name of a resource."],
      "op": ["enum": ["update", "delete", "restore"]],
      "data": [
        "type": "object",
        "description": "For update: the fields to write, as PATCH takes them, without lists.",
      ],
      "filter": ["$ref": "#/components/schemas/FilterNode"],
      "q": ["type": "string", "minLength": 1],
      "view": ["type": "integer", "description": "The number of a saved view of a list."],
      "ids": [
        "type": "array", "minItems": 1, "maxItems": .number("\(BulkSelection.maximumIDs)"),
        "items": ["type": "integer", "minimum": 1],
      ],
      "expected_count": [
        "type": "integer", "minimum": 1,
        "maximum": .number("\(BulkSelection.maximum(.each))"),
        "description": .string(
          "How many records the client has counted; 409 count_differs where there are others. With mode atomic at most \(BulkSelection.maximum(.atomic))."
        ),
      ],
      "mode": [
        "enum": ["atomic", "each"], "default": "atomic",
        "description":
          "atomic: all or none. each: what can be done is done, and GET /jobs/{id}/refusals tells of the rest.",
      ],
    ],
  ]
}

extension Problem {
  /// 409: there are more or fewer records than the client has counted.
  static func countDiffers(_ count: Int) -> Problem {
    var problem = conflict(
      "count_differs",
      Text(
        "There are \(count) such records now, not as many as expected_count says: look again.",
        ru: "Таких записей сейчас \(count), а не столько, сколько в expected_count: проверьте."))
    problem.members = [.init("count", .number("\(count)"))]
    return problem
  }
}
