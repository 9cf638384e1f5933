extension Resource {
  /// In which goods and services are counted.
  static let units = Resource("units", table: "sales.unit", label: "code")

  /// A place in the tree of what is sold and bought.
  static let productCategories = Resource(
    "product-categories", table: "sales.product_category", label: "name"
  ).key("name_key", for: "name")

  /// Goods or a service that is sold or bought.
  static let products = Resource("products", table: "sales.product", label: "name")
    .key("name_key", for: "name")

  /// Products, units, prices and discounts.
  static let salesGoods: [Resource] = [units, productCategories, products]
}

extension RecordVerb {
  static let salesGoods: [RecordVerb] = []
}
