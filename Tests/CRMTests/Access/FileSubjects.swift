import CRM
import Postgres
import Support

extension Subject {
  /// Files and what belongs to them, by resource.
  static let files: [String: Subject] = [
    "files": {
      var subject = Subject(table: "system.file", placed: false)
      subject.relations = Set(Relation.allCases).subtracting([.archived])
      subject.change = { _, mark in ["name": .string("changed \(mark)")] }
      subject.make = { world, relation, mark in try await file(world, relation, mark) }
      return subject
    }(),
    "file_versions": Subject(
      table: "system.file_version",
      relations: Set(Relation.allCases).subtracting([.archived]), placed: false, audited: false,
      make: { world, relation, mark in
        let file = try await file(world, relation, mark)
        return try await world.arranger.rows(
          "select id from system.file_version where file_id = \(file)")[0].int("id")
      }),
    "file_links": {
      var subject = Subject(table: "system.file_link", placed: false)
      subject.change = { _, mark in ["label": .string("changed \(mark)")] }
      subject.make = { world, relation, mark in
        try await world.insert(
          "system.file_link",
          [
            "file_id": .id(try await file(world, relation, mark)), "resource": "parties",
            "table_name": "clients.party", "record_id": .id(world.parties[relation]),
            "label": .string(mark), "version": 1,
          ])
      }
      return subject
    }(),
    "file_downloads": Subject(
      table: "system.file_download",
      relations: Set(Relation.allCases).subtracting([.archived]), placed: false, audited: false,
      marked: false,
      make: { world, relation, mark in
        try await world.arranger.rows(
          """
          insert into system.file_download (account_id, file_id, number, start, bytes)
          values (\(world.accounts[relation] ?? 0), \(try await file(world, relation, mark)), 1, 0, 1)
          returning id
          """)[0].int("id")
      }),
  ]

  /// A file that somebody of the relation has sent.
  private static func file(
    _ world: World, _ relation: Relation, _ mark: String
  ) async throws -> Int {
    let bytes = Array(mark.utf8)
    let content = try await world.arranger.rows(
      """
      insert into system.content (type, size, sha256)
      values ('text/plain', \(bytes.count), \(Digest.sha256(bytes))) returning id
      """)[0].int("id")
    _ = try await world.arranger.rows(
      """
      insert into system.content_piece (content_id, start, bytes)
      values (\(content), 0, \(bytes)) returning start
      """)
    return try await world.arranger.rows(
      """
      insert into system.file (account_id, name, content_id)
      values (\(world.accounts[relation]), \(mark), \(content)) returning id
      """)[0].int("id")
  }
}
