import CRM
import Postgres
import Support

/// An enterprise whose people the test hires over HTTP.
struct Personnel: Sendable {
  let crm: TestCRM
  /// Somebody of human resources.
  let hr: TestSession

  /// A post since 2020; its id.
  func position(
    _ title: String, in department: TestCRM.Department = .sales, places: String = "1"
  ) async throws -> Int {
    try await hr.create(
      "positions",
      [
        "title": .string(title), "department_id": .id(try await crm.id(of: department)),
        "places": .string(places), "valid_from": "2020-01-01",
      ]
    ).id
  }

  /// A person who is employed since 2020 and holds no post yet; the id.
  func employee(_ name: String, account: TestSession? = nil) async throws -> Int {
    let employee = try await hr.create(
      "employees",
      [
        "personnel_number": .string("N\(World.number())"), "last_name": .string(name),
        "first_name": "A", "hired_on": "2020-01-01",
      ]
    ).id
    // Only who administers accounts says whose one is.
    if let account {
      try await crm.arrange(
        """
        update staff.employee set account_id = \(account.account) where id = \(employee)
        returning id
        """)
    }
    return employee
  }

  /// A person with a post of his own; the id of the person.
  func worker(
    _ name: String, in department: TestCRM.Department = .sales, account: TestSession? = nil
  ) async throws -> Int {
    let employee = try await employee(name, account: account)
    let position = try await position("Post of \(name)", in: department)
    try await hr.create("employments", Self.employment(employee, position, from: "2020-01-01"))
    return employee
  }

  static func employment(
    _ employee: Int, _ position: Int, from: String, until: String? = nil, rate: String = "1"
  ) -> JSON {
    [
      "employee_id": .id(employee), "position_id": .id(position), "valid_from": .string(from),
      "valid_until": until.map { .string($0) } ?? .null, "rate": .string(rate),
    ]
  }

  /// Makes the second report to the first from a day on.
  @discardableResult
  func report(_ employee: Int, to manager: Int, from: String = "2020-01-01") async throws -> Reply {
    try await hr.post(
      "reporting-lines",
      [
        "employee_id": .id(employee), "manager_id": .id(manager), "valid_from": .string(from),
      ])
  }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in with somebody's context.
  func refusal(_ session: TestSession, _ statement: SQL) async throws -> String? {
    let error = try await crm.sql(session, statement).error
    return error.map { $0.constraint ?? $0.sqlState }
  }

  /// The first cell that the owner sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }
}

/// Gives the body an enterprise in a database of its own.
func withPersonnel(_ body: (Personnel) async throws -> Void) async throws {
  try await withCRM { crm in
    try await body(Personnel(crm: crm, hr: try await crm.as(.hr)))
  }
}

extension Reply {
  /// What the first bad field of a problem says.
  var firstFault: String { json["errors"]?.array?.first?["detail"]?.string ?? text }
}
