import Foundation
import Support
import Testing

/// The repository's own directory.
private let root = URL(filePath: TestDatabase.files.directory).deletingLastPathComponent()

@Suite struct `The documentation` {
  @Test func `shows every table and view under its area`() async throws {
    let text = try Self.text("sql/README.md")
    let relations = try await withDatabase { database in
      try await withClient(database.superuser) { client in
        try await client.rows(
          """
          select n.nspname as area, c.relname as name
          from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
            and n.nspname not in ('pg_catalog', 'information_schema', 'ext')
            and n.nspname not like 'pg\\_%'
            and not exists (
              select from pg_depend as d
              where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
          order by 1, 2
          """
        ).map { (area: try $0.string("area"), name: try $0.string("name")) }
      }
    }
    #expect(relations.count > 20)
    for (area, name) in relations {
      let part = text.split(separator: "\n## ").first { $0.hasPrefix("\(area)\n") } ?? ""
      let words = part.split { !($0.isLetter || $0 == "_") }
      #expect(words.contains(Substring(name)), "sql/README.md does not show \(area).\(name)")
    }
  }

  @Test func `has a session for each department in both languages`() throws {
    let text = try Self.text("README.md")
    let sections = text.split(separator: "\n### ")
    for title in [
      "Sales", "Purchasing", "Accounting", "Staff", "Management", "Administration", "Продажи",
      "Закупки", "Бухгалтерия", "Кадры", "Руководство", "Администрирование",
    ] {
      let section = sections.first { $0.hasPrefix("\(title)\n") } ?? ""
      #expect(section.contains("\n```sh session\nas "), "README.md has no session of \(title)")
      #expect(section.contains("\n#> "), "README.md shows no answers in \(title)")
    }
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
