import Postgres

/// `Idempotency-Key`: a repeated request is answered as the first was, in the same transaction that did the work
/// (draft-ietf-httpapi-idempotency-key-header-07).
public struct Idempotency: Sendable {
  let key: String
  let method: String
  let path: String
  let body: String
  /// Columns: account_id, key, method, path, body_sha256, status, resource, record_id, answer, created_at.
  let table: String

  /// Nil when the client sent no key.
  ///
  /// - Throws: a 400 for a key that is empty, too long or not printable.
  init?(_ call: Call, path: String, table: String) throws {
    guard let sent = call.headers["idempotency-key"] else { return nil }
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
    body = Digest.sha256(call.body.readableBytesView)
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
        set_config('crm.created', coalesce(i.record_id::text, ''), true) as record,
        current_setting('crm.lock') as locked, i.method, i.path, i.body_sha256, i.status
      from (select 1) as one
      left join \(identifier: table) as i on i.account_id = \(caller.account) and i.key = \(key)
      """,
    ]
  }

  /// How many statements ``before(_:)`` has.
  static let steps = 3

  /// Stands behind the work: keeps which record it made.
  func after(_ resource: Resource, status: Int) -> SQL {
    """
    insert into \(identifier: table) (key, method, path, body_sha256, status, resource, record_id)
    select \(key), \(method), \(path), \(body), \(status), \(resource.name), \(WriteStatement.created)
    where \(Self.condition)
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
