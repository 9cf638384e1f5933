/// Who is asking: the account behind a session as the database described it, with its permissions.
public struct Caller: Sendable {
  public let session: Int
  public let account: Int
  public let login: String
  public let department: Int?
  public let language: Language
  /// IANA name of the zone in which `today` and its like are judged.
  public let timeZone: String
  /// The state of the session's rights; the database refuses a statement that brings an older one.
  public let version: Int
  public let permissions: [Permission: Scope]

  public init(
    session: Int, account: Int, login: String, department: Int?, language: Language,
    timeZone: String, version: Int, permissions: [Permission: Scope]
  ) {
    self.session = session
    self.account = account
    self.login = login
    self.department = department
    self.language = language
    self.timeZone = timeZone
    self.version = version
    self.permissions = permissions
  }

  /// How far the caller may do this.
  public func scope(_ permission: Permission) -> Scope { permissions[permission] ?? .none }

  /// - Throws: ``Problem/forbidden(_:)`` when the caller may not do this to any record.
  public func require(_ permission: Permission) throws {
    guard scope(permission) > .none else { throw Problem.forbidden(permission) }
  }
}
