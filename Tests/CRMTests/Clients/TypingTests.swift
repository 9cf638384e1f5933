import Postgres
import Support
import Testing

@Suite struct `What people type` {
  @Test(
    arguments: [
      ("8 (495) 123-45-67", "RU", "+74951234567"), ("+7 495 123 45 67", nil, "+74951234567"),
      ("4951234567", nil, "+74951234567"), ("8-800-555-35-35 доб. 12", nil, "+78005553535"),
      ("810 49 30 1234567", nil, "+49301234567"), ("030-0074321", "DE", "+49300074321"),
      ("(206) 555-9857", "US", "+12065559857"), ("02 1234567", "IT", "+39021234567"),
      ("+44 113 496 0000", "RU", "+441134960000"),
    ] as [(String, String?, String)])
  func `becomes a phone in E 164`(typed: String, country: String?, phone: String) async throws {
    let row = try await row("clients.phone(\(typed), nullif(\(country ?? ""), ''))")
    #expect(row.value == phone)
    #expect(row.valid)
  }

  @Test(arguments: ["123", "8 (495) 12", "спросить Олю"])
  func `is kept even where it is no phone`(typed: String) async throws {
    let row = try await row("clients.phone(\(typed), 'RU')")
    #expect(!row.value.isEmpty)
    #expect(!row.valid)
  }

  @Test(arguments: [
    ("office@firma.example", true), ("имя@пример.рф", true), ("office@firma", false),
    ("two words@firma.example", false), ("a@b@c.example", false), ("@firma.example", false),
  ])
  func `is judged as an address of e-mail`(typed: String, right: Bool) async throws {
    try await withDatabase { database in
      try await withClient(database.service) { client in
        let rows = try await client.rows("select clients.email_valid(\(typed)) as valid")
        #expect(try rows[0].bool("valid") == right)
      }
    }
  }

  private func row(_ phone: SQL) async throws -> (value: String, valid: Bool) {
    try await withDatabase { database in
      try await withClient(database.service) { client in
        let rows = try await client.rows(
          "select p.value, clients.phone_valid(p.value) as valid from (select " + phone
            + " as value) as p")
        return (try rows[0].string("value"), try rows[0].bool("valid"))
      }
    }
  }
}
