extension Resource {
  /// A country of ISO 3166-1.
  static let countries = Resource("countries", table: "system.country", label: "name_en").only()

  /// A currency of ISO 4217.
  static let currencies = Resource("currencies", table: "system.currency", label: "name_en").only()

  /// What the system itself serves.
  static let system = [countries, currencies]
}
