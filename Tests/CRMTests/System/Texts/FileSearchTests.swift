import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A file at a record` {
  /// How many files the job looks at.
  private static func read(_ crm: TestCRM, _ reader: TextReader = TextReader()) async throws -> Int
  {
    try await withClient(crm.database.service) { client in
      try await FileTexts(client: client, reader: reader).read()
    }
  }

  /// The numbers of the files that somebody finds; their count must be the same.
  private static func found(
    _ session: TestSession, _ words: String, _ more: String = ""
  ) async throws -> [Int] {
    let reply = try await session.get("files/search?q=\(words.escaped)\(more)")
    let files = reply.data.compactMap { $0["file_id"]?.int }
    #expect(reply.status == 200 && reply["count"]?.int == files.count, "\(reply.text)")
    #expect(reply["count_kind"] == "exact")
    return files
  }

  /// A file at a document of his, as it is sent.
  private static func file(
    _ session: TestSession, _ file: TextFixture, type: String = "text/plain"
  ) async throws -> (file: Int, document: Int) {
    let document = try await session.create("documents", ["title": "Contract"]).id
    let filing = Filing(session: session)
    let sent = try await filing.send(file.bytes, name: file.name, type: type)
    #expect(sent.status == 201, "\(sent.text)")
    let link = try await filing.link(sent.id, document, "documents")
    #expect(link.status == 201, "\(link.text)")
    return (sent.id, document)
  }

  @Test func `is found by the words of its text and name, by those alone who see the record`()
    async throws
  {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let (file, document) = try await Self.file(
        seller, TextFixture("lease_2030.txt", "Договоры на учёт аренды. Invoices are paid."))
      #expect(try await Self.found(seller, "lease") == [file])
      #expect(try await Self.found(seller, "договор") == [])
      let waiting = try await seller.get("files/\(file)/versions").data
      #expect(waiting.first?["text_state"] == "waiting")
      #expect(try await Self.read(crm) == 1)
      #expect(try await Self.read(crm) == 0)
      let read = try await seller.get("files/\(file)/versions").data
      #expect(read.first?["text_state"] == "read" && read.first?["text_reason"] == .null)

      for words in [
        "договора", "учета", "invoice", "\"учёт аренды\"", "аренда paid", "поставка or аренда",
      ] {
        #expect(try await Self.found(seller, words) == [file], "\(words)")
        #expect(try await Self.found(buyer, words) == [], "\(words)")
      }
      for words in ["аренда -договор", "\"аренды учёт\"", "поставка"] {
        #expect(try await Self.found(seller, words) == [], "\(words)")
      }
      #expect(try await Self.found(seller, "аренда", "&resource=documents") == [file])
      #expect(try await Self.found(seller, "аренда", "&resource=parties") == [])
      let hit = try #require(try await seller.get("files/search?q=invoice").data.first)
      let pieces = hit["excerpt"]?.array ?? []
      #expect(pieces.filter { $0["found"] == true }.map { $0["text"] } == ["Invoices"], "\(hit)")
      #expect(hit["records"] == [["resource": "documents", "record_id": .id(document)]])
      try await Self.attack(crm, buyer, file)

      // Whoever comes to see the record comes to find the file.
      let party = try await buyer.create("parties", ["name": "Lessor"]).id
      let chief = try await crm.as(.administrator)
      let link = try await chief.create(
        "document-links",
        ["document_id": .id(document), "resource": "parties", "record_id": .id(party)])
      #expect(try await Self.found(buyer, "аренда") == [file])
      #expect(try await chief.delete("document-links/\(link.id)").status == 204)
      #expect(try await Self.found(buyer, "аренда") == [])
    }
  }

  /// With the service's own log-in nothing is told of the file either.
  private static func attack(_ crm: TestCRM, _ thief: TestSession, _ file: Int) async throws {
    let seen = try await crm.sql(
      thief, "select set_config('crm.sought', 'аренда', true)",
      "select count(*) as texts from system.file_text",
      "select system.search_files('аренда', null, 0, 10) ->> 'count' as texts",
      "select count(*) as texts from system.file_text where content ~ 'аренд' or words @@ 'аренд'")
    #expect(seen.error == nil && seen.results.count == 4)
    for rows in seen.results.dropFirst() { #expect(rows.string(0, 0) == "0") }
    let writes: [SQL] = [
      "update system.file_text set content = 'x'", "delete from system.file_text",
      "insert into system.file_text (file_id, number, words) values (\(file), 9, '')",
      "update system.file_version set text_state = 'read'", "select system.await_text(\(file))",
    ]
    for write in writes {
      let tried = try await crm.sql(thief, write)
      #expect(tried.error?.sqlState == "42501", "\(write.text)")
    }
  }

  @Test func `is known by its current version and name alone`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let seller = try await crm.as(.sales)
      let (file, _) = try await Self.file(seller, TextFixture("old.txt", "Аренда"))
      _ = try await Self.read(crm)
      let etag = try await seller.get("files/\(file)").etag
      let next = try await Filing(session: seller)
        .replace(file, Array("Поставка".utf8), ifMatch: etag, type: "text/plain")
      #expect(next.status == 200, "\(next.text)")
      #expect(try await Self.found(seller, "аренда") == [])
      #expect(try await Self.read(crm) == 1)
      #expect(try await Self.found(seller, "поставки") == [file])
      let renamed = try await seller.patch("files/\(file)", ["name": "новое имя.txt"])
      #expect(renamed.status == 200, "\(renamed.text)")
      #expect(try await Self.found(seller, "имена") == [file])
      #expect(try await Self.found(seller, "old") == [])
      #expect(try await Self.found(seller, "поставки") == [file])
      let states = try await seller.get("files/\(file)/versions?sort=number").data
      #expect(states.map { $0["text_state"] } == ["read", "read"])
      // Nobody can say of a version what is not so.
      let forged = try await crm.sql(
        as: "crm_migrator", nil, "set role crm_owner",
        "update system.file_version set text_state = 'unreadable' where file_id = \(file)")
      #expect(forged.error?.constraint == "file_version_text_reason_said")
    }
  }

  @Test func `has the reason on its version where it cannot be read`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let seller = try await crm.as(.sales)
      let (broken, _) = try await Self.file(
        seller, TextFixture("a.docx", "none"), type: "application/octet-stream")
      let (pdf, _) = try await Self.file(
        seller, .pdf("Lease agreement"), type: "application/pdf")
      var reader = TextReader()
      reader.pdf.program = "no-such-program"
      #expect(try await Self.read(crm, reader) == 2)
      for (file, reason) in [(broken, "damaged"), (pdf, "no_reader")] {
        let version = try await seller.get("files/\(file)/versions").data.first
        #expect(version?["text_state"] == "unreadable", "\(reason)")
        #expect(version?["text_reason"]?.string == reason)
      }
      // Once the program is there, what waited for it is read.
      #expect(try await Self.read(crm, reader) == 0)
      #expect(try await Self.read(crm) == 1)
      #expect(try await Self.found(seller, "leases") == [pdf])
      // What made its reader fail three times is let be.
      try await crm.arrange(
        "update system.file_text set waits_for = 'job', tries = 3 where file_id = \(pdf) returning 1"
      )
      #expect(try await Self.read(crm) == 0)
      let version = try await seller.get("files/\(pdf)/versions").data.first
      #expect(version?["text_reason"] == "gave_up")
    }
  }

  @Test func `is looked for with words that can be found`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let seller = try await crm.as(.sales)
      for (query, field) in [
        ("", "q"), ("q=", "q"), ("q=\("и".escaped)", "q"), ("q=-x", "q"), ("q=x&limit=0", "limit"),
        ("q=x&limit=101", "limit"), ("q=x&offset=-1", "offset"), ("q=x&sort=name", "sort"),
        ("q=x&resource=nonsense", "resource"),
      ] {
        let refused = try await seller.get("files/search?\(query)")
        #expect(refused.status == 400 && refused.pointers == [field], "\(query) \(refused.text)")
      }
    }
  }
}
