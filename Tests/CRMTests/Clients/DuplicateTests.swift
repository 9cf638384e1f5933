import CRM
import Postgres
import Support
import Testing

@Suite struct `A duplicate` {
  private static let typed: [(body: JSON, reason: String)] = [
    (["name": "ромашка"], "name"), (["name": "Romashka LLC"], "latin"),
    (["name": "ООО Ромашка."], "spelling"), (["name": "Ромашкаа плюс"], "similar"),
    (["name": "Other", "inn": "7728 127936"], "tax"),
    (["name": "Other", "phone": "+7 (495) 123-45-67"], "phone"),
    (["name": "Other", "email": "INFO@romashka.example"], "email"),
  ]

  @Test func `is told before it is entered, however it is written`() async throws {
    try await withCareDesk { desk in
      let known = try await desk.party("ООО «Ромашка»", ["inn": "7728127936"])
      try await desk.channel(known, "phone", "8 495 1234567")
      try await desk.channel(known, "email", "info@romashka.example")
      for (body, reason) in Self.typed {
        let told = try await desk.seller.post("parties/duplicates", body)
        #expect(told.data.map { $0["party_id"]?.int } == [known], "\(body) \(told.text)")
        let reasons = told.data.first?["reasons"]?.array ?? []
        #expect(reasons.contains(.string(reason)), "\(reason): \(told.text)")
      }
      #expect(try await desk.seller.post("parties/duplicates", ["name": "Лютик"]).data.isEmpty)
      let nameless = try await desk.seller.post("parties/duplicates", ["inn": "1"])
      #expect(nameless.pointers == ["/name"], "\(nameless.text)")

      let second = try await desk.party("Romashka Ltd", ["inn": "7728127936"])
      let found = try await desk.seller.get("parties/\(second)/duplicates")
      #expect(found.data.map { $0["party_id"]?.int } == [known], "\(found.text)")
      #expect(found.data.first?["score"] == "0.975", "\(found.text)")
      #expect(try await desk.seller.delete("parties/\(known)").status == 204)
      #expect(try await desk.seller.get("parties/\(second)/duplicates").data.isEmpty)
    }
  }

  @Test func `is told to nobody who may not see it`() async throws {
    try await withCareDesk { desk in
      let buyer = try await desk.crm.as(.purchasing)
      let hidden = try await buyer.create(
        "parties", ["name": "Ромашка", "inn": "7728127936"]
      ).id
      let own = try await desk.party("Romashka", ["inn": "7728127936"])
      let body: JSON = ["name": "Ромашка", "inn": "7728127936"]
      let told = try await desk.seller.post("parties/duplicates", body)
      #expect(told.data.map { $0["party_id"]?.int } == [own], "\(told.text)")
      #expect(try await desk.seller.get("parties/\(own)/duplicates").data.isEmpty)
      #expect(try await desk.seller.get("parties/\(hidden)/duplicates").status == 404)
      let chief = try await desk.crm.as(.administrator)
      #expect(try await chief.post("parties/duplicates", body).data.count == 2)
      // The pair that somebody found who sees both is a pair for nobody else.
      let renewed = try await desk.seller.post("duplicate-pairs/renewal")
      #expect(renewed["added"]?.int == 0, "\(renewed.text)")
      #expect(try await chief.post("duplicate-pairs/renewal")["added"]?.int == 1)
      #expect(try await chief.get("duplicate-pairs").data.count == 1)
      #expect(try await desk.seller.get("duplicate-pairs").data.isEmpty)
      #expect(try await buyer.get("duplicate-pairs").data.isEmpty)
      let rows = try await desk.crm.sql(
        desk.seller,
        "select party_id from clients.match_parties('{tax}', '{7728127936}', null)",
        "select from clients.party_duplicate_key", "select from clients.duplicate_pair")
      #expect(rows.error?.sqlState == "42501" && rows.results[0].count == 1, "\(rows)")
    }
  }

  @Test func `is dismissed once with a reason, and opened again`() async throws {
    try await withCareDesk { desk in
      let (one, two) = (try await desk.party("Ромашка"), try await desk.party("ООО Ромашка"))
      let renewed = try await desk.seller.post("duplicate-pairs/renewal")
      #expect(renewed["pairs"]?.int == 1 && renewed["added"]?.int == 1, "\(renewed.text)")
      let pair = try #require(try await desk.seller.get("duplicate-pairs?state=open").data.first)
      #expect(pair["party_id"]?.int == one && pair["other_id"]?.int == two, "\(pair)")
      let id = pair["id"]?.int ?? 0
      let early = try await desk.seller.delete("duplicate-pairs/\(id)/dismissal", ifMatch: nil)
      #expect(early.problem == "record_state", "\(early.text)")
      let dismissal = "duplicate-pairs/\(id)/dismissal"
      #expect(try await desk.seller.post(dismissal).pointers == ["/reason"])
      let done = try await desk.seller.post(dismissal, ["reason": "Two shops of one name"])
      #expect(done["state"] == "dismissed", "\(done.text)")
      #expect(done["decided_by"]?.int == desk.seller.account)
      #expect(try await desk.seller.post(dismissal, ["reason": "x"]).problem == "record_state")
      #expect(
        try await desk.refusal(desk.seller, "select clients.decide_duplicate(\(id), true, 'x')")
          == "CJ010")
      let again = try await desk.seller.post("duplicate-pairs/renewal")
      #expect(again["added"]?.int == 0 && again["pairs"]?.int == 1, "\(again.text)")
      #expect(try await desk.seller.get("duplicate-pairs/\(id)")["state"] == "dismissed")
      let opened = try await desk.seller.delete(dismissal, ifMatch: nil)
      #expect(opened["state"] == "open" && opened["decided_by"] == .null, "\(opened.text)")
      for attack: SQL in [
        "update clients.duplicate_pair set state = 'dismissed'",
        "delete from clients.duplicate_pair",
        "insert into clients.duplicate_pair (party_id, other_id, score, reasons) values (1, 2, 1, '{}')",
      ] {
        #expect(try await desk.refusal(desk.seller, attack) == "42501")
      }
      _ = try await desk.seller.patch("parties/\(two)", ["name": "Лютик"])
      #expect(try await desk.seller.post("duplicate-pairs/renewal")["gone"]?.int == 1)
    }
  }

  @Test func `by a switchboard of sixty is not a thousand pairs`() async throws {
    try await withCareDesk { desk in
      try await desk.crm.arrange(
        """
        with p as (insert into clients.party (name, department_id)
          select md5(n::text), \(try await desk.crm.id(of: .sales)) from generate_series(1, 60) as n returning id)
        insert into clients.channel (party_id, kind, value) select id, 'phone', '84951234567' from p returning id
        """)
      let renewed = try await desk.seller.post("duplicate-pairs/renewal")
      #expect(renewed["pairs"]?.int == 59, "\(renewed.text)")
      let told = try await desk.seller.post(
        "parties/duplicates", ["name": "zzz", "phone": "84951234567"])
      #expect(told.data.count == 50)
    }
  }
}
