import CRM
import Postgres

/// The people of a test, made when they are first asked for.
actor People {
  /// What everybody signs in with.
  static let password = "correct horse battery"
  /// Its hash at the lowest cost, so that a test does not spend its time on scrypt.
  static let hash =
    "scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw==$coHb6LlzckOeOHbDHR6JGt8ViaJ/p4LgT4TcMJHWRUI="

  nonisolated let nobody: TestSession
  private let database: TestDatabase
  private var sessions: [String: Task<TestSession, any Error>] = [:]
  private var departments: Task<[TestCRM.Department: Int], any Error>?

  init(database: TestDatabase, nobody: TestSession) {
    self.database = database
    self.nobody = nobody
  }

  func find(
    _ role: TestCRM.Role, _ department: TestCRM.Department, _ number: Int
  ) async throws -> TestSession {
    let login = "\(role.rawValue)-\(department)-\(number)"
    if let known = sessions[login] { return try await known.value }
    let making = Task { try await make(login, role, department) }
    sessions[login] = making
    return try await making.value
  }

  /// An account as `crm account create` makes it, then signed in as anybody does.
  private func make(
    _ login: String, _ role: TestCRM.Role, _ department: TestCRM.Department
  ) async throws -> TestSession {
    let home = try await self.department(department)
    try await AccountRegister(database.standing.client(database.migration)).insert(
      login: login, name: login, roles: [role.rawValue], passwordHash: Self.hash)
    try await database.arrange(
      "update access.account set department_id = \(home) where login_key = \(login)")
    let reply = try await nobody.post(
      "sessions", ["login": .string(login), "password": .string(Self.password)])
    guard reply.status == 201, let token = reply["token"]?.string,
      let account = reply["account_id"]?.int
    else { throw TestSession.Refused(reply: reply) }
    return TestSession(account: account, token: token, client: nobody.client)
  }

  func department(_ department: TestCRM.Department) async throws -> Int {
    let all = departments ?? Task { [database] in try await Self.found(database) }
    departments = all
    return try await all.value[department] ?? 0
  }

  private static func found(_ database: TestDatabase) async throws -> [TestCRM.Department: Int] {
    var ids: [TestCRM.Department: Int] = [:]
    for department in TestCRM.Department.allCases {
      let rows = try await database.arrange(
        """
        insert into access.department (name, parent_id)
        values (\(department.rawValue), \(ids[.office])) returning id
        """)
      ids[department] = try rows[0].int("id")
    }
    return ids
  }
}
