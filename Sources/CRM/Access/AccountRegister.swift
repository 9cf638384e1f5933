import Postgres

/// Accounts as an administrator of the machine keeps them, by the owner's role: the way in when
/// nobody can sign in yet, or any more.
public struct AccountRegister: Sendable {
  /// One account, as `crm account list` shows it.
  public struct Entry: Sendable, Hashable {
    /// What the account signs in with.
    public let login: String
    /// The person or program behind it.
    public let name: String
    /// The codes of its roles, as one text.
    public let roles: String
    /// `active`, `locked` or `archived`.
    public let state: String
  }

  /// What is wrong with a command.
  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownLogin(String)
    case unknownRole(String, known: [String])
    case taken(String)

    /// What is wrong and what to do, in English.
    public var description: String {
      switch self {
      case .unknownLogin(let login): "There is no account \(login); see: crm account list"
      case .unknownRole(let role, let known):
        "There is no role \(role); there are: \(known.joined(separator: ", "))"
      case .taken(let login):
        "There is an account \(login) already; for a new password: crm account password \(login)"
      }
    }
  }

  private let client: Client

  /// - Parameter client: Connected as `crm_migrator`.
  public init(_ client: Client) { self.client = client }

  /// Makes an account with a password and roles, in one transaction.
  ///
  /// - Parameter passwordHash: What ``Password/hash(_:)`` answered.
  /// - Throws: ``Failure`` or `DatabaseError`.
  public func insert(
    login: String, name: String, email: String? = nil, roles: [String], passwordHash: String
  ) async throws {
    try await asOwner { transaction in
      let row = try await transaction.first(
        """
        insert into access.account (login, name, email) values (\(login), \(name), nullif(\(email ?? ""), ''))
        on conflict (login_key) do nothing
        returning id
        """)
      guard let id = try row?.int("id") else { throw Failure.taken(login) }
      try await Self.store(passwordHash, id, transaction)
      for role in roles { try await Self.give(role, id, transaction) }
    }
  }

  /// Replaces the password and ends every session of the account.
  public func setPassword(login: String, passwordHash: String) async throws {
    try await asOwner { transaction in
      let id = try await Self.find(login, transaction)
      try await Self.store(passwordHash, id, transaction)
      try await Self.signOut(id, transaction)
    }
  }

  /// Locks the account, which ends its sessions, or unlocks it.
  public func setLocked(_ locked: Bool, login: String) async throws {
    try await asOwner { transaction in
      let id = try await Self.find(login, transaction)
      try await transaction.execute(
        """
        update access.account
        set locked_at = case when \(locked) then coalesce(locked_at, now()) end
        where id = \(id)
        """)
      if locked { try await Self.signOut(id, transaction) }
    }
  }

  /// Every account, by login.
  public func list() async throws -> [Entry] {
    try await asOwner { transaction in
      let rows = try await transaction.all(
        """
        select a.login, a.name,
          case when a.archived_at is not null then 'archived'
            when a.locked_at is not null then 'locked' else 'active' end as state,
          coalesce((
            select string_agg(r.code, ', ' order by r.code)
            from access.account_role ar join access.role r on r.id = ar.role_id
            where ar.account_id = a.id and now() >= ar.valid_from and (ar.valid_until is null or now() < ar.valid_until)
          ), '') as roles
        from access.account a
        order by a.login_key
        """)
      return try rows.map { row in
        Entry(
          login: try row.string("login"), name: try row.string("name"),
          roles: try row.string("roles"), state: try row.string("state"))
      }
    }
  }

  /// Whether there is an account of the login.
  public func contains(login: String) async throws -> Bool {
    try await list().contains { $0.login.lowercased() == login.lowercased() }
  }

  private func asOwner<Answer: Sendable>(
    _ body: (Transaction) async throws -> Answer
  ) async throws -> Answer {
    try await client.transaction { transaction in
      try await transaction.execute("set local role crm_owner")
      return try await body(transaction)
    }
  }

  private static func find(_ login: String, _ transaction: Transaction) async throws -> Int {
    let row = try await transaction.first(
      "select id from access.account where login_key = lower(\(login))")
    guard let row else { throw Failure.unknownLogin(login) }
    return try row.int("id")
  }

  private static func store(_ hash: String, _ account: Int, _ transaction: Transaction) async throws
  {
    try await transaction.execute(
      """
      insert into access.password (account_id, hash) values (\(account), \(hash))
      on conflict (account_id) do update set hash = excluded.hash, changed_at = now()
      """)
  }

  private static func give(_ role: String, _ account: Int, _ transaction: Transaction) async throws
  {
    let given = try await transaction.execute(
      """
      insert into access.account_role (account_id, role_id)
      select \(account), id from access.role where code = \(role) and archived_at is null
      """)
    guard given == 0 else { return }
    let known = try await transaction.all(
      "select code from access.role where archived_at is null order by code")
    throw Failure.unknownRole(role, known: try known.map { try $0.string("code") })
  }

  private static func signOut(_ account: Int, _ transaction: Transaction) async throws {
    try await transaction.execute("delete from access.session where account_id = \(account)")
  }
}
