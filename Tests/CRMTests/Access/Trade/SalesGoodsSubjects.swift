import CRM
import Postgres
import Support

extension Subject {
  /// Products and what they cost: everybody's, so nobody's.
  static let salesGoods: [String: Subject] = [
    "units": common("sales.unit", archives: false) { _, mark in
      ["code": .string("u\(World.number())"), "name": .string(mark)]
    },
    "product_categories": common("sales.product_category") { _, mark in ["name": .string(mark)] },
    "products": common("sales.product") { world, mark in
      ["code": .string(mark), "name": .string(mark), "unit_id": .id(try await piece(world))]
    },
    "price_lists": common("sales.price_list") { _, mark in
      ["name": .string(mark), "currency": "USD"]
    },
    "price_list_lines": common("sales.price_list_line", archives: false) { world, mark in
      let list = try await world.insert(
        "sales.price_list",
        ["name": .string("list \(World.number())"), "currency": "USD"])
      return [
        "price_list_id": .id(list), "product_id": .id(try await ten(world)), "price": "9",
        "external_source": .string(mark),
      ]
    },
    "discount_limits": common("sales.discount_limit", archives: false) { world, mark in
      let category = try await world.insert(
        "sales.product_category", ["name": .string("category \(World.number())")])
      return [
        "role_id": 1, "product_category_id": .id(category), "percent": "5",
        "external_source": .string(mark),
      ]
    },
  ]

  /// A record that belongs to nobody.
  private static func common(
    _ table: String, archives: Bool = true,
    _ fields: @escaping @Sendable (World, String) async throws -> Fields
  ) -> Subject {
    Subject(
      table: table, relations: archives ? [.other, .archived, .absent] : [.other, .absent],
      placed: false, fields: { world, _, mark in try await fields(world, mark) },
      away: archives ? ["archived_at": "2020-01-01T00:00:00Z"] : [:])
  }

  /// The unit of pieces.
  static func piece(_ world: World) async throws -> Int {
    try await world.arranger.rows("select id from sales.unit where code = 'pcs'")[0].int("id")
  }

  /// A new product of ten dollars.
  static func ten(_ world: World) async throws -> Int {
    try await world.insert(
      "sales.product",
      [
        "code": .string("ten \(World.number())"), "name": "Ten",
        "unit_id": .id(try await piece(world)), "list_price": "10", "currency": "USD",
      ])
  }
}

extension VerbCase {
  static let salesGoods: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let salesGoods: [ScopeRow] = []
}
