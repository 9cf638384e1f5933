import Postgres
import Support
import Testing

/// What the database answers to one question, as the service asks it.
private func answer(_ question: SQL) async throws -> Bool {
  try await withDatabase { database in
    try await withClient(database.service) { client in
      try await client.rows("select " + question + " as answer")[0].bool("answer")
    }
  }
}

@Suite struct `Russian requisites` {
  @Test(arguments: [
    ("7728127936", true), ("005826107187", true), ("8906008740", true),
    ("0108003671", false), ("7728127937", false), ("772812793", false), ("0000000000", false),
  ])
  func `an INN is judged by its check digits`(inn: String, right: Bool) async throws {
    #expect(try await answer("clients.inn_valid(\(inn))") == right)
  }

  @Test(arguments: [
    ("1022500001325", true), ("1022200525819", true), ("1022500001328", false), ("123", false),
    ("385768585948949", true), ("385768585948948", false),
  ])
  func `an OGRN is judged by its check digit`(ogrn: String, right: Bool) async throws {
    #expect(try await answer("clients.ogrn_valid(\(ogrn))") == right)
  }

  @Test(arguments: [("770101001", true), ("7701AB001", true), ("77010100", false)])
  func `a KPP is judged by its form`(kpp: String, right: Bool) async throws {
    #expect(try await answer("clients.kpp_valid(\(kpp))") == right)
  }

  @Test(arguments: [
    ("30101810400000000225", "044525225", true, true),
    ("30101810400000000226", "044525225", true, false),
    ("40702810993816598395", "049999555", false, true),
    ("40702810893816598395", "049999555", false, false),
    ("40102810445370000059", "017003983", false, true),
  ])
  func `an account fits the control key of its bank`(
    account: String, bic: String, correspondent: Bool, right: Bool
  ) async throws {
    #expect(
      try await answer("clients.account_valid(\(account), \(bic), \(correspondent))") == right)
  }
}

@Suite struct `European requisites` {
  @Test(arguments: [
    ("DE89370400440532013000", true), ("FR1420041010050500013M02606", true),
    ("GB82WEST12345698765432", true), ("DE89370400440532013001", false),
    ("DE8937040044053201300", false), ("123", false),
  ])
  func `an IBAN has the length of its country and its check digits`(
    iban: String, right: Bool
  ) async throws {
    #expect(try await answer("clients.iban_valid(\(iban))") == right)
  }

  @Test(arguments: [
    ("ATU13585627", true), ("ATU13585626", false), ("BE0428759497", true),
    ("BE0431150351", false), ("DE136695976", true), ("DE136695978", false),
    ("ESB58378431", true), ("ES54362315K", true), ("ESJ99216583", false),
    ("FR40303265045", true), ("FR84323140391", false), ("IT00743110157", true),
    ("IT00743110158", false), ("NL004495445B01", true), ("NL123456789B90", false),
    ("PL8567346215", true), ("PL8567346216", false), ("CZ25123891", true), ("XI1", false),
  ])
  func `a VAT number fits its member state`(vat: String, right: Bool) async throws {
    #expect(try await answer("clients.vat_valid(\(vat), null)") == right)
  }

  @Test func `a number of another country is not judged by European rules`() async throws {
    #expect(try await answer("clients.vat_valid('ESA900101XYZ', 'MX')"))
    #expect(try await answer("clients.vat_valid('ESA900101XYZ', 'ES')") == false)
  }
}
