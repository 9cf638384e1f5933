import Postgres
import Support

/// Two departments with three people, and what each of them does as the service's log-in.
struct Office {
  /// An account with its department, by the order in which ``make(_:)`` enters them.
  struct Person {
    let account: Int
    let department: Int
  }

  static let anna = Person(account: 1, department: 1)
  static let boris = Person(account: 2, department: 1)
  static let vera = Person(account: 3, department: 2)

  let client: Client

  /// Departments and people, as only the owner of the tables can enter them.
  static let people = """
    insert into access.department (name) values ('Sales'), ('Purchasing');
    insert into access.account (login, name, department_id)
    values ('anna', 'Anna', 1), ('boris', 'Boris', 1), ('vera', 'Vera', 2);
    """

  /// Signs the people in and enters the countries that they speak of.
  static func open(_ database: TestDatabase) async throws {
    try await withClient(database.migration) { arranger in
      _ = try await arranger.batch([
        // What somebody may is said with each statement; here is only that he has signed in, his number his token.
        """
        insert into access.session (token_hash, account_id, expires_at, context_until, department, team, below,
          may_read, may_create, may_update, may_delete, may_act, seat_until)
        select sha256(id::text::bytea), id, now() + interval '1 hour', now() + interval '1 hour', '{}', '{}',
          '{}', '', '', '', '', '', 'infinity'
        from access.account
        """,
        "insert into system.country (code, name_en, name_ru) values ('RU', 'Russia', 'Россия') on conflict do nothing",
        "insert into system.country (code, name_en, name_ru) values ('DE', 'Germany', 'Германия') on conflict do nothing",
      ])
    }
  }

  /// Runs statements as a person whose every right has this scope; level 1 own … 5 all.
  @discardableResult
  func work(_ person: Person, level: Int = 5, _ statements: SQL...) async throws -> Rows {
    let resources = [
      "parties", "contacts", "channels", "addresses", "relations", "party_tags", "bank_accounts",
      "interactions", "interaction_participants", "party_groups", "tags",
    ]
    let rights = " " + resources.map { "\($0)=\(level) " }.joined()
    let enter: SQL = """
      select set_config('crm.account', \(String(person.account)), true),
        set_config('crm.token', encode(sha256(\(Array(String(person.account).utf8))), 'hex'), true),
        set_config('crm.team', \("{\(person.account)}"), true),
        set_config('crm.department', \("{\(person.department)}"), true),
        set_config('crm.below', \("{\(person.department)}"), true),
        set_config('crm.read', \(rights), true), set_config('crm.create', \(rights), true),
        set_config('crm.update', \(rights), true), set_config('crm.delete', \(rights), true)
      """
    return try await client.batch([enter] + statements)[statements.count]
  }

  /// The constraint that refuses the statements, or nil when none does.
  func refusal(_ person: Person, level: Int = 5, _ statement: SQL) async throws -> String? {
    do {
      try await work(person, level: level, statement)
      return nil
    } catch let error as DatabaseError {
      return error.constraint ?? error.sqlState
    }
  }

  /// The text in the first cell of the last answer.
  func text(_ person: Person, level: Int = 5, _ question: SQL) async throws -> String? {
    try await work(person, level: level, question).string(0, 0)
  }
}

/// Gives the body an office in a database of its own.
func withOffice(_ body: (Office) async throws -> Void) async throws {
  try await withDatabase(after: Office.people) { database in
    try await Office.open(database)
    try await withClient(database.service) { client in try await body(Office(client: client)) }
  }
}
