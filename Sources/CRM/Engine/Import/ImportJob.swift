import Postgres

/// Loads a file behind its request, as the account that sent it.
struct ImportJob: Sendable {
  /// The engine as the database is now.
  let engine: @Sendable () throws -> Engine

  /// The name of the kind, by which the database lets an import follow its job.
  static let name = "import"

  /// Few run at once, since each has a connection of its own.
  var kind: JobKind {
    JobKind(Self.name, most: 4) { job in try await run(job) }
  }

  private func run(_ job: Job) async throws -> JSON {
    let engine = try engine()
    let call = try await job.call()
    let journal = ImportJournal(
      door: engine.door, call: call, relations: engine.relations, id: job.input["import"]?.int ?? 0)
    let (told, file) = try await journal.take(job)
    let content = try await engine.copy(of: file, call)
    let report = try await ImportRun(engine: engine, call: call)
      .run(told, content, journal: journal, job: job)
    return .object(report.members)
  }
}

extension Engine {
  /// A file that is kept, as a temporary one, which can be read anywhere and more than once.
  ///
  /// - Throws: a 404 for one that the caller may not see.
  func copy(of file: Int, _ call: Call) async throws -> Spool {
    guard let contents else { throw Problem.internalError }
    let stored = try await contents.open(file, from: 0, for: call)
    guard stored.size <= ImportOperations.maximumFile else {
      throw Problem.tooLarge(ImportOperations.maximumFile)
    }
    let spool = try Spool()
    var size = 0
    for try await piece in stored.pieces {
      try await spool.write(piece, at: size)
      size += piece.readableBytes
    }
    guard size == stored.size else { throw Problem.internalError }
    return spool
  }
}

extension ImportJournal {
  /// What a job is to load.
  ///
  /// - Throws: a 404 where there is no such import, or its file is gone; a 409 for one that was given up before.
  func take(_ job: Job) async throws -> (told: Told, file: Int) {
    let rows = try await run([
      """
      select mapping::text as mapping, dry_run, file_id, state = 'running' as goes_on from \(identifier: relations.imports)
      where id = \(id) and job_id = \(job.id)
      """
    ])[0]
    guard let row = rows.first, let file = try row.intIfPresent("file_id") else {
      throw Problem.notFound
    }
    guard try row.bool("goes_on") else { throw Problem.importEnded }
    return (try Told(row), file)
  }

  /// Leaves the rest to a job.
  ///
  /// - Parameters:
  ///   - id: The import's, a bind or an expression.
  ///   - condition: Nothing is done where it does not hold.
  static func enqueue(
    _ file: Int, _ id: SQL, _ relations: Relations, if condition: SQL = "true"
  ) -> SQL {
    """
    with job as (
      insert into \(identifier: relations.jobs) (kind, input)
      select \(ImportJob.name), jsonb_build_object('import', \(id)) where \(condition) returning id
    )
    update \(identifier: relations.imports) as i
    set state = 'running', job_id = job.id, file_id = \(file) from job where i.id = \(id)
    """
  }
}
