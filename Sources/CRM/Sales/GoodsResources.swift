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

  /// Prices in a currency, for a group of clients or for everybody, for a time.
  static let priceLists = Resource("price-lists", table: "sales.price_list", label: "name")
    .key("name_key", for: "name")
    .child("lines", .priceListLines, by: "price_list_id")

  /// What a unit of a product costs from a quantity on.
  static let priceListLines = Resource(
    "price-list-lines", table: "sales.price_list_line", label: "price")

  /// How far below the price a role may sell on its own.
  static let discountLimits = Resource(
    "discount-limits", table: "sales.discount_limit", label: "percent")

  /// Products, units, prices and discounts.
  static let salesGoods: [Resource] = [
    units, productCategories, products, priceLists, priceListLines, discountLimits,
  ]
}
