import Postgres

/// What may be done with a job over HTTP beyond reading it.
struct JobOperations: Sendable {
  let engine: Engine
  /// Whether the service is on its way out, so that streams end.
  let isEnding: @Sendable () -> Bool

  var operations: [Operation] {
    [
      JobAsking(engine: engine, forms: [BulkForm(engine: engine).form]).operation,
      ReversalAsking(engine: engine).operation,
      JobRefusals(engine: engine).operation,
      Operation(
        "jobs.cancel", .post, "/jobs/{id}/cancellation",
        Text(
          "End a job of yours; one that runs ends at its next step",
          ru: "Отменить своё задание; идущее закончится на ближайшем шаге"), access: .signedIn,
        parameters: [.recordID, .idempotencyKey], responses: [200: Operation.json(Self.schema)],
        problems: [409]
      ) { try await change($0, "cancellation", "system.cancel_job", Self.open, .jobEnded) },
      Operation(
        "jobs.retry", .post, "/jobs/{id}/retry",
        Text(
          "Let a job of yours that failed or was cancelled go on from its last checkpoint",
          ru: "Продолжить своё неудавшееся или отменённое задание с последней отметки"),
        access: .signedIn,
        parameters: [.recordID, .idempotencyKey], responses: [200: Operation.json(Self.schema)],
        problems: [409]
      ) {
        try await change($0, "retry", "system.repeat_job", ["failed", "cancelled"], .jobNotFailed)
      },
      Operation(
        "jobs.events", .get, "/jobs/{id}/events",
        Text(
          "How far a job is, told whenever that changes, until it has ended (server-sent events)",
          ru: "Ход задания: сообщается при каждом изменении до конца (server-sent events)"),
        access: .signedIn, parameters: [.recordID],
        responses: [200: ["text/event-stream": ["type": "string"]]], answer: events),
    ]
  }

  private static let schema = Resource.jobs.schema()
  private static let open: Set<String> = ["waiting", "running"]

  /// Calls the function, which answers the state that the job was in.
  private func change(
    _ call: Call, _ verb: String, _ function: String, _ from: Set<String>, _ refusal: Problem
  ) async throws -> Answer {
    let id = try call.id()
    let record = try RecordStatement(.jobs, engine.model, id: "\(id)")
    let idempotency = try Idempotency(
      call, path: "/jobs/\(id)/\(verb)", table: engine.relations.idempotency)
    let once = try await engine.door.once(call, idempotency, status: 200) { _, condition in
      [
        """
        select was, case when was is not null then set_config('crm.created', \(String(id)), true) end
        from (select \(raw: function)(\(id)) as was where \(condition)) as change
        """
      ] + record.statements
    }
    if let error = once.passage.error {
      switch error.constraint {
      case "import_running_key": throw Problem.importRunning
      case "job_schedule_key": throw Problem.scheduleWaits
      default: throw error
      }
    }
    if !once.isReplayed {
      guard let was = once.passage.results[0].string(0, 0) else { throw Problem.notFound }
      guard from.contains(was) else { throw refusal }
    }
    guard let (body, etag) = record.read(Array(once.passage.results.dropFirst())) else {
      throw Problem.notFound
    }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)] + once.headers,
      body: .bytes(body))
  }

  private func events(_ call: Call) async throws -> Answer {
    let events = JobEvents(
      door: engine.door, call: call,
      record: try RecordStatement(.jobs, engine.model, id: "\(call.id())"), isEnding: isEnding)
    try await events.begin()
    return Answer(
      200, headers: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")],
      body: .stream { try await events.next() })
  }
}

extension Problem {
  /// 409: there is nothing left to cancel.
  static var jobEnded: Problem {
    .conflict("job_ended", Text("This job has ended already.", ru: "Это задание уже закончено."))
  }

  /// 409: what a schedule asks for goes on once at a time.
  static var scheduleWaits: Problem {
    .conflict(
      "schedule_waits",
      Text(
        "The next job of this schedule waits or runs already.",
        ru: "Следующее задание этого расписания уже ждёт или выполняется."))
  }

  /// 409: only what has not come to its end by itself can be repeated.
  static var jobNotFailed: Problem {
    .conflict(
      "job_not_failed",
      Text(
        "Only a job that failed or was cancelled can go on.",
        ru: "Продолжить можно только неудавшееся или отменённое задание."))
  }
}
