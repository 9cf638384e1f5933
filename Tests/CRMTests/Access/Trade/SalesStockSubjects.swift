import CRM
import Support

extension Subject {
  /// What lies in stock is seen by whoever sees products.
  static let salesStock: [String: Subject] = [
    "product_stock": Subject(
      table: "sales.product_stock", relations: [.other, .absent], placed: false, audited: false,
      make: { world, _, mark in
        try await world.insert(
          "sales.product",
          ["code": .string(mark), "name": .string(mark), "unit_id": .id(try await piece(world))])
      })
  ]
}
