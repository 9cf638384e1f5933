extension Resource {
  /// What lies in stock, what it is worth, and what must be ordered again.
  static let productStock = Resource("product-stock", table: "sales.product_stock", label: "name")
    .only()

  /// What is known of stocks.
  static let salesStock = [productStock]
}
