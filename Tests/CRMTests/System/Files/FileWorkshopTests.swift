import NIOCore
import Postgres
import Support
import Testing

@testable import CRM

/// Files of a resource that only this test knows.
@Suite struct `A file of any resource` {
  /// Anna may everything with files, Boris too; each sees what he sees of things.
  private static let rights = """
    insert into access.permission (role_id, resource, action, scope)
    select r.id, s, a, 'all' from access.role r, unnest(array['files', 'file_links']) s,
      unnest(array['create', 'update', 'delete']) a
    where r.code in ('worker', 'master');
    insert into access.permission (role_id, resource, action, scope)
    select r.id, 'things', 'update', case r.code when 'worker' then 'own' else 'all' end
    from access.role r where r.code in ('worker', 'master');
    """

  private func call(
    _ method: Call.Method, as login: String, id: Int? = nil, _ body: JSON? = nil
  ) -> Call {
    Call(
      method: method, path: id.map { ["id": String($0)] } ?? [:],
      body: ByteBuffer(bytes: body?.bytes ?? []), tokenHash: Digest.sha256(login.utf8),
      requestID: "test")
  }

  private func json(_ answer: Answer) throws -> JSON {
    guard case .bytes(let bytes) = answer.body else { return .null }
    return try JSONParser.parse(bytes.readableBytesView)
  }

  @Test func `is seen with its record, kept by the engine's own store, and read from any place`()
    async throws
  {
    try await withWorkshop(
      Self.rights + WorkshopSchema.things, more: [.files, .fileVersions, .fileLinks]
    ) { shop in
      let store = FileStore(door: shop.engine.door)
      let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
      let spool = try Spool()
      try await spool.write(ByteBuffer(bytes: bytes), at: 0)
      let file = try await store.keep(
        spool, name: "a.bin", type: "text/plain", for: call(.post, as: "boris"))
      let operations = try FileOperations(
        engine: shop.engine, store: store,
        rules: FileRules(size: 1 << 20, types: ["*/*"], refused: [])
      ).operations()
      let link = try #require(operations.first { $0.id == "file_links.link" })
      let list = try #require(operations.first { $0.id == "things.files" })
      let own = try await shop.database.owned(by: "boris")
      let others = try await shop.database.owned(by: "anna")
      let body = { (thing: Int) -> JSON in
        ["file_id": .number("\(file)"), "resource": "things", "record_id": .number("\(thing)")]
      }
      await #expect(throws: Problem.self) {
        _ = try await link.answer(call(.post, as: "boris", body(others)))
      }
      #expect(try await link.answer(call(.post, as: "boris", body(own))).status == 201)
      let seen = try await json(list.answer(call(.get, as: "anna", id: own)))
      #expect(seen["data"]?.array?.first?["file"]?["name"] == "a.bin", "\(seen.text)")
      await #expect(throws: Problem.self) {
        _ = try await list.answer(call(.get, as: "boris", id: others))
      }
      let stored = try await store.open(file, from: 262_000, for: call(.get, as: "anna"))
      #expect(stored.size == 300_000 && stored.name == "a.bin" && stored.type == "text/plain")
      var rest: [UInt8] = []
      for try await piece in stored.pieces { rest += piece.readableBytesView }
      #expect(rest == Array(bytes[262_000...]))
    }
  }
}

extension TestDatabase {
  /// The first thing of somebody's.
  fileprivate func owned(by login: String) async throws -> Int {
    try await withClient(observer) { client in
      try await client.rows(
        """
        select t.id from workshop.thing as t join access.account as a on a.id = t.owner_id
        where a.login = \(login) order by t.id limit 1
        """)[0].int("id")
    }
  }
}
