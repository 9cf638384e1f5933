import Postgres
import Support

extension Staff {
  /// Makes `helper` somebody who administers people of every department but reads parties of Sales alone.
  func makeMover() async throws {
    try await arrange("update access.account set department_id = 2 where login = 'helper'")
    try await arrange(
      """
      insert into access.permission (role_id, resource, action, scope)
      select r.id, resource, action, 'all' from access.role as r
      cross join unnest('{accounts,account_roles,permissions,roles,departments,teams,team_members}'::text[])
        as resource
      cross join unnest('{read,create,update,delete,lock}'::text[]) as action
      where r.code = 'helper' on conflict do nothing
      """)
    try await arrange(
      """
      insert into access.permission (role_id, resource, action, scope)
      select id, 'parties', 'read', 'department' from access.role where code = 'helper'
      """)
    try await role("reader", "parties", "read", "department")
  }

  /// Makes a role with one permission, and gives it to accounts.
  func role(
    _ code: String, _ resource: String, _ action: String, _ scope: String,
    effect: String = "allow", to accounts: [Int] = []
  ) async throws {
    try await arrange(
      """
      with made as (
        insert into access.role (code, name_en, name_ru) values (\(code), \(code), \(code)) returning id
      ), permitted as (
        insert into access.permission (role_id, resource, action, scope, effect)
        select id, \(resource), \(action), \(scope), \(effect) from made
      )
      insert into access.account_role (account_id, role_id)
      select account, id from made cross join unnest(\(accounts)) as account
      """)
  }
}
