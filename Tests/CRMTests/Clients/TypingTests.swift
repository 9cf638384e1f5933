import Postgres
import Support
import Testing

@Suite struct `What people type` {
  private static let phones: [(typed: String, country: String?, phone: String)] = [
    ("8 (495) 123-45-67", "RU", "+74951234567"), ("+7 495 123 45 67", nil, "+74951234567"),
    ("4951234567", nil, "+74951234567"), ("8-800-555-35-35 доб. 12", nil, "+78005553535"),
    ("810 49 30 1234567", nil, "+49301234567"), ("030-0074321", "DE", "+49300074321"),
    ("(206) 555-9857", "US", "+12065559857"), ("02 1234567", "IT", "+39021234567"),
    ("+44 113 496 0000", "RU", "+441134960000"),
  ]

  @Test func `becomes a phone in E 164`() async throws {
    try await Self.withPhones { row in
      await each(Self.phones) { typed, country, phone in
        let made = try await row("clients.phone(\(typed), nullif(\(country ?? ""), ''))")
        #expect(made.value == phone, "\(typed)")
        #expect(made.valid, "\(typed)")
      }
    }
  }

  private static let wrong: [String] = ["123", "8 (495) 12", "спросить Олю"]

  @Test func `is kept even where it is no phone`() async throws {
    try await Self.withPhones { row in
      await each(Self.wrong) { typed in
        let made = try await row("clients.phone(\(typed), 'RU')")
        #expect(!made.value.isEmpty, "\(typed)")
        #expect(!made.valid, "\(typed)")
      }
    }
  }

  private static let mails: [(typed: String, right: Bool)] = [
    ("office@firma.example", true), ("имя@пример.рф", true), ("office@firma", false),
    ("two words@firma.example", false), ("a@b@c.example", false), ("@firma.example", false),
  ]

  @Test func `is judged as an address of e-mail`() async throws {
    try await withDatabase { database in
      await each(Self.mails) { typed, right in
        try await withClient(database.service) { client in
          let rows = try await client.rows("select clients.email_valid(\(typed)) as valid")
          #expect(try rows[0].bool("valid") == right, "\(typed)")
        }
      }
    }
  }

  /// Gives the body what the database makes of a phone, and whether that is one.
  private static func withPhones(
    _ body: (@escaping (SQL) async throws -> (value: String, valid: Bool)) async throws -> Void
  ) async throws {
    try await withDatabase { database in
      try await withClient(database.service) { client in
        try await body { phone in
          let rows = try await client.rows(
            "select p.value, clients.phone_valid(p.value) as valid from (select " + phone
              + " as value) as p")
          return (try rows[0].string("value"), try rows[0].bool("valid"))
        }
      }
    }
  }
}
