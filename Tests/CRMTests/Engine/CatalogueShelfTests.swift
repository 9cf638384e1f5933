import CRM
import Postgres
import Support
import Testing

/// What lets most tests start without reading the catalogue; were it wrong, tests would prove nothing.
@Suite struct `The shelf of catalogues` {
  private static let tables = ["clients.party"]

  @Test func `has one for all clones of a database`() async throws {
    let shelf = CatalogueShelf()
    for _ in 0..<2 {
      try await withDatabase { database in
        try await withClient(database.service) { client in
          let kept = try await shelf.catalogue(client, Self.tables).tables["clients.party"]
          let read = try await Catalogue.load(client, tables: Self.tables).tables["clients.party"]
          #expect("\(kept?.columns as Any)" == "\(read?.columns as Any)")
          #expect("\(kept?.constraints as Any)" == "\(read?.constraints as Any)")
        }
      }
    }
    #expect(await shelf.readings == 1)
  }

  @Test func `has one for each log-in and each choice of tables`() async throws {
    let shelf = CatalogueShelf()
    try await withDatabase { database in
      try await withClient(database.service) { client in
        _ = try await shelf.catalogue(client, Self.tables)
        _ = try await shelf.catalogue(client, ["access.account"])
      }
      try await withClient(database.reader) { client in
        let party = try await shelf.catalogue(client, Self.tables).tables["clients.party"]
        #expect(party?["name"]?.insertable == false)
      }
    }
    #expect(await shelf.readings == 3)
  }

  /// Each of another kind, most in one of the system's tables alone.
  private static let changes: [SQL] = [
    "alter table clients.party add column x_region text",
    "comment on column clients.party.name is 'Other: words. | Иные: слова.'",
    "revoke update on clients.party from crm_service",
    "grant update (name) on clients.party to crm_report",
    "alter table clients.party alter column name drop not null",
    "alter table clients.party drop constraint party_legal_name_length",
    "drop policy party_parent_visible_insert on clients.party",
    "create function clients.find_more(text) returns setof bigint language sql as 'select 1::bigint'",
  ]

  @Test(arguments: changes)
  func `has another where a clone was changed`(_ change: SQL) async throws {
    let shelf = CatalogueShelf()
    try await withDatabase { database in
      try await withClient(database.service) { client in
        for _ in 0..<2 { _ = try await shelf.catalogue(client, Self.tables) }
        #expect(await shelf.readings == 1)
        try await database.arrange(change)
        _ = try await shelf.catalogue(client, Self.tables)
        #expect(await shelf.readings == 2)
      }
    }
  }
}
