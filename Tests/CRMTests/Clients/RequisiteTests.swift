import Postgres
import Support
import Testing

/// Gives the body what the database answers to a question, as the service asks it.
private func withAnswers(
  _ body: (@escaping (SQL) async throws -> Bool) async throws -> Void
) async throws {
  try await withDatabase { database in
    try await withClient(database.service) { client in
      try await body { try await client.rows("select " + $0 + " as answer")[0].bool("answer") }
    }
  }
}

@Suite struct `Russian requisites` {
  private static let inns: [(inn: String, right: Bool)] = [
    ("7728127936", true), ("005826107187", true), ("8906008740", true),
    ("0108003671", false), ("7728127937", false), ("772812793", false), ("0000000000", false),
  ]

  @Test func `an INN is judged by its check digits`() async throws {
    try await withAnswers { answer in
      await each(Self.inns) { inn, right in
        let told = try await answer("clients.inn_valid(\(inn))")
        #expect(told == right, "\(inn)")
      }
    }
  }

  private static let ogrns: [(ogrn: String, right: Bool)] = [
    ("1022500001325", true), ("1022200525819", true), ("1022500001328", false), ("123", false),
    ("385768585948949", true), ("385768585948948", false),
  ]

  @Test func `an OGRN is judged by its check digit`() async throws {
    try await withAnswers { answer in
      await each(Self.ogrns) { ogrn, right in
        let told = try await answer("clients.ogrn_valid(\(ogrn))")
        #expect(told == right, "\(ogrn)")
      }
    }
  }

  private static let kpps: [(kpp: String, right: Bool)] = [
    ("770101001", true), ("7701AB001", true), ("77010100", false),
  ]

  @Test func `a KPP is judged by its form`() async throws {
    try await withAnswers { answer in
      await each(Self.kpps) { kpp, right in
        let told = try await answer("clients.kpp_valid(\(kpp))")
        #expect(told == right, "\(kpp)")
      }
    }
  }

  private static let accounts: [(account: String, bic: String, correspondent: Bool, right: Bool)] =
    [
      ("30101810400000000225", "044525225", true, true),
      ("30101810400000000226", "044525225", true, false),
      ("40702810993816598395", "049999555", false, true),
      ("40702810893816598395", "049999555", false, false),
      ("40102810445370000059", "017003983", false, true),
    ]

  @Test func `an account fits the control key of its bank`() async throws {
    try await withAnswers { answer in
      await each(Self.accounts) { account, bic, correspondent, right in
        let told = try await answer("clients.account_valid(\(account), \(bic), \(correspondent))")
        #expect(told == right, "\(account) \(bic)")
      }
    }
  }
}

@Suite struct `European requisites` {
  private static let ibans: [(iban: String, right: Bool)] = [
    ("DE89370400440532013000", true), ("FR1420041010050500013M02606", true),
    ("GB82WEST12345698765432", true), ("DE89370400440532013001", false),
    ("DE8937040044053201300", false), ("123", false),
  ]

  @Test func `an IBAN has the length of its country and its check digits`() async throws {
    try await withAnswers { answer in
      await each(Self.ibans) { iban, right in
        let told = try await answer("clients.iban_valid(\(iban))")
        #expect(told == right, "\(iban)")
      }
    }
  }

  private static let vats: [(vat: String, right: Bool)] = [
    ("ATU13585627", true), ("ATU13585626", false), ("BE0428759497", true),
    ("BE0431150351", false), ("DE136695976", true), ("DE136695978", false),
    ("ESB58378431", true), ("ES54362315K", true), ("ESJ99216583", false),
    ("FR40303265045", true), ("FR84323140391", false), ("IT00743110157", true),
    ("IT00743110158", false), ("NL004495445B01", true), ("NL123456789B90", false),
    ("PL8567346215", true), ("PL8567346216", false), ("CZ25123891", true), ("XI1", false),
  ]

  @Test func `a VAT number fits its member state`() async throws {
    try await withAnswers { answer in
      await each(Self.vats) { vat, right in
        let told = try await answer("clients.vat_valid(\(vat), null)")
        #expect(told == right, "\(vat)")
      }
    }
  }

  @Test func `a number of another country is not judged by European rules`() async throws {
    try await withAnswers { answer in
      let mexican = try await answer("clients.vat_valid('ESA900101XYZ', 'MX')")
      let spanish = try await answer("clients.vat_valid('ESA900101XYZ', 'ES')")
      #expect(mexican && !spanish)
    }
  }
}
