extension Resource {
  /// A person or program that may sign in.
  static let accounts = Resource("accounts", table: "access.account", label: "name")
    .key("login_key", for: "login")
    .only("create", "update")

  /// A part of the enterprise.
  static let departments = Resource("departments", table: "access.department", label: "name")

  /// Accounts that see each other's records.
  static let teams = Resource("teams", table: "access.team", label: "name")
    .child("members", .teamMembers, by: "team_id")

  /// An account in a team.
  static let teamMembers = Resource("team-members", table: "access.team_member", label: "id")

  /// A set of permissions that accounts are given.
  static let roles = Resource("roles", table: "access.role", label: "code")
    .child("permissions", .permissions, by: "role_id")

  /// What a role may do to which records.
  static let permissions = Resource("permissions", table: "access.permission", label: "resource")

  /// A role that an account has for a time.
  static let accountRoles = Resource("account-roles", table: "access.account_role", label: "id")

  /// A signed-in account or an API token.
  static let sessions = Resource("sessions", table: "access.session", label: "id")
    .hiding(
      "token_hash", "version", "context_until", "department", "team", "below", "may_read",
      "may_create", "may_update", "may_delete", "may_act"
    )
    .only()

  /// What the area of access serves.
  static let access = [
    accounts, departments, teams, teamMembers, roles, permissions, accountRoles, sessions,
  ]
}
