extension Resource {
  /// What was sent, seen with the records that it is linked to.
  static let files = Resource("files", table: "system.file", label: "name")
    .hiding("content_id", "narrowed")
    .newestFirst(by: "id")
    .open()
    .only("update", "delete")

  /// The contents that a file has or had.
  static let fileVersions = Resource("file-versions", table: "system.file_version", label: "name")
    .hiding("content_id")
    .newestFirst(by: "id")
    .open()
    .only()

  /// That a file belongs to a record.
  static let fileLinks = Resource("file-links", table: "system.file_link", label: "label")
    .hiding("table_name")
    .open()
    .only("update", "delete")

  /// Who has taken which bytes of a file.
  static let fileDownloads = Resource(
    "file-downloads", table: "system.file_download", label: "id"
  )
  .newestFirst(by: "id")
  .only()

  /// Files and what belongs to them.
  static let allFiles = [files, fileVersions, fileLinks, fileDownloads]
}
