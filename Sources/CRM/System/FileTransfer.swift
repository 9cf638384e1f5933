import Foundation
import Postgres

/// Imports and exports of a file from the machine, as an account, by the same engine and rights as over HTTP.
public struct FileTransfer: Sendable {
  let service: Client
  private let migrator: Client
  private let requestID: String?

  /// - Parameters:
  ///   - service: Connected as `crm_service`; all the work runs on it.
  ///   - migrator: Connected as `crm_migrator`; opens and ends the session.
  ///   - requestID: What the audit keeps with every change, a new one for each file unless it is given.
  public init(service: Client, migrator: Client, requestID: String? = nil) {
    self.service = service
    self.migrator = migrator
    self.requestID = requestID
  }

  /// Loads a file by its mapping.
  ///
  /// - Parameters:
  ///   - resource: The resource that the mapping must be for.
  ///   - login: The account that it is loaded as.
  ///   - dryRun: Nothing stays.
  ///   - refusals: Takes the rows that are refused, as CSV with their reason.
  ///   - progress: Is told the counts behind every chunk.
  /// - Throws: ``Problem`` for a mapping or file that cannot be used.
  public func load(
    _ file: String, into resource: String, mapping: String, as login: String, dryRun: Bool,
    refusals: FileHandle?,
    progress: @escaping @Sendable (ImportReport) -> Void
  ) async throws -> ImportReport {
    let json = try Self.json(mapping)
    let content = try Spool(reading: file)
    return try await withSession(login) { engine, call in
      _ = try Self.find(resource, engine)
      let run = ImportRun(engine: engine, call: call)
      let (_, plan) = try await run.plan(json)
      guard plan.resource.name == resource else { throw Self.otherResource(plan.resource.name) }
      let (opened, _) = try await ImportJournal.open(
        engine.door, call, engine.relations, resource: plan.resource.name, mapping: json,
        dryRun: dryRun)
      let id = try opened.single.int("id")
      let journal = ImportJournal(
        door: engine.door, call: call, relations: engine.relations, id: id)
      let told = try await journal.begin()
      let report = try await journal.alive {
        try await run.run(told, content, journal: journal, watch: progress)
      }
      try await journal.end("done", fault: nil)
      if let refusals {
        try await write(refusals, engine, call, id)
      }
      return report
    }
  }

  private func write(
    _ output: FileHandle, _ engine: Engine, _ call: Call, _ id: Int
  ) async throws {
    let again = Call(
      method: .get, path: ["id": String(id)], headers: ["accept": "text/csv"],
      tokenHash: call.tokenHash, requestID: call.requestID, language: call.language)
    let answer = try await ImportRefusals(engine: engine).answer(again)
    try await Self.pour(answer, into: output)
    try output.close()
  }

  /// Writes what is streamed, piece by piece.
  private static func pour(_ answer: Answer, into output: FileHandle) async throws {
    guard case .stream(let next) = answer.body else { throw Problem.internalError }
    while let piece = try await next() {
      try output.write(contentsOf: Data(piece.readableBytesView))
    }
  }

  private static func find(_ name: String, _ engine: Engine) throws -> Resource {
    if let resource = engine.model.resource(name) { return resource }
    throw Problem(
      404, "unknown_resource", Text("Unknown resource", ru: "Нет такого ресурса"),
      detail: engine.model.unknown(resource: name))
  }

  private static func otherResource(_ name: String) -> Problem {
    .validation([
      .init(
        "/resource", "other_resource",
        Text("The mapping is for \(name).", ru: "Это сопоставление для \(name)."))
    ])
  }

  private static func json(_ file: String) throws -> JSON {
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    do {
      return try JSONParser.parse(Array(data))
    } catch let failure as JSONParser.Failure {
      throw Problem.file(
        Text(
          "\(file), byte \(failure.offset): \(failure.reason.en)",
          ru: "\(file), байт \(failure.offset): \(failure.reason.ru)"))
    }
  }

  /// The form of a file that is written.
  public enum Format: String, Sendable, CaseIterable {
    case csv, xlsx
  }

  /// Writes a list.
  ///
  /// - Parameter query: As in the URL of the list: filters, sort, fields.
  /// - Throws: ``Problem`` for a query that cannot be asked.
  public func export(
    _ resource: String, query: [(name: String, value: String)], as login: String,
    _ format: Format = .csv, to output: FileHandle
  ) async throws {
    try await withSession(login) { engine, call in
      let resource = try Self.find(resource, engine)
      let asked = Call(
        method: .get, query: query, tokenHash: call.tokenHash, requestID: call.requestID)
      let answer = try await Export(engine: engine, resource: resource)
        .answer(asked, format == .csv ? .csv(CSVForm()) : .xlsx)
      try await Self.pour(answer, into: output)
    }
  }

  /// Runs the work in a session of the account, which ends with it; as a job's, since who has the migrator's log-in
  /// and no window sits at no workplace.
  func withSession<Value: Sendable>(
    _ login: String, _ body: (Engine, Call) async throws -> Value
  ) async throws -> Value {
    let token = Token()
    let hash = Digest.hex(token.hash)
    try await asOwner(
      """
      select access.open(a.id, \(token.hash), 'job', 'crm', null, now() + interval '1 day', 'local', 'crm')
      from access.account as a where a.login_key = lower(\(login))
      """, missing: login)
    let (engine, _) = try await CRM.engine(service, secret: token.hash)
    let call = Call(method: .post, tokenHash: hash, requestID: requestID ?? RequestName.choose(nil))
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await body(engine, call)) } catch { outcome = .failure(error) }
    // Where that fails it ends by itself within a day; what the work came to is not to be lost for that.
    try? await asOwner("delete from access.session where token_hash = \(token.hash)", missing: nil)
    return try outcome.get()
  }

  private func asOwner(_ sql: SQL, missing login: String?) async throws {
    try await migrator.transaction { transaction in
      try await transaction.execute("set local role crm_owner")
      let rows = try await transaction.rows(sql)
      guard let login else { return }
      guard rows.count == 1 else { throw AccountRegister.Failure.unknownLogin(login) }
    }
  }
}
