import Postgres

/// The database's record of an import: how far it is, and the rows that were refused.
struct ImportJournal: Sendable {
  let door: any Door
  let call: Call
  let relations: Relations
  let id: Int

  /// - Returns: a new import that waits for its file, as ``ImportRecord`` writes it, and headers of the answer.
  ///
  /// - Parameter file: What is loaded, by a job; nil where it is still to be sent.
  static func open(
    _ door: any Door, _ call: Call, _ relations: Relations, resource: String, mapping: JSON,
    dryRun: Bool, file: Int? = nil
  ) async throws -> (import: Rows, headers: [(name: String, value: String)]) {
    let idempotency = try Idempotency(call, path: "/imports", table: relations.idempotency)
    let id = WriteStatement.created
    let whole: SQL =
      "(select to_jsonb(i) from \(identifier: relations.imports) as i where id = \(id))"
    let once = try await door.once(call, idempotency, status: 201, keeping: whole) { _, condition in
      [
        """
        insert into \(identifier: relations.imports) (resource, mapping, dry_run)
        select \(resource), \(Bind(text: mapping.text, type: 3802)), \(dryRun)
        where \(condition)\(WriteStatement.returningCreated)
        """,
        file.map { enqueue($0, id, relations, if: condition) } ?? "select",
        "\(ImportRecord.select(relations, call.language)) where id = \(id)",
      ]
    }
    if let error = once.passage.error {
      throw error.constraint == "import_running_key" ? Problem.importRunning : error
    }
    guard let idempotency, once.isReplayed else { return (once.passage.results[2], once.headers) }
    let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in
      [ImportRecord.select(relations, call.language, kept: idempotency.kept)]
    }
    if let error = passage.error { throw error }
    return (passage.results[0], once.headers)
  }

  /// What was announced.
  struct Told: Sendable {
    let mapping: JSON
    /// Whether nothing shall be kept.
    let dryRun: Bool

    init(_ row: Row) throws {
      mapping = try JSONParser.parse(Array(try row.string("mapping").utf8))
      dryRun = try row.bool("dry_run")
    }
  }

  /// Begins the only import of the account that runs; one that a dead service has left behind is ended.
  ///
  /// - Throws: a 409 while an import of the account runs, or for one that has ended; a 404 where there is none.
  func begin() async throws -> Told {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { caller in
      [
        """
        update \(identifier: relations.imports)
        set state = 'failed', fault_en = \(ImportRecord.interrupted.en),
          fault_ru = \(ImportRecord.interrupted.ru)
        where account_id = \(caller.account) and \(ImportRecord.dead)
        """,
        """
        update \(identifier: relations.imports) set state = 'running', alive_at = now()
        where id = \(id) and state = 'waiting' returning mapping::text as mapping, dry_run
        """,
        """
        select state from \(identifier: relations.imports)
        where id = \(id) and account_id = \(caller.account)
        """,
      ]
    }
    if let error = passage.error {
      throw error.constraint == "import_running_key" ? Problem.importRunning : error
    }
    guard let row = passage.results[1].first else {
      guard let state = try passage.results[2].first?.string("state") else {
        throw Problem.notFound
      }
      throw state == "running" ? Problem.importRunning : Problem.importEnded
    }
    return try Told(row)
  }

  /// Leaves the rest to a job.
  func enqueue(_ file: Int) async throws {
    _ = try await run([Self.enqueue(file, "\(id)", relations)])
  }

  /// Does something while it gives signs of life; when that fails, the import has failed, unless a job has it by then.
  func alive<Value>(_ work: () async throws -> Value) async throws -> Value {
    let pulse = Task { try await beat() }
    defer { pulse.cancel() }
    do {
      return try await work()
    } catch {
      let fault =
        (error as? Problem)?.detail ?? Text("An internal error.", ru: "Внутренняя ошибка.")
      try await end("failed", fault: fault)
      throw error
    }
  }

  /// Gives signs of life until it is cancelled.
  private func beat() async throws {
    while true {
      try await Task.sleep(for: .seconds(ImportRecord.patience / 6))
      // One that fails is made up for by the next.
      _ = try? await run([
        "update \(identifier: relations.imports) set alive_at = now() where id = \(id)"
      ])
    }
  }

  /// Keeps what the columns of the file are called.
  func tell(header names: [String]) async throws {
    _ = try await run([
      "update \(identifier: relations.imports) set header = \(names) where id = \(id)"
    ])
  }

  func tell(_ step: ImportStep) async throws { _ = try await run(telling(step)) }

  /// What keeps the counts, and the rows that were refused.
  func telling(_ step: ImportStep) -> [SQL] {
    let report = step.report
    let counts: SQL = """
      update \(identifier: relations.imports) set read = \(report.read), created = \(report.created),
        updated = \(report.updated), unchanged = \(report.unchanged), skipped = \(report.skipped),
        refused = \(report.refused)
      where id = \(id)
      """
    return [counts]
      + step.refusals.map { refusal -> SQL in
        """
        insert into \(identifier: relations.importRefusals) (import_id, line, cells, reason_en, reason_ru)
        values (\(id), \(refusal.line), \(refusal.cells), \(refusal.reason.en), \(refusal.reason.ru))
        """
      }
  }

  /// Forgets what a try before has told, which left nothing else.
  func forget() async throws {
    _ = try await run(
      ["delete from \(identifier: relations.importRefusals) where import_id = \(id)"]
        + telling(ImportStep(report: ImportReport(), refusals: [])))
  }

  /// Ends an import that no job has; what a job has ends with it. Also writes when the request has been cancelled.
  func end(_ state: String, fault: Text?) async throws {
    try await Task {
      _ = try await run([
        """
        update \(identifier: relations.imports)
        set state = \(state), fault_en = \(fault?.en), fault_ru = \(fault?.ru)
        where id = \(id) and job_id is null
        """
      ])
    }.value
  }

  func run(_ statements: [SQL]) async throws -> [Rows] {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in statements }
    if let error = passage.error { throw error }
    return passage.results
  }
}

extension Problem {
  /// 409: an account loads one file at a time.
  static var importRunning: Problem {
    .conflict(
      "import_running",
      Text(
        "An import of yours is running: wait for its end.",
        ru: "У вас уже идёт импорт: дождитесь его окончания."))
  }

  /// 409: an import takes one file and no other.
  static var importEnded: Problem {
    .conflict(
      "import_ended",
      Text(
        "This import has ended: announce another one with POST \(API.root)/imports.",
        ru: "Этот импорт закончен: объявите новый через POST \(API.root)/imports."))
  }
}
