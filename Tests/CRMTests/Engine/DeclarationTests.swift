import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A declaration` {
  private static let makers = Resource("makers", table: "workshop.maker", label: "name")
  private static let parts = Resource("parts", table: "workshop.part", label: "name")
  private static let lost = Resource("lost", table: "workshop.lost", label: "name")

  private static let wrong: [(Resource, Catalogue.Missing.Kind, String)] = [
    (lost, .table, "workshop.lost"),
    (Resource("m", table: "workshop.maker", label: "nmae"), .column, "workshop.maker.nmae"),
    (makers.hiding("city", "seceret"), .column, "workshop.maker.seceret"),
    (makers.key("name_kye", for: "name"), .column, "workshop.maker.name_kye"),
    (makers.key("name_key", for: "nam"), .column, "workshop.maker.nam"),
    (makers.newestFirst(by: "mad_at"), .column, "workshop.maker.mad_at"),
    (makers.search("workshop.fnid"), .function, "workshop.fnid"),
    // Takes no text.
    (makers.search("workshop.all_makers"), .function, "workshop.all_makers"),
    (makers.child("parts", parts, by: "maker_id"), .column, "workshop.part.maker_id"),
    (makers.child("lost", lost, by: "maker_id"), .resource, "lost"),
  ]

  private static let function = """
    ; create function workshop.all_makers() returns setof bigint language sql stable
      set search_path = pg_catalog as 'select id from workshop.maker'
    """

  @Test func `that names what there is not is refused at start`() async throws {
    try await withWorkshop(WorkshopSchema.things + Self.function) { shop in
      let catalogue = shop.engine.model.catalogue
      for (resource, kind, name) in Self.wrong {
        #expect(throws: Catalogue.Missing(kind, name), "\(name)") {
          try Model(catalogue: catalogue, resources: [resource, Self.parts])
        }
      }
      let right = Self.makers.hiding("city").key("name_key", for: "name")
        .search("workshop.find").newestFirst(by: "created_at")
      let things = Resource("things", table: "workshop.thing", label: "name")
        .child("parts", Self.parts, by: "thing_id")
      let model = try Model(catalogue: catalogue, resources: [right, things, Self.parts])
      #expect(try model.field("city", of: right) == nil)
    }
  }
}
