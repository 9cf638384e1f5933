import Postgres

/// What is asked of one project beyond its record: its plan, its figures, and one like it.
struct ProjectPlan: Sendable {
  let engine: Engine
  private static let read = Permission("projects", "read")
  private static let create = Permission("projects", "create")

  var operations: [Operation] {
    [
      Operation(
        "projects.gantt", .get, "/projects/{id}/gantt",
        Text(
          "The plan of a project with its critical path", ru: "План проекта с критическим путём"),
        access: .permission(Self.read), parameters: [.recordID],
        responses: [200: Operation.json(ProjectSchema.gantt)]
      ) { call in
        try await WorkAnswer.read("work.gantt(\(call.id()))", Self.read, call, engine)
      },
      Operation(
        "projects.figures", .get, "/projects/{id}/figures",
        Text(
          "Plan and fact of a project: tasks, hours, money",
          ru: "План и факт проекта: задачи, часы, деньги"),
        access: .permission(Self.read), parameters: [.recordID],
        responses: [200: Operation.json(ProjectSchema.figures)]
      ) { call in
        try await WorkAnswer.read("work.project_figures(\(call.id()))", Self.read, call, engine)
      },
      Operation(
        "projects.copy", .post, "/projects/{id}/copy",
        Text(
          "Make a project after this one, its dates moved to another beginning",
          ru: "Создать проект по образцу этого со сдвигом дат к новому началу"),
        access: .permission(Self.create), parameters: [.recordID, .idempotencyKey],
        request: Operation.json(ProjectSchema.copy),
        responses: [201: Operation.json(Resource.projects.schema())],
        headers: [201: ["ETag", "Location"]], answer: copy),
    ]
  }

  private func copy(_ call: Call) async throws -> Answer {
    let id = try call.id()
    var fields = Fields(try call.json(), known: ["name", "starts_on"])
    let name = fields.string("name", maximum: 300) ?? ""
    let day = fields.stringIfPresent("starts_on", maximum: 10)
    if let day, day.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) == nil {
      fields.fault("starts_on", "wrong_type", Self.dayExpected)
    }
    try fields.finish()
    let record = try RecordStatement(.projects, engine.model, id: WriteStatement.created)
    let idempotency = try Idempotency(
      call, path: "/projects/\(id)/copy", table: engine.relations.idempotency)
    let once = try await engine.door.once(
      call, idempotency, status: 201,
      keeping: RecordSource.keeping(
        .projects, Resource.projects.children, engine.model, id: WriteStatement.created)
    ) { caller, condition in
      try caller.require(Self.create)
      return [
        """
        select set_config('crm.created', coalesce(made::text, ''), true) as made
        from (select work.copy_project(\(id), \(name), \(day)::date) as made
          where \(condition)) as copying
        """
      ] + record.statements
    }
    if let error = once.passage.error { throw refusal(error) }
    if let idempotency, once.isReplayed {
      let (kept, results) = try await engine.kept(idempotency, .projects, engine.model, call)
      return try answer(once, kept, results)
    }
    return try answer(once, record, Array(once.passage.results.dropFirst()))
  }

  private func answer(
    _ once: OncePassage, _ record: RecordStatement, _ results: [Rows]
  ) throws -> Answer {
    guard let (body, etag) = record.read(results), let id = try results.first?.first?.int("id")
    else { throw Problem.notFound }
    let headers = [
      (name: "Content-Type", value: "application/json"), (name: "ETag", value: etag),
      (name: "Location", value: "\(API.root)/projects/\(id)"),
    ]
    return Answer(201, headers: headers + once.headers, body: .bytes(body))
  }

  private func refusal(_ error: DatabaseError) -> any Error {
    if error.sqlState.hasPrefix("22") {
      return Problem.validation([.init("/starts_on", "out_of_range", Self.dayExpected)])
    }
    return Problem.refused(error, .projects, engine.model, pointer: "") ?? error
  }

  private static let dayExpected = Text(
    "A day such as 2030-01-31 is expected.", ru: "Ожидается день, например 2030-01-31.")
}
