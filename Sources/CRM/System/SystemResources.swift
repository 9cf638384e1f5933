extension Resource {
  /// A country of ISO 3166-1.
  static let countries = Resource("countries", table: "system.country", label: "name_en").only()

  /// A currency of ISO 4217.
  static let currencies = Resource("currencies", table: "system.currency", label: "name_en").only()

  /// Work that goes on by itself: one's own, or all for who may read all.
  static let jobs = Resource("jobs", table: "system.job", label: "kind")
    .hiding("checkpoint", "narrowed", "fence", "worker", "lease_until", "session_id")
    .newestFirst(by: "id")
    .open()
    .only()

  /// When a job comes back.
  static let schedules = Resource("schedules", table: "system.schedule", label: "kind")
    .only("update")

  /// What somebody likes to see of a resource: filter, sorting, fields, layout, by a name.
  static let views = Resource("views", table: "system.view", label: "name")
    .key("name_key", for: "name")

  /// How the columns of a kind of file become fields, by a name.
  static let importMappings = Resource(
    "import-mappings", table: "system.import_mapping", label: "name"
  )
  .key("name_key", for: "name")

  /// What the system itself serves.
  static let system = [countries, currencies, jobs, schedules, views, importMappings] + allFiles
}
