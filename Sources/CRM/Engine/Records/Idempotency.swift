import Postgres

/// `Idempotency-Key`: a repeated request is answered as the first was, in the same transaction that did the work
/// (draft-ietf-httpapi-idempotency-key-header-07).
public struct Idempotency: Sendable {
  let key: String
  let method: String
  let path: String
  let body: String
  /// Columns: account_id, key, method, path, body_sha256, status, answer, created_at.
  let table: String

  /// Nil when the client sent no key.
  ///
  /// - Parameters:
  ///   - secret: Keeps the digest of a body with a password from being guessed at by who reads the table.
  ///   - isDemanded: Whether there is no doing it without one.
  /// - Throws: a 400 for a key that is demanded and missing, empty, too long or not printable.
  init?(
    _ call: Call, path: String, table: String, secret: [UInt8]? = nil, isDemanded: Bool = false
  ) throws {
    guard let sent = call.headers["idempotency-key"] else {
      if isDemanded { throw Problem.idempotencyRequired }
      return nil
    }
    let key =
      sent.hasPrefix("\"") && sent.hasSuffix("\"") && sent.count > 1
      ? String(sent.dropFirst().dropLast()) : sent
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else {
      throw Problem.malformed(
        "malformed_idempotency_key",
        Text(
          "An Idempotency-Key has 1 to 255 printable ASCII characters.",
          ru: "Idempotency-Key: от 1 до 255 печатных символов ASCII."), field: "Idempotency-Key")
    }
    self.key = key
    self.path = path
    self.table = table
    method = call.method.rawValue
    let bytes = Array(call.body.readableBytesView)
    body =
      secret.map { Digest.hex(Digest.code(of: bytes, secret: $0)) } ?? Digest.sha256(bytes)
  }

  /// Whether the work is to be done: nobody else holds the key and it has no answer yet.
  static let condition: SQL = "current_setting('crm.go', true) = 'true'"

  /// Stand before the work: take the key, forget old answers, look for one.
  func before(_ caller: Caller) -> [SQL] {
    [
      "select set_config('crm.lock', pg_try_advisory_xact_lock(hashtextextended(\(key), \(caller.account)))::text, true)",
      """
      delete from \(identifier: table)
      where account_id = \(caller.account) and key = \(key) and created_at < now() - interval '48 hours'
      """,
      """
      select set_config('crm.go', (current_setting('crm.lock') = 'true' and i.key is null)::text, true) as go,
        current_setting('crm.lock') as locked, i.method, i.path, i.body_sha256
      from (select 1) as one
      left join \(identifier: table) as i on i.account_id = \(caller.account) and i.key = \(key)
      """,
    ]
  }

  /// How many statements ``before(_:)`` has.
  static let steps = 3

  /// Stands behind the work: keeps the answer, if it has made or changed a record.
  fileprivate func after(status: Int, keeping answer: SQL) -> SQL {
    """
    insert into \(identifier: table) (key, method, path, body_sha256, status, answer)
    select \(key), \(method), \(path), \(body), \(status), \(answer)
    where \(Self.condition) and \(WriteStatement.created) is not null
    """
  }

  /// Keeps the answer of work that was done in several round trips, its bytes as they are.
  func keeping(_ answer: JSON, status: Int) -> SQL {
    """
    insert into \(identifier: table) (key, method, path, body_sha256, status, answer)
    values (\(key), \(method), \(path), \(body), \(status), to_jsonb(\(answer.text)::text))
    """
  }

  /// The answer that was kept, an expression of type jsonb.
  var kept: SQL {
    """
    (select answer from \(identifier: table)
      where account_id = nullif(current_setting('crm.account', true), '')::bigint and key = \(key))
    """
  }

  /// Whether this is a repetition.
  ///
  /// - Throws: a 409 while the first is in flight, a 422 when the key came with another request.
  func replayed(_ rows: Rows) throws -> Bool {
    guard let row = rows.first else { return false }
    guard try row.string("locked") == "true" else {
      throw Problem.conflict(
        "idempotency_in_flight",
        Text(
          "The first request with this key is still at work: try again.",
          ru: "Первый запрос с этим ключом ещё выполняется: повторите."))
    }
    guard try row.string("go") == "false" else { return false }
    let same =
      try row.string("method") == method && row.string("path") == path
      && row.string("body_sha256") == body
    guard same else {
      throw Problem(
        422, "idempotency_mismatch", Text("The key was used before", ru: "Ключ уже использован"),
        detail: Text(
          "This Idempotency-Key came with another request: use a new one.",
          ru: "Этот Idempotency-Key уже пришёл с другим запросом: возьмите новый."))
    }
    return true
  }
}

