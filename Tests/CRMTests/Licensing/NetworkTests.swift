import CRM
import Foundation
import License
import Postgres
import Support
import Testing

@Suite struct `A sign-in from outside of the site's networks` {
  private static let networks = ["10.1.0.0/16", "2001:db8::/32"]

  /// The licence of every test, for a site with these networks.
  private func file(
    _ networks: [String], policy: Site.NetworkPolicy = .warn, revision: Int = 2
  ) throws -> [UInt8] {
    var grant = try Verifier(trust: .testing).verify(
      try TestLicence.file(seats: 100, revision: revision), as: LicenseGrant.self
    ).payload
    grant.site.networks = networks
    grant.site.networkPolicy = policy
    return try TestLicence.sign(grant)
  }

  private func signIn(_ crm: TestCRM, from address: String) async throws -> TestSession {
    let reply = try await crm.anyone.post(
      "sessions", ["login": "sales-sales-1", "password": .string(TestCRM.password)],
      headers: [("X-Forwarded-For", address)])
    #expect(reply.status == 201, "\(reply.text)")
    return crm.anyone.with(token: reply["token"]?.string)
  }

  /// The mode and the codes of its reasons, judged now.
  private func judge(_ crm: TestCRM) async throws -> String {
    try await crm.arrange(
      """
      select concat_ws(' ', mode, (select string_agg(r ->> 'code', ' ') from jsonb_array_elements(reasons) as r))
        as answer
      from licensing.judge(null, true)
      """
    ).single.string("answer")
  }

  private func noted(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed(
      "select host(address) as address from licensing.outside_sign_in order by address"
    ).map { try $0.string("address") }
  }

  /// From where somebody signs in, and as what it is noted where it lies outside: those inside first, since what
  /// was noted stays until somebody signs in from outside again.
  private static let addresses: [(String, String?)] = [
    ("10.1.255.3", nil), ("::ffff:10.1.2.3", nil), ("2001:db8:1::7", nil), ("127.0.0.9", nil),
    ("::1", nil), ("10.2.0.1", "10.2.0.1"), ("::ffff:192.0.2.7", "192.0.2.7"),
    ("2001:db9::7", "2001:db9::7"),
  ]

  @Test func `is told from one inside, and neither is hindered`() async throws {
    try await withCRM(.set(\.proxies, ["127.0.0.1"])) { crm in
      _ = try await crm.as(.sales)
      try await crm.database.license(try file(Self.networks))
      await each(Self.addresses) { address, outside in
        let person = try await signIn(crm, from: address)
        let mode = try await judge(crm)
        #expect(mode == (outside == nil ? "FULL" : "WARN outside_network"), "\(address)")
        #expect(try await noted(crm) == (outside.map { [$0] } ?? []), "\(address)")
        let made = try await person.post("parties", ["kind": "company", "name": .string(address)])
        #expect(made.status == 201, "\(address): \(made.text)")
        // The next one outside is then noted alone.
        try await crm.arrange(
          "update licensing.outside_sign_in set at = now() - interval '24 hours 1 minute'")
      }
    }
  }

  @Test func `warns for a day, and who manages the licence learns who it was`() async throws {
    try await withCRM(.set(\.proxies, ["127.0.0.1"])) { crm in
      let chief = try await crm.as(.administrator)
      let seller = try await crm.as(.sales)
      try await crm.database.license(try file(Self.networks))
      for _ in 1...2 { _ = try await signIn(crm, from: "192.0.2.7") }
      #expect(try await judge(crm) == "WARN outside_network")
      let reply = try await chief.get("license")
      let reason = try #require(reply["reasons"]?.array?.first)
      #expect(reason["code"]?.string == "outside_network")
      #expect(reason["detail"]?.string?.contains("outside of the site's networks") == true)
      let events = try await crm.observed(
        """
        select account_id, detail ->> 'address' as address
        from licensing.event where kind = 'outside_network'
        """)
      #expect(try events.single.int("account_id") == seller.account)
      #expect(try events.single.string("address") == "192.0.2.7")
      try await crm.arrange(
        "update licensing.outside_sign_in set at = now() - interval '24 hours 1 minute'")
      #expect(try await judge(crm) == "FULL")
      _ = try await signIn(crm, from: "192.0.2.8")
      #expect(try await judge(crm) == "WARN outside_network")
      #expect(try await noted(crm) == ["192.0.2.8"])
    }
  }

  @Test func `is none once the vendor has added its network`() async throws {
    try await withCRM(.set(\.proxies, ["127.0.0.1"])) { crm in
      _ = try await crm.as(.sales)
      try await crm.database.license(try file(Self.networks))
      _ = try await signIn(crm, from: "192.0.2.7")
      #expect(try await judge(crm) == "WARN outside_network")
      try await crm.database.license(try file(Self.networks + ["192.0.2.0/24"], revision: 3))
      #expect(try await crm.database.mode() == "FULL")
      let row = try await crm.observed(
        """
        select array_to_string(networks, ' ') as networks, network_policy from licensing.licence
        order by id desc limit 1
        """
      ).single
      #expect(try row.string("networks") == "10.1.0.0/16 2001:db8::/32 192.0.2.0/24")
      #expect(try row.string("network_policy") == "warn")
    }
  }

  /// What a licence says that asks nothing.
  private static let silent: [([String], Site.NetworkPolicy)] = [
    ([], .warn), (networks, .ignore),
  ]

  @Test(arguments: silent)
  func `is none where the licence does not ask`(
    networks: [String], policy: Site.NetworkPolicy
  ) async throws {
    try await withCRM(.set(\.proxies, ["127.0.0.1"])) { crm in
      _ = try await crm.as(.sales)
      try await crm.database.license(try file(networks, policy: policy))
      _ = try await signIn(crm, from: "192.0.2.7")
      #expect(try await judge(crm) == "FULL")
      #expect(try await noted(crm).isEmpty)
    }
  }

  @Test func `is a person's alone`() async throws {
    try await withCRM(.set(\.proxies, ["127.0.0.1"])) { crm in
      let seller = try await crm.as(.sales)
      try await crm.database.license(try file(Self.networks))
      let made = try await seller.post(
        "me/tokens", ["name": "nightly"], headers: [("X-Forwarded-For", "192.0.2.7")])
      #expect(made.status == 201, "\(made.text)")
      #expect(try await judge(crm) == "FULL")
      #expect(try await noted(crm).isEmpty)
    }
  }
}
