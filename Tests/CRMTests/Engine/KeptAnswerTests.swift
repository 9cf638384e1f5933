import NIOCore
import Postgres
import Support
import Synchronization
import Testing

@testable import CRM

@Suite struct `The answer that is kept under an idempotency key` {
  private static let rights = "; update access.session set may_create = ' things=5 '"

  /// Makes a thing as Anna, with a key.
  private func make(_ shop: Workshop, _ door: any Door) async throws -> (Answer, String) {
    let engine = Engine(
      model: shop.engine.model, door: door, client: shop.client, secret: [],
      relations: CRM.relations)
    let draft: JSON = [
      "name": "x \u{8}\n\"Ё\"", "price": "1.5000", "seen_at": "2026-01-01T00:00:00.5Z",
      "good": true,
      "tags": ["a,b"], "data": ["n": 1],
    ]
    let call = Call(
      method: .post, headers: ["idempotency-key": "k"], body: ByteBuffer(bytes: draft.bytes),
      tokenHash: Digest.sha256("anna".utf8), requestID: "test")
    let answer = try await CreateOperation(engine: engine, resource: .things).answer(call)
    guard case .bytes(let body) = answer.body else { throw Problem.internalError }
    return (answer, String(buffer: body))
  }

  @Test func `is made in the one round trip of the work, of what the service may read`()
    async throws
  {
    try await withWorkshop(WorkshopSchema.things + Self.rights) { shop in
      let door = CountingDoor(door: shop.engine.door)
      let (first, text) = try await make(shop, door)
      // Three before the work, the record, its reading with its lists, and the keeping of the answer.
      #expect(door.passes.withLock { $0 } == [7])
      let (second, again) = try await make(shop, shop.engine.door)
      #expect(first.status == 201 && second.status == 201 && text == again)
      let headers = Dictionary(uniqueKeysWithValues: second.headers.map { ($0.name, $0.value) })
      for header in first.headers { #expect(headers[header.name] == header.value) }
      let things = try await withClient(shop.database.migration) { arranger in
        try await arranger.rows("select id from workshop.thing where name_key like 'x%'")
      }
      #expect(things.count == 1)
    }
  }

  @Test func `is nobody else's to read, not even by SQL`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.post(
        "parties", ["name": "Secret firm"], headers: [("Idempotency-Key", "k")])
      #expect(made.status == 201)
      let kept: SQL = "select answer::text as answer from system.idempotency"
      let own = try await crm.sql(sales, kept)
      #expect(try own.complete()[0].single.string("answer").contains("Secret firm"))
      for other in [try await crm.as(.sales, number: 2), try await crm.as(.administrator), nil] {
        let attempt = try await crm.sql(other, kept)
        #expect(attempt.error == nil && attempt.results[0].isEmpty)
      }
      for role in ["crm_limited", "crm_reader", "crm_report", "crm_monitor"] {
        let attempt = try await crm.sql(as: role, nil, kept)
        #expect(attempt.error?.sqlState == "42501", "\(role)")
      }
    }
  }
}

/// Counts the statements of each round trip through another door.
private final class CountingDoor: Door {
  let door: any Door
  let passes = Mutex<[Int]>([])

  init(door: any Door) { self.door = door }

  func pass(
    _ call: Call, lane: Client.Lane, deadline: Duration?,
    _ work: @Sendable (Caller) throws -> [SQL]
  ) async throws -> Passage {
    try await door.pass(call, lane: lane, deadline: deadline) { caller in
      let statements = try work(caller)
      passes.withLock { $0.append(statements.count) }
      return statements
    }
  }

  func transaction<T: Sendable>(
    _ call: Call, retries: Int, deadline: Duration?,
    _ work: @Sendable (Caller, Transaction) async throws -> T
  ) async throws -> T {
    throw Problem.internalError
  }

  func admit(
    _ tokenHash: String, _ access: Operation.Access, requestID: String, confirmed: Bool
  ) async throws {
    throw Problem.internalError
  }

  func entry(_ call: Call) async throws -> (caller: Caller, statements: [SQL]) {
    throw Problem.internalError
  }
}
