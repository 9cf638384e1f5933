import CRM
import Postgres
import Support
import Testing

@Suite struct `What was quoted` {
  @Test func `stays as it was sent, whoever writes what SQL`() async throws {
    try await withQuoteDesk { desk in
      for (state, id) in try await `A quote`.ofEveryState(desk) where state != "draft" {
        let attacks: [(SQL, String)] = [
          ("update sales.quote set notes = 'Free' where id = \(id)", "quote_frozen"),
          ("update sales.quote set currency = 'RUB' where id = \(id)", "quote_frozen"),
          ("update sales.quote set valid_until = '2100-01-01' where id = \(id)", "quote_frozen"),
          ("update sales.quote set quoted_on = '2020-01-01' where id = \(id)", "quote_frozen"),
          (
            "update sales.quote_line set unit_price = 9 where quote_id = \(id)", "quote_line_frozen"
          ),
          ("update sales.quote_line set vat_rate = 0 where quote_id = \(id)", "quote_line_frozen"),
          ("delete from sales.quote_line where quote_id = \(id)", "quote_line_frozen"),
          (
            """
            insert into sales.quote_line (quote_id, product_id, quantity)
            values (\(id), \(desk.product), 1)
            """, "quote_line_frozen"
          ),
        ]
        for (attack, rule) in attacks {
          #expect(try await desk.refusal(desk.seller, attack) == rule, "\(state): \(attack)")
          #expect(try await desk.crm.ownerRefusal(attack) == rule, "the owner, \(state): \(attack)")
        }
        let patch = try await desk.seller.patch("quotes/\(id)", ["notes": "Free"])
        #expect(
          patch.problem == "record_state" && patch["state"]?.string == state
            && patch.text.contains("make a revision"), "\(patch.text)")
        let lines = try await desk.seller.patch("quotes/\(id)", ["lines": []])
        #expect(
          lines.problem == "record_state" && lines["state"]?.string == state
            && lines.text.contains("make a revision"), "\(lines.text)")
      }
      let sums = try await desk.text(
        "select count(*) || ' ' || sum(l.net) from sales.quote_line as l")
      #expect(sums == "7 70.0000")
    }
  }

  @Test func `moves by verbs alone`() async throws {
    try await withQuoteDesk { desk in
      let (draft, sent) = (try await desk.quote([desk.line()]).id, try await desk.sent())
      // The owner of the tables, who may write these columns, stumbles over the rules.
      let columns = [
        ("state = 'accepted'", "quote_decided", "quote_decided"),
        ("sent_at = now()", "quote_sent", "quote_frozen"),
        ("decided_at = now()", "quote_decided", "quote_decided"),
        ("decline_reason = 'No'", "quote_declined", "quote_declined"),
        ("number = 'Q-1'", "quote_number_stays", "quote_frozen"),
        ("revision = 2", "quote_replaces_lower", "quote_replaces_lower"),
        ("replaces_id = \(draft)", "quote_replaces_lower", "quote_replaces_lower"),
      ]
      for (column, ofDraft, ofSent) in columns {
        for (id, rule) in [(draft, ofDraft), (sent, ofSent)] {
          let attack: SQL = "update sales.quote set \(raw: column) where id = \(id)"
          #expect(try await desk.refusal(desk.chief, attack) == "42501", "\(column)")
          #expect(try await desk.crm.ownerRefusal(attack) == rule, "\(column)")
        }
      }
      let attacks: [(SQL, String)] = [
        (
          """
          insert into sales.quote (party_id, currency, state, sent_at)
          values (\(desk.client), 'USD', 'sent', now())
          """, "42501"
        ),
        (
          """
          insert into sales.quote (party_id, currency, number)
          values (\(desk.client), 'USD', 'Q-2026-00099')
          """, "42501"
        ),
        ("update sales.quote_line set quote_id = \(sent)", "42501"),
        ("update sales.quote_line set net = 1", "428C9"),
        ("select sales.move_quote(\(draft), 'send', '{draft}', 'accepted', null)", "42501"),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(desk.chief, attack) == rule, "\(attack)")
      }
      let owners: [(SQL, String)] = [
        (
          """
          update sales.quote set state = 'accepted', sent_at = now(), decided_at = now()
          where id = \(draft)
          """, "quote_moves"
        ),
        (
          "update sales.quote set state = 'draft', sent_at = null where id = \(sent)", "quote_moves"
        ),
        ("update sales.quote set state = 'expired' where id = \(sent)", "quote_past"),
        (
          "update sales.quote_line set quote_id = \(sent) where quote_id = \(draft)",
          "quote_line_frozen"
        ),
        (
          """
          insert into sales.quote (party_id, currency, number, revision, replaces_id)
          values (\(desk.client), 'USD', 'Q-9', 2, \(sent))
          """, "quote_begins"
        ),
      ]
      for (attack, rule) in owners {
        #expect(try await desk.crm.ownerRefusal(attack) == rule, "\(attack)")
      }
    }
  }

  @Test func `is offered in the unit of its price, and seen and moved by who may`() async throws {
    try await withQuoteDesk { desk in
      let box = try await desk.chief.create("units", ["code": "box", "name": "Box"]).id
      let quote = try await desk.quote([desk.line(["unit_id": .id(box)])])
      #expect(quote.pointers == ["/lines/0/unit_id"], "\(quote.text)")
      let id = try await desk.sent()
      let (peer, stranger) = (
        try await desk.crm.as(.sales, number: 2), try await desk.crm.as(.sales, in: .purchasing)
      )
      #expect(try await peer.get("quotes/\(id)").status == 200)
      #expect(try await stranger.get("quotes/\(id)").status == 404)
      for session in [peer, stranger] {
        #expect(try await session.post("quotes/\(id)/acceptance").status == 404)
        #expect(
          try await desk.refusal(
            session, "select from sales.accept_quote(\(id)) as n where n is not null") == "0")
      }
      let accountant = try await desk.crm.as(.accountant)
      #expect(try await accountant.get("quotes/\(id)").status == 200)
      #expect(try await accountant.post("quotes/\(id)/acceptance").status == 403)
      #expect(try await desk.head.post("quotes/\(id)/acceptance").status == 200)
    }
  }

  @Test func `is ordered only while it is accepted, whoever names it`() async throws {
    try await withOrderDesk { desk in
      let (sent, order) = (try await desk.books.sent(), try await desk.order().id)
      let name: SQL = "update sales.sales_order set quote_id = \(sent) where id = \(order)"
      let insert: SQL = """
        insert into sales.sales_order (party_id, currency, quote_id)
        values (\(desk.client), 'USD', \(sent))
        """
      for attack in [name, insert] {
        #expect(try await desk.refusal(desk.chief, attack) == "42501", "\(attack)")
        #expect(try await desk.ownerRefusal(attack) == "sales_order_of_quote", "\(attack)")
      }
      #expect(try await desk.seller.post("quotes/\(sent)/acceptance").status == 200)
      #expect(try await desk.ownerRefusal(name) == nil)
      let revised = try await desk.seller.post("quotes/\(sent)/revision")
      #expect(revised.status >= 400, "\(revised.text)")
      // What was cancelled names it still, and lives on when it is revised.
      _ = try await desk.seller.post("sales-orders/\(order)/cancellation", ["reason": "Anew"])
      #expect(try await desk.seller.post("quotes/\(sent)/revision").status == 201)
      #expect(try await desk.seller.patch("sales-orders/\(order)", ["notes": "x"]).status == 200)
    }
  }

  @Test func `is not ordered by who comes while it is revised`() async throws {
    try await withOrderDesk { desk in
      let quote = try await desk.accepted()
      let database = desk.crm.database
      let ordering = try await withClient(database.migration) { reviser in
        try await reviser.transaction { transaction in
          _ = try await transaction.rows(
            "update sales.quote set state = 'superseded' where id = \(quote)")
          let ordering = Task {
            try await desk.ownerRefusal(
              """
              insert into sales.sales_order (party_id, currency, quote_id)
              values (\(desk.client), 'USD', \(quote))
              """)
          }
          #expect(try await eventually { try await database.blocked() == 1 })
          return ordering
        }
      }
      #expect(try await ordering.value == "sales_order_of_quote")
    }
  }
}
