import CRM
import Postgres
import Support
import Testing

@Suite struct `A contract` {
  @Test func `is numbered, comes into force, is renewed, indexed and terminated provably`()
    async throws
  {
    try await withCRM { crm in
      let desk = try await ContractDesk(crm)
      let draft = try await desk.draft()
      #expect(draft["number"]?.string?.hasPrefix("C-") == true, "\(draft.text)")
      #expect(draft["state"] == "draft")
      let path = "contracts/\(draft.id)"
      let active = try await desk.seller.post("\(path)/activation")
      #expect(active.status == 200 && active["state"] == "active", "\(active.text)")
      let renewed = try await desk.seller.post("\(path)/renewal")
      #expect(renewed["valid_until"] == "2031-12-31", "\(renewed.text)")
      let until = try await desk.seller.post("\(path)/renewal", ["until": "2032-06-30"])
      #expect(until["valid_until"] == "2032-06-30", "\(until.text)")
      let indexed = try await desk.head.post("\(path)/indexation")
      #expect(indexed["amount"] == "1100.0000", "\(indexed.text)")
      let lowered = try await desk.head.post("\(path)/indexation", ["percent": "-5"])
      #expect(lowered["amount"] == "1045.0000", "\(lowered.text)")
      let ended = try await desk.head.post(
        "\(path)/termination", ["reason": "Moved away", "on": "2031-01-31"])
      #expect(ended["state"] == "terminated" && ended["valid_until"] == "2031-01-31")
      let history = try await desk.text(
        """
        select string_agg(concat_ws(' ', kind, old_amount, new_amount, old_valid_until, new_valid_until),
          '; ' order by id) from sales.contract_amendment
        """)
      #expect(
        history == """
          activation 1000.0000 1000.0000 2030-12-31 2030-12-31; \
          renewal 1000.0000 1000.0000 2030-12-31 2031-12-31; \
          renewal 1000.0000 1000.0000 2031-12-31 2032-06-30; \
          indexation 1000.0000 1100.0000 2032-06-30 2032-06-30; \
          indexation 1100.0000 1045.0000 2032-06-30 2032-06-30; \
          termination 1045.0000 1045.0000 2032-06-30 2031-01-31
          """)
    }
  }

  @Test func `does nothing in a state where it may not`() async throws {
    try await withCRM { crm in
      let desk = try await ContractDesk(crm)
      let draft = try await desk.draft().id
      let ended = try await desk.active()
      try await desk.head.post("contracts/\(ended)/termination", ["reason": "x"]).expect(200)
      let active = try await desk.active()
      for (contract, noun, body) in [
        (draft, "termination", ["reason": "x"]), (draft, "renewal", nil),
        (draft, "indexation", nil),
        (ended, "activation", nil), (ended, "termination", ["reason": "x"]),
        (ended, "renewal", nil),
        (ended, "indexation", nil), (ended, "cancellation", nil), (active, "activation", nil),
        (active, "cancellation", nil),
      ] as [(Int, String, JSON?)] {
        let reply = try await desk.head.post("contracts/\(contract)/\(noun)", body)
        #expect(reply.status == 409 && reply.problem == "record_state", "\(noun) \(reply.text)")
      }
      let amendments: SQL =
        "select string_agg(kind, ' ' order by id) from sales.contract_amendment"
      #expect(try await desk.text(amendments) == "activation termination activation")
      for statement: SQL in [
        "select sales.terminate_contract(\(draft), 'x', null)",
        "select sales.renew_contract(\(draft), null)",
        "select sales.index_contract(\(draft), 1)", "select sales.activate_contract(\(ended))",
        "select sales.renew_contract(\(ended), null)", "select sales.activate_contract(\(active))",
        "select sales.cancel_contract(\(active))",
      ] {
        #expect(try await desk.refusal(desk.head, statement) == "CJ010", "\(statement)")
      }
      #expect(try await desk.text(amendments) == "activation termination activation")
      let dropped = try await desk.seller.post("contracts/\(draft)/cancellation")
      #expect(dropped["state"] == "cancelled", "\(dropped.text)")
      #expect(try await desk.head.post("contracts/\(draft)/activation").problem == "record_state")
      let earlier = try await desk.head.post(
        "contracts/\(active)/renewal", ["until": "2027-01-01"])
      #expect(earlier.status == 422 && earlier.text.contains("later last day"), "\(earlier.text)")
      let free = try await desk.active(["amount": .null, "currency": .null])
      let indexed = try await desk.head.post("contracts/\(free)/indexation")
      #expect(indexed.status == 422 && indexed.text.contains("needs an amount"), "\(indexed.text)")
      let silly = try await desk.head.post("contracts/\(active)/indexation", ["percent": "101"])
      #expect(silly.status == 422, "\(silly.text)")
    }
  }

  @Test func `in force is not changed by hand`() async throws {
    try await withCRM { crm in
      let desk = try await ContractDesk(crm)
      let id = try await desk.active()
      let other = try await desk.seller.create("parties", ["name": "Other"]).id
      let attacks: [(SQL, String)] = [
        ("update sales.contract set amount = 1 where id = \(id)", "contract_amended"),
        ("update sales.contract set valid_until = null where id = \(id)", "contract_amended"),
        ("update sales.contract set party_id = \(other) where id = \(id)", "contract_frozen"),
        (
          "update sales.contract set currency = case currency when 'EUR' then 'USD' else 'EUR' end",
          "contract_frozen"
        ),
        ("update sales.contract set valid_from = '2025-01-01'", "contract_frozen"),
        ("update sales.contract set state = 'draft'", "42501"),
        ("update sales.contract set number = 'X'", "42501"),
        ("delete from sales.contract", "42501"),
        ("update sales.contract_amendment set new_amount = 1", "42501"),
        ("delete from sales.contract_amendment", "42501"),
        (
          """
          insert into sales.contract_amendment (contract_id, kind, new_amount)
          values (\(id), 'indexation', 1)
          """, "42501"
        ),
      ]
      for (attack, rule) in attacks {
        let got = try await desk.refusal(desk.seller, attack)
        #expect(got == rule, "\(attack): \(got ?? "done")")
      }
      let patch = try await desk.seller.patch("contracts/\(id)", ["amount": "5.00"])
      #expect(patch.status == 422 && patch.pointers == ["/amount"], "\(patch.text)")
      try await desk.seller.patch("contracts/\(id)", ["title": "Better"]).expect(200)
      // Nor by the owner of the tables.
      let owners: [(SQL, String)] = [
        ("update sales.contract set amount = 1", "contract_amended"),
        ("delete from sales.contract_amendment", "contract_amendment_kept"),
        ("update sales.contract set state = 'draft'", "contract_state_back"),
      ]
      for (attack, rule) in owners {
        #expect(try await crm.ownerRefusal(attack) == rule, "\(attack)")
      }
      let own = try await desk.seller.post("contracts/\(id)/indexation")
      #expect(own.status == 403, "\(own.text)")
    }
  }

  @Test func `is renewed automatically or expires, and is reminded of once`() async throws {
    try await withCRM { crm in
      let desk = try await ContractDesk(crm)
      let past: [String: JSON] = ["valid_from": "2020-01-01", "valid_until": "2020-12-31"]
      let over = try await desk.active(past)
      let renewed = try await desk.active(
        past.merging(["renewal": "automatic", "renewal_months": 600]) { $1 })
      let near = try await desk.active(["notice_days": 3650])
      _ = try await crm.sql(nil, "select sales.tend_contracts(100)")
      let states = try await desk.text(
        "select string_agg(state || ' ' || valid_until, ', ' order by id) from sales.contract")
      #expect(states == "expired 2020-12-31, active 2070-12-31, active 2030-12-31")
      let reminded: SQL = """
        select count(*)::text from system.notification
        where kind = 'reminder' and table_name = 'sales.contract' and record_id = \(near)
          and account_id = \(desk.seller.account)
        """
      #expect(try await desk.text(reminded) == "1")
      _ = try await crm.sql(nil, "select sales.tend_contracts(100)")
      #expect(try await desk.text(reminded) == "1")
      let soon = try await desk.seller.get("contract-renewals")
      #expect(soon.data.map { $0["id"]?.int } == [near], "\(soon.text)")
      try await desk.seller.post("contracts/\(over)/renewal", ["until": "2040-01-01"]).expect(200)
      #expect(try await desk.seller.get("contracts/\(over)")["state"] == "active")
      #expect(renewed > 0)
    }
  }
}
