import CRM
import Postgres
import Support
import Testing

@Suite struct `A consent` {
  private func reachable(_ desk: CareDesk, _ party: Int) async throws -> Set<String> {
    let rows = try await desk.seller.get("reachable-channels?party_id=\(party)&limit=200")
    return Set(
      rows.data.map { "\($0["kind"]?.string ?? "") \($0["purpose"]?.string ?? "")" })
  }

  @Test func `opens channels for its purpose, until it is withdrawn or has ended`() async throws {
    try await withCareDesk { desk in
      let party = try await desk.party("Anna", ["kind": "person"])
      try await desk.channel(party, "email", "anna@a.example")
      let phone = try await desk.channel(party, "phone", "84951234567")
      #expect(try await reachable(desk, party) == ["email service", "phone service"])
      let consent = try await desk.seller.create(
        "consents",
        [
          "party_id": .id(party), "purpose": "newsletter", "channel_kind": "email",
          "given_on": "2024-01-01", "source": "Form on the site",
        ])
      try await desk.seller.create(
        "consents",
        [
          "party_id": .id(party), "purpose": "marketing", "given_on": "2024-01-01",
          "valid_until": "2024-12-31", "source": "Contract 7",
        ])
      let all: Set = ["email service", "phone service", "email newsletter"]
      #expect(try await reachable(desk, party) == all)
      _ = try await desk.seller.patch(
        "channels/\(phone)", ["do_not_contact": true, "do_not_contact_reason": "Asked by phone"])
      #expect(try await reachable(desk, party) == ["email service", "email newsletter"])

      let path = "consents/\(consent.id)/withdrawal"
      #expect(try await desk.seller.post(path).pointers == ["/reason"])
      let done = try await desk.seller.post(path, ["reason": "By letter"])
      #expect(
        done.status == 200 && done["withdrawn_by"]?.int == desk.seller.account, "\(done.text)")
      #expect(try await reachable(desk, party) == ["email service"])
      #expect(try await desk.seller.post(path, ["reason": "x"]).problem == "record_state")
      let changed = try await desk.seller.patch("consents/\(consent.id)", ["source": "x"])
      #expect(changed.firstFault.contains("stays as it is"), "\(changed.text)")
      for (attack, rule) in [
        ("select clients.withdraw_consent(\(consent.id), 'x')" as SQL, "CJ010"),
        (
          "update clients.consent set source = 'x' where id = \(consent.id)",
          "consent_withdrawn_stays"
        ),
        ("update clients.consent set withdrawn_at = null", "42501"),
        ("delete from clients.consent", "42501"),
      ] {
        #expect(try await desk.refusal(desk.seller, attack) == rule)
      }
      _ = try await desk.seller.patch("parties/\(party)", ["do_not_contact": true])
      #expect(try await reachable(desk, party).isEmpty)
    }
  }

  @Test func `is withdrawn by nobody who may not change the party`() async throws {
    try await withCareDesk { desk in
      let party = try await desk.party("Anna")
      let consent = try await desk.seller.create(
        "consents", ["party_id": .id(party), "purpose": "survey", "source": "Form"])
      let path = "consents/\(consent.id)/withdrawal"
      let buyer = try await desk.crm.as(.purchasing)
      #expect(try await buyer.post(path, ["reason": "x"]).status == 404)
      let reader = try await desk.crm.as(.readOnly)
      #expect(try await reader.post(path, ["reason": "x"]).status == 403)
      #expect(
        try await desk.text("select count(*)::text from clients.consent where withdrawn_at is null")
          == "1")
    }
  }
}
