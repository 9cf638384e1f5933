import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A full export` {
  private func export(
    _ database: TestDatabase, to folder: String, as login: String
  ) async throws -> FullExportReport {
    try await withClient(database.service, connections: 2, fast: 1) { service in
      try await withClient(database.migrator) { migrator in
        try await FileTransfer(service: service, migrator: migrator)
          .exportAll(to: folder, as: login) { _ in }
      }
    }
  }

  @Test func `holds what the account may take out, each content once, and proves itself whole`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let (bytes, other) = (Filing.bytes(300_000), Filing.bytes(10, seed: 3))
      let party = try await chief.create("parties", ["name": "Firm, \"quoted\""]).id
      let filing = Filing(session: chief)
      for (content, name) in [(bytes, "one"), (bytes, "two"), (other, "three")] {
        _ = try await filing.link(filing.send(content, name: name).id, party)
      }
      let hidden = try await Filing(session: crm.as(.sales)).send([1, 2, 3])
      let login = try await chief.get("me")["login"]?.string ?? ""
      try await withFolder { folder in
        let report = try await export(crm.database, to: folder, as: login)
        #expect(report.contents == 2 && report.bytes == 300_010 && report.resources > 20)
        let held = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/files")
        #expect(Set(held) == [Digest.sha256(bytes), Digest.sha256(other)])
        #expect(!held.contains(hidden["sha256"]?.string ?? ""))
        let parties = try String(contentsOfFile: "\(folder)/parties.csv", encoding: .utf8)
        #expect(parties.contains("\"Firm, \"\"quoted\"\"\""))
        let versions = try String(contentsOfFile: "\(folder)/file-versions.csv", encoding: .utf8)
        #expect(versions.split(separator: "\r\n").count == 4)
        let sums = try String(contentsOfFile: "\(folder)/SHA256SUMS", encoding: .utf8)
        #expect(sums.split(separator: "\n").count == report.resources + report.contents)
        for line in sums.split(separator: "\n") {
          let name = line.dropFirst(66)
          let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
          #expect(Digest.sha256(Array(data)) == line.prefix(64), "\(name)")
        }
        await #expect(throws: Problem.self) {
          _ = try await export(crm.database, to: folder, as: login)
        }
      }
      let logged = try await crm.observed("select from system.file_download")
      #expect(logged.count == 2)
    }
  }

  @Test func `has the archive in it, which a list leaves out`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for name in ["Gull", "Tern"] { try await chief.create("parties", ["name": .string(name)]) }
      try await crm.arrange("update clients.party set archived_at = now() where name = 'Tern'")
      let login = try await chief.get("me")["login"]?.string ?? ""
      let list = try await chief.get("parties?fields=name", headers: [("Accept", "text/csv")])
      #expect(list.text.contains("Gull") && !list.text.contains("Tern"), "\(list.text)")
      try await withFolder { folder in
        _ = try await export(crm.database, to: folder, as: login)
        let parties = try String(contentsOfFile: "\(folder)/parties.csv", encoding: .utf8)
        #expect(parties.contains("Gull") && parties.contains("Tern"), "\(parties)")
      }
    }
  }

  @Test func `of who may take out little is small`() async throws {
    try await withCRM { crm in
      let reader = try await crm.as(.hr)
      let login = try await reader.get("me")["login"]?.string ?? ""
      try await withFolder { folder in
        _ = try await export(crm.database, to: folder, as: login)
        let held = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(!held.contains("parties.csv") && held.contains("views.csv"), "\(held)")
      }
    }
  }
}
