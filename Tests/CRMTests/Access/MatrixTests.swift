import CRM
import Foundation
import Postgres
import Support
import Testing

/// Every operation that is served, by every role, on records of every relation to the caller: the
/// answer, what it did to the database, and the same once more as plain SQL with the service's log-in.
@Suite struct `The authorization matrix` {
  @Test(arguments: TestCRM.Role.allCases)
  func `holds for the role`(role: TestCRM.Role) async throws {
    let matrix = try Matrix()
    let faults = try await withCRM { crm in
      try await withClient(crm.database.migration) { arranger in
        try await withClient(crm.database.service) { service in
          let world = try await World(crm, role, arranger: arranger, service: service)
          return try await Self.faults(matrix, world)
        }
      }
    }
    #expect(faults.isEmpty, "\(faults.count) faults:\n\(faults.joined(separator: "\n"))")
  }

  @Test func `has a line for every operation and role, and for no other`() async throws {
    let matrix = try Matrix()
    #expect(matrix.faults == [])
    try await withCRM { crm in
      let served = try await MatrixOperation.all(crm.as(.administrator)).map(\.id)
      #expect(served.count > 100)
      #expect(matrix.operations.subtracting(served).sorted() == [], "not served")
      let missing = served.flatMap { operation in
        TestCRM.Role.allCases.filter { matrix[operation, $0] == nil }
          .map { "\(operation) \($0.rawValue)" }
      }
      #expect(missing == [], "operations of roles without a line in matrix.tsv")
    }
  }

  /// All of them, or those whose ids begin with a word of CRM_TEST_OPERATIONS, for whoever works on some.
  private static func isTried(_ operation: MatrixOperation) -> Bool {
    guard let wanted = ProcessInfo.processInfo.environment["CRM_TEST_OPERATIONS"] else {
      return true
    }
    return wanted.split(separator: " ").contains { operation.id.hasPrefix($0) }
  }

  private static func faults(_ matrix: Matrix, _ world: World) async throws -> [String] {
    var all: [String] = []
    for operation in try await MatrixOperation.all(world.caller) where Self.isTried(operation) {
      let name = "\(operation.name) \(world.role.rawValue)"
      switch matrix[operation.id, world.role] {
      case nil: all.append("\(name): no line in matrix.tsv")
      case .single(let expected):
        all += try await single(operation, world, expected).map { "\(name): \($0)" }
      case .related(let answers):
        all += try await related(operation, world, answers).map { "\(name) \($0)" }
      }
    }
    return all
  }

  private static func single(
    _ operation: MatrixOperation, _ world: World, _ expected: String
  ) async throws -> [String] {
    guard operation.verb == "create", let subject = Subject.all[operation.resource],
      subject.make == nil
    else {
      return try await MatrixSingle(world: world, operation: operation).faults(expected: expected)
    }
    if subject.placed { return ["what it makes has a relation"] }
    return try await MatrixCell(
      world: world, operation: operation, subject: subject, relation: .other
    ).faults(expected: expected)
  }

  private static func related(
    _ operation: MatrixOperation, _ world: World, _ answers: [Relation: String]
  ) async throws -> [String] {
    guard let subject = Subject.all[operation.resource] else { return ["has no record"] }
    let possible = operation.relations(subject)
    let asked = Self.asked(answers, possible)
    var all: [String] = []
    for relation in Relation.allCases {
      let expected = answers[relation] ?? ""
      if possible.contains(relation) == (expected == ".") {
        all.append("\(relation): \(expected == "." ? "no answer is given" : "there is no such")")
      }
      guard asked.contains(relation) else { continue }
      let cell = MatrixCell(
        world: world, operation: operation, subject: subject, relation: relation)
      all += try await cell.faults(expected: expected).map { "\(relation): \($0)" }
    }
    return all
  }

  /// Who has no right at all is refused whatever the record: his own and a stranger's show it, since policies reach by
  /// owner and by department, and his own is of both.
  private static func asked(
    _ answers: [Relation: String], _ possible: Set<Relation>
  ) -> Set<Relation> {
    let isRefused = possible.allSatisfy { answers[$0] == "403" }
    let shown = possible.intersection([.own, .other])
    return isRefused && !shown.isEmpty ? shown : possible
  }
}

extension Subject {
  /// Every resource of which the matrix makes records.
  static let all = clients.merging(access) { $1 }.merging(files) { $1 }
    .merging(staff) { $1 }.merging(workingTime) { $1 }.merging(work) { $1 }
    .merging(reports) { $1 }
    .merging(mail) { $1 }
    .merging(trade) { $1 }
}
