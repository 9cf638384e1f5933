/// Who is asking: the account behind a session as the database described it, with its permissions.
public struct Caller: Sendable {
  /// The session's id.
  public let session: Int
  /// The account's id.
  public let account: Int
  /// What the account signs in with.
  public let login: String
  /// The department's id; nil where the account is in none.
  public let department: Int?
  /// The language that the account has chosen.
  public let language: Language
  /// IANA name of the zone in which `today` and its like are judged.
  public let timeZone: String
  /// The state of the session's rights; the database refuses a statement that brings an older one.
  public let version: Int
  /// How far each permission reaches; one that is absent reaches nothing.
  public let permissions: [Permission: Scope]
  /// Whether the session is one that a job works with; nobody has its token, so that none comes from outside.
  public let isJob: Bool

  /// A caller as the database described the session.
  public init(
    session: Int, account: Int, login: String, department: Int?, language: Language,
    timeZone: String, version: Int, permissions: [Permission: Scope], isJob: Bool = false
  ) {
    self.session = session
    self.account = account
    self.login = login
    self.department = department
    self.language = language
    self.timeZone = timeZone
    self.version = version
    self.permissions = permissions
    self.isJob = isJob
  }

  /// How far the caller may do this.
  public func scope(_ permission: Permission) -> Scope { permissions[permission] ?? .none }

  /// Whether the caller may read any record of the resource.
  public func reads(_ resource: Resource) -> Bool {
    resource.isOpen || scope(Permission(resource.key, "read")) > .none
  }

  /// - Throws: ``Problem/forbidden(_:)`` when the caller may not read any record of the resource.
  public func require(reading resource: Resource) throws {
    guard reads(resource) else { throw Problem.forbidden(Permission(resource.key, "read")) }
  }

  /// - Throws: ``Problem/forbidden(_:)`` when the caller may not do this to any record.
  public func require(_ permission: Permission) throws {
    guard scope(permission) > .none else { throw Problem.forbidden(permission) }
  }
}