extension Idempotency {
  /// The answer of the first request with the key, which ``keeping(_:status:)`` has kept; nil where this is the first.
  ///
  /// - Throws: what ``replayed(_:)`` throws.
  func answer(_ caller: Caller, _ transaction: Transaction) async throws -> JSON? {
    let results = try await transaction.batch(before(caller))
    guard try replayed(results[Self.steps - 1]) else { return nil }
    let row = try await transaction.rows("select \(kept) #>> '{}' as answer").single
    return try JSONParser.parse(Array(try row.string("answer").utf8))
  }
}

/// What came of a POST that is done once for its key.
struct OncePassage: Sendable {
  /// Of the work's own statements.
  let passage: Passage
  /// Whether nothing was done, because the first request with the key has done it.
  let isReplayed: Bool

  /// Says in the answer that it repeats another.
  var headers: [(name: String, value: String)] {
    isReplayed ? [("Idempotency-Replayed", "true")] : []
  }
}

extension Door {
  /// Passes with the statements of a POST, whose effect there is once for each key.
  ///
  /// - Parameters:
  ///   - status: Of the answer.
  ///   - answer: What the answer is made of, an expression of type jsonb that the work's transaction evaluates last.
  ///   - deadline: How long all of it may take; nil for as long as a request's.
  ///   - work: Is told the condition under which a statement may change anything. What it has made or
  ///     changed it keeps by ``WriteStatement/returningCreated``; without that nothing counts as done.
  func once(
    _ call: Call, _ idempotency: Idempotency?, status: Int, keeping answer: SQL = "null",
    deadline: Duration? = nil, _ work: @Sendable (Caller, SQL) throws -> [SQL]
  ) async throws -> OncePassage {
    guard let idempotency else {
      let passage = try await pass(call, lane: .general, deadline: deadline) {
        try work($0, "true")
      }
      return OncePassage(passage: passage, isReplayed: false)
    }
    let passage = try await pass(call, lane: .general, deadline: deadline) { caller in
      idempotency.before(caller) + (try work(caller, Idempotency.condition))
        + [idempotency.after(status: status, keeping: answer)]
    }
    guard passage.results.count >= Idempotency.steps else {
      throw passage.error ?? Problem.internalError as any Error
    }
    let first = passage.results[Idempotency.steps - 1]
    let isReplayed = try idempotency.replayed(first)
    var error = passage.error
    if let statement = error?.statement { error?.statement = statement - Idempotency.steps }
    let results = passage.results.dropFirst(Idempotency.steps)
    return OncePassage(
      passage: Passage(
        caller: passage.caller,
        results: Array(passage.error == nil ? results.dropLast() : results), error: error),
      isReplayed: isReplayed)
  }
}

extension Engine {
  /// The record of an answer that was kept, and what its statements answer.
  func kept(
    _ idempotency: Idempotency, _ resource: Resource, _ model: Model, _ call: Call
  ) async throws -> (RecordStatement, [Rows]) {
    let record = try RecordStatement(resource, model, kept: idempotency.kept)
    let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in
      record.statements
    }
    if let error = passage.error { throw error }
    return (record, passage.results)
  }
}

extension Problem {
  /// 400: who does not know whether the first request arrived could not send it again.
  fileprivate static var idempotencyRequired: Problem {
    let detail = Text(
      "Money moves here: send an Idempotency-Key, such as a new UUID, and the same one when you send it again.",
      ru:
        "Здесь движутся деньги: пришлите Idempotency-Key, например новый UUID, и тот же самый при повторе."
    )
    return Problem(
      400, "idempotency_key_required", Text("The key is missing", ru: "Нет ключа"), detail: detail,
      errors: [.init("Idempotency-Key", "required", detail)])
  }

  /// 400: the answer holds a secret that nobody keeps, so there is none to repeat.
  static var idempotencyNotSupported: Problem {
    malformed(
      "idempotency_not_supported",
      Text(
        "The answer holds a secret that is not kept, so it cannot be repeated: leave out Idempotency-Key.",
        ru:
          "В ответе секрет, который не хранится, поэтому повторить его нельзя: уберите Idempotency-Key."
      ), field: "Idempotency-Key")
  }
}
