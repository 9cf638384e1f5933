extension Resource {
  /// A country of ISO 3166-1.
  static let countries = Resource("countries", table: "system.country", label: "name_en").only()

  /// A currency of ISO 4217.
  static let currencies = Resource("currencies", table: "system.currency", label: "name_en").only()

  /// Work that goes on by itself: one's own, or all for who may read all.
  static let jobs = Resource("jobs", table: "system.job", label: "kind")
    .hiding("checkpoint", "narrowed", "fence", "worker", "lease_until", "session_id")
    .own(by: "account_id")
    .newestFirst(by: "id")
    .open()
    .only()

  /// When a job comes back.
  static let schedules = Resource("schedules", table: "system.schedule", label: "kind")
    .only("update")

  /// What somebody likes to see of a resource: filter, sorting, fields, layout, by a name.
  static let views = Resource("views", table: "system.view", label: "name")
    .key("name_key", for: "name")

  /// A list or summary that was taken out as a file: one's own, or all for who may read all.
  static let exports = Resource("exports", table: "system.export", label: "resource")
    .hiding("narrowed")
    .own(by: "account_id")
    .newestFirst(by: "id")
    .open()
    .only()

  /// What others did with records that concern somebody: one's own alone.
  static let notifications = Resource("notifications", table: "system.notice", label: "label")
    .newestFirst(by: "id")
    .open()
    .only()

  /// Records of which somebody wants to know what becomes of them: one's own alone.
  static let follows = Resource("follows", table: "system.follow", label: "resource")
    .hiding("table_name")
    .open()
    .only("create", "delete")

  /// Kinds of notifications that somebody does not want: one's own alone.
  static let notificationMutes = Resource(
    "notification-mutes", table: "system.notification_mute", label: "kind"
  )
  .open()
  .only("create", "delete")

  /// Events that a consumer could not take.
  static let deliveries = Resource("deliveries", table: "system.delivery", label: "consumer")
    .newestFirst(by: "id")
    .only()

  /// A field that the enterprise keeps beyond those of the product; deleting retires it.
  static let customFields = Resource(
    "custom-fields", table: "system.custom_field", label: "name"
  ).hiding("table_name", "target_table")

  /// How the columns of a kind of file become fields, by a name.
  static let importMappings = Resource(
    "import-mappings", table: "system.import_mapping", label: "name"
  )
  .key("name_key", for: "name")

  /// How documents of a type are numbered.
  static let numberSeries = Resource("number-series", table: "system.number_series", label: "kind")
    .only("update")

  /// What the system itself serves.
  static let system =
    [
      countries, currencies, jobs, schedules, views, importMappings, exports,
      notifications, follows, notificationMutes, deliveries, customFields, numberSeries,
    ] + allFiles
}
