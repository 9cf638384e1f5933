import Postgres

/// `POST /jobs/{id}/reversal`: what a job has changed is brought back, by a job of its own.
struct ReversalAsking: Sendable {
  let engine: Engine

  var operation: Operation {
    Operation(
      "jobs.reverse", .post, "/jobs/{id}/reversal",
      Text(
        "Undo what a job has changed, as far as nobody has changed it since",
        ru: "Отменить сделанное заданием, если с тех пор этого никто не менял"),
      access: .signedIn, parameters: [.recordID, .idempotencyKey],
      request: ["application/json": Self.schema],
      responses: [202: Operation.json(Resource.jobs.schema())], headers: [202: ["Location"]],
      answer: answer
    ).withBody(demanded: false)
  }

  private static let schema: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "dry_run": [
        "type": "boolean", "default": false,
        "description": "Everything is tried and told, nothing is kept.",
      ]
    ],
  ]

  private func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    var fields = Fields(
      call.body.readableBytes == 0 ? [:] : try call.json(), known: ["dry_run"])
    let dryRun = fields.boolIfPresent("dry_run") ?? false
    try fields.finish()
    let order = JobOrder(
      kind: ReversalJob.name, input: ["job": .number("\(id)"), "dry_run": .bool(dryRun)]
    ) { _, transaction, _ in
      let rows = try await transaction.rows("select system.reversible_job(\(id)) as state")
      guard let state = try rows.single.stringIfPresent("state") else { throw Problem.notFound }
      guard state == "ended" else { throw Problem.jobOpen }
    }
    return try await order.answer(call, path: "/jobs/\(id)/reversal", engine)
  }
}

extension Problem {
  /// 409: what still goes on cannot be undone.
  static var jobOpen: Problem {
    .conflict(
      "job_open",
      Text(
        "The job has not ended: wait, or cancel it first.",
        ru: "Задание ещё не закончено: дождитесь конца или сначала отмените его."))
  }
}
