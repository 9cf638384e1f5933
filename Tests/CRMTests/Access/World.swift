import CRM
import Postgres
import Support
import Synchronization

/// The enterprise around one caller: somebody and something of every ``Relation`` to him.
struct World: Sendable {
  let crm: TestCRM
  let role: TestCRM.Role
  let caller: TestSession
  /// Past every policy: prepares records and looks at what became of them.
  let arranger: Client
  /// The service's own log-in.
  let service: Client
  /// Records that stay as they are.
  let shelf = Shelf()
  private(set) var accounts: [Relation: Int] = [:]
  private(set) var departments: [Relation: Int] = [:]
  private(set) var parties: [Relation: Int] = [:]
  private(set) var interactions: [Relation: Int] = [:]
  /// Whoever has the relation's account, with a post in its department; archived: somebody who had the caller's.
  private(set) var employees: [Relation: Int] = [:]
  /// A person whom the caller may see, and somebody to put in another's place.
  private(set) var person = 0
  private(set) var spare = 0

  /// The id that no record has.
  static let nowhere = 9_007_199_254_740_991

  private static let numbers = Atomic(1)

  /// Differs with every call.
  static func number() -> Int { numbers.wrappingAdd(1, ordering: .relaxed).newValue }

  init(_ crm: TestCRM, _ role: TestCRM.Role, arranger: Client, service: Client) async throws {
    (self.crm, self.role, self.arranger, self.service) = (crm, role, arranger, service)
    caller = try await crm.as(role, in: .sales)
    _ = try await crm.as(.administrator, number: 0)
    let home = try await crm.id(of: .sales)
    let north = try await insert("access.department", ["name": "North", "parent_id": .id(home)])
    let away = try await crm.id(of: .purchasing)
    departments = [
      .own: home, .same: home, .below: north, .other: away, .archived: home,
      .absent: Self.nowhere,
    ]
    accounts = [
      .own: caller.account, .same: try await account("colleague", home),
      .below: try await account("subordinate", north), .other: try await account("stranger", away),
      .archived: caller.account, .absent: Self.nowhere,
    ]
    spare = try await account("spare", home)
    person = try await insert("clients.party", party(.own, ["name": "P", "kind": "person"]))
    for relation in Relation.allCases { try await furnish(relation) }
  }

  private func account(_ login: String, _ department: Int) async throws -> Int {
    try await insert(
      "access.account",
      ["login": .string(login), "name": .string(login), "department_id": .id(department)])
  }

  private func party(_ relation: Relation, _ fields: [String: JSON]) -> [String: JSON] {
    fields.merging([
      "owner_id": .id(accounts[relation]), "department_id": .id(departments[relation]),
    ]) { $1 }
  }

  private mutating func furnish(_ relation: Relation) async throws {
    parties[relation] = Self.nowhere
    interactions[relation] = Self.nowhere
    employees[relation] = Self.nowhere
    if relation == .absent { return }
    let put: [String: JSON] = relation == .archived ? ["archived_at": "2020-01-01T00:00:00Z"] : [:]
    let party = try await insert(
      "clients.party", party(relation, put.merging(["name": "C"]) { $1 }))
    parties[relation] = party
    interactions[relation] = try await insert(
      "clients.interaction",
      self.party(
        relation,
        put.merging(["party_id": .id(party), "kind": "note", "subject": "S"]) { $1 }))
    employees[relation] = try await employee(relation, put)
  }

  private func employee(_ relation: Relation, _ put: [String: JSON]) async throws -> Int {
    let employee = try await insert(
      "staff.employee",
      put.merging([
        "personnel_number": .string("W\(Self.number())"), "last_name": "W", "first_name": "W",
        "hired_on": "2020-01-01", "account_id": .id(accounts[relation]),
      ]) { $1 })
    let post = try await insert(
      "staff.position",
      [
        "title": "W", "department_id": .id(departments[relation]), "valid_from": "2020-01-01",
      ])
    _ = try await insert(
      "staff.employment",
      ["employee_id": .id(employee), "position_id": .id(post), "valid_from": "2020-01-01"])
    return employee
  }

  /// Somebody else with the caller's role and department, freshly signed in, to be used up.
  func twin() async throws -> TestSession {
    try await crm.as(role, in: .sales, number: Self.number())
  }

  /// Makes a record as the owner; its id.
  func insert(_ table: String, _ fields: [String: JSON]) async throws -> Int {
    let sql = Self.insertion(table, fields) + " returning id"
    return try await arranger.rows(sql)[0].int("id")
  }

  /// The statement that makes a record out of JSON.
  static func insertion(_ table: String, _ fields: [String: JSON]) -> SQL {
    let columns = fields.keys.sorted().map { SQL.quoted($0) }.joined(separator: ", ")
    return """
      insert into \(identifier: table) (\(raw: columns)) select \(raw: columns)
      from jsonb_populate_record(null::\(identifier: table), \(json(fields)))
      """
  }

  /// Fields as a bind of type jsonb.
  static func json(_ fields: [String: JSON]) -> Bind {
    let object = JSON.object(fields.map { .init($0.key, $0.value) })
    return Bind(text: String(decoding: object.bytes, as: UTF8.self), type: 3802)
  }
}

extension JSON {
  /// An id; null for none.
  static func id(_ id: Int?) -> JSON { id.map { .number(String($0)) } ?? .null }
}

/// Records that several cells look at.
final class Shelf: Sendable {
  private let records = Mutex<[String: Subject.Record]>([:])

  subscript(key: String) -> Subject.Record? {
    get { records.withLock { $0[key] } }
    set { records.withLock { $0[key] = newValue } }
  }
}
