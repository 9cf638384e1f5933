import CRM
import Postgres
import Support
import Testing

@Suite struct `A quote` {
  @Test func `has a number, and comes to what its lines do`() async throws {
    try await withQuoteDesk { desk in
      // 3 × 9.995 less 4.5 % is 28.635675; 20 % of 28.6357 is 5.72714.
      let quote = try await desk.quote([
        desk.line(["quantity": "3", "unit_price": "9.995", "discount_percent": "4.5"]),
        desk.line(["quantity": "0.5", "vat_rate": "0"]),
      ])
      #expect(quote.status == 201 && quote["state"] == "draft", "\(quote.text)")
      let number = quote["number"]?.string ?? ""
      #expect(number.hasPrefix("Q-") && number.hasSuffix("-00001"), "\(number)")
      let first = try #require(quote["lines"]?.array?.first)
      #expect(first["net"] == "28.6357" && first["vat"] == "5.7271" && first["gross"] == "34.3628")
      let total = try await desk.seller.get("quote-totals/\(quote.id)")
      #expect(
        total["net"] == "33.6357" && total["vat"] == "5.7271" && total["gross"] == "39.3628"
          && total["lines"] == 2, "\(total.text)")
      _ = try await desk.quote([desk.line()])
      let sums = try await desk.seller.get(
        "quote-totals/summary?group=state,currency&measure=count,sum(gross)")
      #expect(sums.data.first?["measures"]?["sum(gross)"] == "51.3628", "\(sums.text)")
      let peer = try await desk.crm.as(.purchasing)
      #expect(try await peer.get("quotes/\(quote.id)").status == 403)
    }
  }

  @Test func `is sent with lines, in its time, and accepted or declined once`() async throws {
    try await withQuoteDesk { desk in
      let empty = try await desk.quote([])
      #expect(try await desk.seller.post("quotes/\(empty.id)/sending").problem == "no_lines")
      let past = try await desk.quote(
        [desk.line()], ["quoted_on": "2025-01-01", "valid_until": "2025-02-01"])
      #expect(try await desk.seller.post("quotes/\(past.id)/sending").problem == "quote_past")
      let ahead = try await desk.quote([desk.line()], ["quoted_on": "2100-01-01"])
      #expect(try await desk.seller.post("quotes/\(ahead.id)/sending").problem == "quote_ahead")

      let id = try await desk.sent()
      let read = try await desk.seller.get("quotes/\(id)")
      #expect(read["state"] == "sent" && read["sent_at"]?.string != nil, "\(read.text)")
      let silent = try await desk.seller.post("quotes/\(id)/refusal")
      #expect(silent.status == 422 && silent.pointers == ["/reason"], "\(silent.text)")
      #expect(try await desk.seller.post("quotes/\(id)/expiry").problem == "quote_valid")
      let declined = try await desk.seller.post("quotes/\(id)/refusal", ["reason": "Too dear"])
      #expect(declined["state"] == "declined" && declined["decline_reason"] == "Too dear")
      #expect(declined["decided_at"]?.string != nil, "\(declined.text)")

      let late = try await desk.sent()
      try await desk.outlive(late)
      #expect(try await desk.seller.post("quotes/\(late)/acceptance").problem == "quote_past")
      #expect(try await desk.seller.post("quotes/\(late)/expiry")["state"] == "expired")
    }
  }

  /// Every verb in every state but those in which it is possible.
  @Test func `refuses what its state does not allow, over HTTP and by SQL`() async throws {
    try await withQuoteDesk { desk in
      let quotes = try await Self.ofEveryState(desk)
      let verbs: [(String, String, JSON?, Set<String>)] = [
        ("sending", "send_quote($)", nil, ["draft"]),
        ("acceptance", "accept_quote($)", nil, ["sent"]),
        ("refusal", "decline_quote($, 'No')", ["reason": "No"], ["sent"]),
        ("expiry", "expire_quote($)", nil, ["sent"]),
        ("revision", "revise_quote($)", nil, ["sent", "accepted", "declined", "expired"]),
        ("discount-approval", "approve_quote_discount($, null)", nil, ["draft"]),
      ]
      for (noun, function, body, possible) in verbs {
        for (state, id) in quotes where !possible.contains(state) {
          let reply = try await desk.chief.post("quotes/\(id)/\(noun)", body)
          #expect(
            reply.problem == "record_state" && reply["state"]?.string == state,
            "\(noun) \(state): \(reply.text)")
          let call = function.replacing("$", with: String(id))
          #expect(
            try await desk.refusal(desk.chief, "select sales.\(raw: call)") == "CJ010",
            "\(noun) \(state)")
        }
      }
      let archived = try await desk.quote([desk.line()])
      #expect(try await desk.seller.delete("quotes/\(archived.id)").status == 204)
      let reply = try await desk.seller.post("quotes/\(archived.id)/sending")
      #expect(reply.problem == "record_state" && reply["state"] == "archived", "\(reply.text)")
    }
  }

  /// A quote of the seller's in each of the states.
  static func ofEveryState(_ desk: QuoteDesk) async throws -> [(String, Int)] {
    let draft = try await desk.quote([desk.line()]).id
    let (sent, accepted, declined) = (
      try await desk.sent(), try await desk.sent(), try await desk.sent()
    )
    let (expired, superseded) = (try await desk.sent(), try await desk.sent())
    _ = try await desk.seller.post("quotes/\(accepted)/acceptance")
    _ = try await desk.seller.post("quotes/\(declined)/refusal", ["reason": "No"])
    try await desk.outlive(expired)
    _ = try await desk.seller.post("quotes/\(expired)/expiry")
    _ = try await desk.seller.post("quotes/\(superseded)/revision")
    let all = [
      ("draft", draft), ("sent", sent), ("accepted", accepted), ("declined", declined),
      ("expired", expired), ("superseded", superseded),
    ]
    for (state, id) in all { #expect(try await desk.state(id) == state) }
    return all
  }

  @Test func `is revised under its number, one revision open at a time`() async throws {
    try await withQuoteDesk { desk in
      let quote = try await desk.quote(
        [desk.line(["quantity": "7", "description": "Seven"]), desk.line()], ["notes": "Cash"])
      _ = try await desk.seller.post("quotes/\(quote.id)/sending")
      let second = try await desk.seller.post("quotes/\(quote.id)/revision")
      #expect(second.status == 201 && second["state"] == "draft", "\(second.text)")
      #expect(second["number"] == quote["number"] && second["revision"] == 2)
      #expect(second["replaces_id"]?.int == quote.id && second["notes"] == "Cash")
      let lines = second["lines"]?.array ?? []
      #expect(lines.map { $0["description"] } == ["Seven", .null] && lines.count == 2)
      #expect(lines.first?["net"] == "70.0000", "\(second.text)")
      #expect(try await desk.state(quote.id) == "superseded")
      let again = try await desk.seller.post("quotes/\(quote.id)/revision")
      #expect(again.problem == "record_state" && again["state"] == "superseded", "\(again.text)")
      let draft = try await desk.seller.post("quotes/\(second.id)/revision")
      #expect(draft.problem == "record_state" && draft["state"] == "draft", "\(draft.text)")
      _ = try await desk.seller.post("quotes/\(second.id)/sending")
      _ = try await desk.seller.post("quotes/\(second.id)/acceptance")
      let third = try await desk.seller.post("quotes/\(second.id)/revision")
      #expect(third["revision"] == 3 && third["replaces_id"]?.int == second.id, "\(third.text)")
      let other = try await desk.quote([desk.line()])
      #expect(other["number"]?.string?.hasSuffix("-00002") == true, "\(other.text)")
    }
  }

  @Test func `is accepted, sent and revised once, however many try at once`() async throws {
    try await withQuoteDesk { desk in
      let draft = try await desk.quote([desk.line()]).id
      for (noun, most) in [("sending", 100), ("acceptance", 100), ("revision", 20)] {
        let statuses = try await atOnce(most) { _ in
          try await desk.seller.post("quotes/\(draft)/\(noun)")
        }
        #expect(statuses.filter { $0.key < 300 }.values.reduce(0, +) == 1, "\(noun): \(statuses)")
        #expect(statuses.keys.allSatisfy { $0 < 500 }, "\(noun): \(statuses)")
      }
      let changes = try await desk.text(
        """
        select count(*)::text from audit.change
        where table_name = 'sales.quote' and record_id = \(draft) and new ->> 'state' = 'accepted'
          and old ->> 'state' = 'sent'
        """)
      #expect(changes == "1")
      #expect(try await desk.text("select count(*)::text from sales.quote") == "2")
    }
  }

  @Test func `is put away, never deleted, and its contact is the client's`() async throws {
    try await withQuoteDesk { desk in
      let quote = try await desk.quote([desk.line()])
      #expect(try await desk.seller.delete("quotes/\(quote.id)").status == 204)
      #expect(try await desk.seller.get("quotes").data.isEmpty)
      #expect(try await desk.seller.post("quotes/\(quote.id)/restoration").status == 200)
      #expect(try await desk.refusal(desk.chief, "delete from sales.quote") == "quote_kept")
      let person = try await desk.seller.create("parties", ["name": "Ann", "kind": "person"]).id
      let company = try await desk.seller.create("parties", ["name": "Other"]).id
      let contact = try await desk.seller.create(
        "contacts", ["company_id": .id(company), "person_id": .id(person)])
      let wrong = try await desk.quote([desk.line()], ["contact_id": .id(contact.id)])
      #expect(wrong.pointers == ["/contact_id"], "\(wrong.text)")
      let right = try await desk.quote(
        [desk.line()], ["contact_id": .id(contact.id), "party_id": .id(company)])
      #expect(right.status == 201, "\(right.text)")
    }
  }
}
