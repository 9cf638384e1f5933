import CRM
import Cluster
import Support
import Testing

@Suite struct `A backup` {
  @Test func `holds files with their records, and gives them back`() async throws {
    let bytes = Filing.bytes(300_000)
    try await withFolder { folder in
      let dump = "\(folder)-dump"
      let (token, file) = try await withCRM { crm in
        let session = try await crm.as(.sales)
        let filing = Filing(session: session)
        let file = try await filing.send(bytes, name: "a.bin").id
        _ = try await filing.link(file, session.create("parties", ["name": "P"]).id)
        _ = try await Tool(
          Programs.find().path("pg_dump"),
          ["-Fc", "-f", dump, "-d", crm.database.conninfo(as: "crm_backup")]
        ).output()
        return (session.token, file)
      }
      try await withEmptyDatabase { database in
        _ = try await Tool(
          Programs.find().path("pg_restore"),
          ["--exit-on-error", "--clean", "--if-exists", "-d", database.superuser, dump]
        ).output()
        try await withCRM(on: database) { crm in
          let filing = Filing(session: crm.anyone.with(token: token))
          #expect(try await filing.content(file).body == bytes)
          let links = try await filing.session.get("file-links?file_id=\(file)&expand=file")
          #expect(links.data.first?["file"]?["name"] == "a.bin", "\(links.text)")
        }
      }
    }
  }
}
