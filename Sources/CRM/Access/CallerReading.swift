import Postgres

extension Caller {
  /// The caller as `access.open_session` describes him.
  init(row: Row) throws {
    self.init(
      session: try row.int("session_id"), account: try row.int("account_id"),
      login: try row.string("login"), department: try row.intIfPresent("department_id"),
      language: Language(rawValue: try row.string("language")) ?? .en,
      timeZone: try row.string("time_zone"), version: try row.int("version"),
      permissions: try Self.permissions(row),
      isJob: try row.string("kind") == "job")
  }

  private static func permissions(_ row: Row) throws -> [Permission: Scope] {
    var all: [Permission: Scope] = [:]
    for action in ["read", "create", "update", "delete"] {
      for (resource, scope) in words(try row.string("may_\(action)")) {
        all[Permission(resource, action)] = scope
      }
    }
    for (name, scope) in words(try row.string("may_act")) {
      let parts = name.split(separator: ".").map(String.init)
      if parts.count == 2 { all[Permission(parts[0], parts[1])] = scope }
    }
    return all
  }

  private static func words(_ text: String) -> [(String, Scope)] {
    text.split(separator: " ").compactMap { word in
      let sides = word.split(separator: "=")
      guard sides.count == 2, let level = Int(sides[1]), let scope = Scope(rawValue: level) else {
        return nil
      }
      return (String(sides[0]), scope)
    }
  }
}
