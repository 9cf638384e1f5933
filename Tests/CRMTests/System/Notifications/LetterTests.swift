import Foundation
import Logging
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A notification by e-mail` {
  private static func delivery(_ client: Client, port: Int) -> LetterDelivery {
    var server = SMTPServer(host: "127.0.0.1", sender: "crm@us.example")
    server.port = port
    server.security = .none
    server.patience = .seconds(20)
    return LetterDelivery(client: client, server: server, logger: .quiet)
  }

  /// Tells somebody of a party that became his, as a change by another does.
  private static func assign(_ crm: TestCRM, to account: Int) async throws {
    try await crm.arrange(
      """
      insert into system.notification (account_id, event_id, at, kind, action, resource, table_name, record_id)
      select \(account), -1000 - count(*), '2026-03-02 10:00:00+03', 'assigned', 'update', 'parties',
        'clients.party', 17
      from system.notification
      """)
  }

  private static func states(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed(
      "select state || ' ' || attempts as state from system.letter order by notification_id"
    ).map { try $0.string("state") }
  }

  private static func letItBeDue(_ crm: TestCRM) async throws {
    try await crm.arrange("update system.letter set due_at = now() where state = 'waiting'")
  }

  @Test func `is sent to who has an address, once it is configured, until it is taken`()
    async throws
  {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      try await crm.arrange(
        "update access.account set email = 'seller@us.example', language = 'ru' where id = \(seller.account)"
      )
      try await crm.arrange(
        "update access.account set email = null where id = \(buyer.account)")
      try await Self.assign(crm, to: seller.account)
      #expect(try await Self.states(crm).isEmpty)
      try await withClient(crm.database.service) { client in
        let refusals = ["451 later", "250 taken", "550 never"]
        try await MailServer.run(refusing: refusals) { server, port in
          let delivery = Self.delivery(client, port: port)
          #expect(try await delivery.deliver() == 0)
          try await Self.assign(crm, to: seller.account)
          try await Self.assign(crm, to: buyer.account)
          #expect(try await delivery.deliver() == 1)
          #expect(try await Self.states(crm) == ["waiting 1"])
          // Not before its time.
          #expect(try await delivery.deliver() == 0)
          try await Self.letItBeDue(crm)
          #expect(try await delivery.deliver() == 1)
          #expect(try await Self.states(crm) == ["sent 2"])
          try await Self.assign(crm, to: seller.account)
          #expect(try await delivery.deliver() == 1)
          #expect(try await Self.states(crm) == ["sent 2", "failed 1"])
          try await Self.letItBeDue(crm)
          #expect(try await delivery.deliver() == 0)
          try Self.judge(server.letters)
        }
      }
      let told = try await crm.observed("select failure from system.letter where state = 'failed'")
      #expect(try told.single.string("failure").hasPrefix("550: "))
    }
  }

  private static func judge(_ letters: [MailServer.Letter]) throws {
    try #require(letters.count == 3)
    let identifiers = letters.map { $0.field("Message-ID") }
    #expect(identifiers[0] == identifiers[1] && identifiers[1] != identifiers[2])
    #expect(letters.allSatisfy { $0.recipient == "<seller@us.example>" })
    #expect(letters.allSatisfy { $0.sender.hasPrefix("<crm@us.example>") })
    #expect(letters[0].field("Date") == "Mon, 2 Mar 2026 07:00:00 +0000")
    let message = try MailMessage(reading: Array(letters[0].text.utf8))
    #expect(message.subject == "CRM: Стала вашей (parties 17)")
    #expect(message.text == "Стала вашей\nИзменено: parties 17", "\(message.text)")
    #expect(message.from.map(\.address) == ["crm@us.example"])
  }

  @Test func `waits while the server is away, and is nobody else's meanwhile`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let seller = try await crm.as(.sales)
      try await crm.arrange(
        "update access.account set email = 's@us.example' where id = \(seller.account)")
      try await withClient(crm.database.service) { client in
        try await MailServer.run { server, port in
          #expect(try await Self.delivery(client, port: port).deliver() == 0)
          try await Self.assign(crm, to: seller.account)
          let lost = try await client.rows("select id from system.take_letters(10, 600)")
          #expect(lost.count == 1)
          #expect(try await Self.delivery(client, port: port).deliver() == 0)
          // Its service has died.
          try await Self.letItBeDue(crm)
          #expect(try await Self.delivery(client, port: 1).deliver() == 1)
          #expect(try await Self.states(crm) == ["waiting 2"])
          try await Self.letItBeDue(crm)
          #expect(try await Self.delivery(client, port: port).deliver() == 1)
          #expect(server.letters.count == 1)
        }
      }
      let attack = try await crm.sql(seller, "select * from system.take_letters(10, 60)")
      #expect(attack.error?.sqlState == "42501")
      let reading = try await crm.sql(seller, "select from system.letter")
      #expect(reading.error?.sqlState == "42501")
    }
  }

  @Test func `goes out from the service that is told of a server`() async throws {
    try await MailServer.run { server, port in
      var smtp = SMTPServer(host: "127.0.0.1", sender: "crm@us.example")
      smtp.port = port
      smtp.security = .none
      try await withCRM(.set(\.smtp, smtp)) { crm in
        let seller = try await crm.as(.sales)
        try await crm.arrange(
          "update access.account set email = 's@us.example' where id = \(seller.account)")
        let isMailing = try await eventually {
          try await crm.observed("select from system.mailing where ends_at > now()").count == 1
        }
        #expect(isMailing)
        try await Self.assign(crm, to: seller.account)
        let hasCome = try await eventually { server.letters.count == 1 }
        #expect(hasCome)
      }
    }
  }
}
