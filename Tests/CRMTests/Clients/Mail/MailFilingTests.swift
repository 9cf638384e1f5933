import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A message` {
  private static func letter(
    _ id: String, from: String, to: String = "sales@us.example", more: String = "",
    body: String = "Hello"
  ) -> String {
    "Message-ID: <\(id)>\nDate: Mon, 2 Mar 2026 10:00:00 +0300\nFrom: \(from)\nTo: \(to)\n"
      + "Subject: =?utf-8?B?0JfQsNC60LDQtw==?=\n\(more)\n\(body)\n"
  }

  private static let attached = """
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: multipart/alternative; boundary=a

    --a
    Content-Type: text/plain; charset=utf-8

    Price list inside
    --a
    Content-Type: text/html

    <p>Price list <b>inside</b></p>
    --a--
    --b
    Content-Type: text/csv
    Content-Disposition: attachment; filename="../prices.csv"

    a,b
    --b
    Content-Type: application/x-msdownload
    Content-Disposition: attachment; filename="prices.exe"

    x
    --b--
    """

  /// A company with an address and a contact; another company of the same contact.
  private static func furnish(_ session: TestSession) async throws -> (acme: Int, beta: Int) {
    let acme = try await session.create(
      "parties",
      ["name": "Acme", "channels": [["kind": "email", "value": "Info@Acme.example"]]]
    ).id
    let beta = try await session.create(
      "parties",
      ["name": "Beta", "channels": [["kind": "website", "value": "https://www.beta.example"]]]
    ).id
    let ivan = try await session.create(
      "parties",
      [
        "kind": "person", "name": "Ivan",
        "channels": [["kind": "email", "value": "ivan@acme.example"]],
      ]
    ).id
    let petra = try await session.create(
      "parties",
      [
        "kind": "person", "name": "Petra",
        "channels": [["kind": "email", "value": "petra@home.example"]],
      ]
    ).id
    for (company, person) in [(acme, ivan), (acme, petra), (beta, petra)] {
      try await session.create(
        "contacts", ["company_id": .id(company), "person_id": .id(person)])
    }
    return (acme, beta)
  }

  @Test func `is filed with whom it was written, with its files, once`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let post = Post(crm: crm, session: seller)
      let (acme, _) = try await Self.furnish(seller)
      let letter = Self.letter(
        "1@acme.example", from: "Ivan <IVAN@acme.example>",
        more: Self.attached.components(separatedBy: "\n\n")[0] + "\n",
        body: Self.attached.components(separatedBy: "\n\n").dropFirst().joined(separator: "\n\n"))
      let report = try await post.take(letter)
      #expect(report.filed == 1, "\(report)")
      let message = try await post.message("1@acme.example")
      #expect(message["state"] == "filed" && message["left_out"] == 1, "\(message)")
      let interaction = try await seller.get("interactions/\(message["interaction_id"]?.int ?? 0)")
      #expect(interaction["party_id"]?.int == acme)
      #expect(interaction["kind"] == "email" && interaction["direction"] == "in")
      #expect(interaction["subject"] == "Заказ" && interaction["body"] == "Price list inside")
      #expect(interaction["at"] == "2026-03-02T07:00:00Z")
      #expect(interaction["participants"]?.array?.first?["role"] == "sender")
      let files = try await seller.get("interactions/\(interaction.id)/files").data
      #expect(files.map { $0["file"]?["name"]?.string } == [".._prices.csv"], "\(files)")
      let line = try await seller.get("timeline?party_id=\(acme)&kind=email").data
      #expect(line.count == 1)
      // The same by another way.
      let again = try await post.take("Received: by b\n\tid 7\nDelivered-To: x\n" + letter)
      #expect(again.known == 1 && again.filed == 0)
      let kept = try await crm.observed(
        """
        select (select count(*) from clients.mail_message) as messages,
          (select count(*) from clients.interaction) as interactions,
          (select count(*) from system.file) as files,
          (select count(*) from system.content where kept_at is null) as left_over
        """
      ).single
      #expect(try kept.int("messages") == 1 && kept.int("interactions") == 1)
      #expect(try kept.int("files") == 2 && kept.int("left_over") == 0)
    }
  }

  @Test func `of an address of several is suggested, and filed by a person or its thread`()
    async throws
  {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let post = Post(crm: crm, session: seller)
      let (acme, beta) = try await Self.furnish(seller)
      #expect(try await post.take(Self.letter("p1@home", from: "petra@home.example")).open == 1)
      let message = try await post.message("p1@home")
      let id = message["id"]?.int ?? 0
      let suggested = try await seller.get("mail-suggestions?mail_message_id=\(id)").data
      #expect(Set(suggested.map { $0["party_id"]?.int }) == [acme, beta], "\(suggested)")
      #expect(suggested.allSatisfy { $0["reason"] == "address" })
      let hidden = try await crm.as(.purchasing).create("parties", ["name": "Hidden"]).id
      let wrong = try await seller.post("mail-messages/\(id)/filing", ["party_id": .id(hidden)])
      #expect(wrong.status == 422 && wrong.pointers == ["/party_id"], "\(wrong.text)")
      let filed = try await seller.post("mail-messages/\(id)/filing", ["party_id": .id(beta)])
      #expect(filed.status == 200 && filed["state"] == "filed", "\(filed.text)")
      let twice = try await seller.post("mail-messages/\(id)/filing", ["party_id": .id(acme)])
      #expect(twice.status == 409 && twice.problem == "mail_filed")
      // Its answer is with whom the thread is.
      let answer = Self.letter(
        "p2@us", from: "anna@us.example", to: "petra@home.example", more: "In-Reply-To: <p1@home>\n"
      )
      #expect(try await post.take(answer).filed == 1)
      let ours = try await post.message("p2@us")
      #expect(ours["direction"] == "out" && ours["thread_id"] == message["thread_id"], "\(ours)")
      let parties = try await crm.observed(
        "select party_id from clients.interaction order by id"
      ).map { try $0.int("party_id") }
      #expect(parties == [beta, beta])
      let site = try await post.take(Self.letter("s@b", from: "new@beta.example"))
      #expect(site.open == 1)
      let guess = try await seller.get("mail-suggestions?reason=website").data
      #expect(guess.map { $0["party_id"]?.int } == [beta])
    }
  }

  @Test func `joins the threads that it names, in whatever order they come`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let post = Post(crm: crm, session: seller)
      for (id, before) in [("c@t", "b@t"), ("e@t", "d@t"), ("x@t", "y@t")] {
        try await post.take(Self.letter(id, from: "a@b.example", more: "References: <\(before)>\n"))
      }
      let apart = try await seller.get("mail-messages").data.map { $0["thread_id"]?.int }
      #expect(Set(apart).count == 3)
      try await post.take(
        Self.letter("d@t", from: "a@b.example", more: "References: <a@t> <b@t>\n"))
      let joined = try await seller.get("mail-messages").data.filter { $0["message_id"] != "x@t" }
      #expect(joined.count == 3 && Set(joined.map { $0["thread_id"]?.int }).count == 1)
    }
  }

  @Test func `stays as it was received, whoever asks by plain SQL`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let post = Post(crm: crm, session: seller)
      let (acme, _) = try await Self.furnish(seller)
      try await post.take(Self.letter("k@t", from: "info@acme.example"))
      let attacks: [(SQL, String)] = [
        ("update clients.mail_message set body = 'other'", "42501"),
        ("update clients.mail_message set message_id = 'other'", "42501"),
        ("update clients.mail_message set interaction_id = null", "mail_message_filed_once"),
        ("delete from clients.mail_message", "mail_message_kept"),
        ("delete from clients.interaction", "mail_message_interaction_fkey"),
        (
          "delete from system.file_link where table_name = 'clients.mail_message'",
          "file_link_of_mail"
        ),
        ("update system.file set name = 'other'", "file_of_mail"),
        ("select from clients.mail_reference", "42501"),
        (
          """
          insert into clients.mail_message (message_id, digest, thread_id, direction, at)
          select message_id, digest, thread_id, 'in', now() from clients.mail_message
          """, "mail_message_once"
        ),
      ]
      for (attack, rule) in attacks {
        let attempt = try await crm.sql(seller, attack)
        let told = attempt.error.map { $0.constraint ?? $0.sqlState }
        #expect(told == rule, "\(attack)")
      }
      let reader = try await crm.as(.hr)
      let probe = try await crm.sql(
        reader, "select * from clients.correspondents('{info@acme.example}')")
      #expect(probe.error?.sqlState == "42501")
      // What becomes private of an interaction does so of its letter.
      let chief = try await crm.as(.administrator)
      #expect(try await chief.get("mail-messages").data.count == 1)
      let line = try await seller.get("interactions?party_id=\(acme)").data
      let id = try #require(line.first?["id"]?.int)
      #expect(try await seller.patch("interactions/\(id)", ["private": true]).status == 200)
      #expect(try await chief.get("mail-messages").data.isEmpty)
    }
  }

  @Test func `is kept by the command, which says so`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let login = try await seller.get("me")["login"]?.string ?? ""
      try await withFolder { folder in
        let maildir = try Post.maildir([], in: folder)
        try Data(Self.letter("m@t", from: "a@b.example").utf8)
          .write(to: URL(fileURLWithPath: "\(maildir)/new/1.a"))
        let arguments = [
          "mail", "ingest", maildir, "--database", crm.database.migrator, "--service-database",
          crm.database.service, "--as",
        ]
        let run = try await CommandRun(arguments + [login])
        #expect(run.status == 0 && run.output.contains("1 to be filed"), "\(run.output)")
        let failed = try await CommandRun(arguments + ["nobody"])
        #expect(failed.status == 75, "\(failed.output)")
      }
      #expect(try await seller.get("mail-messages").data.count == 1)
    }
  }
}
