import CRM
import Postgres
import Support
import Testing

@Suite struct `The history of a party` {
  private func firm(_ session: TestSession) async throws -> String {
    let made = try await session.create(
      "parties",
      [
        "kind": "company", "name": "Firm",
        "channels": [["kind": "email", "value": "a@firma.example"]],
        "bank_accounts": [["iban": "DE89370400440532013000"]],
      ])
    let read = try await session.patch(
      "parties/\(made.id)",
      ["name": "Firma", "channels": [["kind": "email", "value": "b@firma.example"]]])
    #expect(read.status == 200, "\(read.text)")
    return "parties/\(made.id)"
  }

  private func entries(_ reply: Reply) -> [String] {
    reply.data.map { "\($0["resource"]?.string ?? "") \($0["action"]?.string ?? "")" }
  }

  @Test func `has what happened to its owned lists, also to what is gone`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let path = try await firm(chief)
      let told = try await chief.get("\(path)/history")
      let wanted = [
        "parties insert", "parties update", "channels insert", "channels insert", "channels delete",
        "bank_accounts insert",
      ].map { $0.replacing("_", with: "-") }
      #expect(entries(told).sorted() == wanted.sorted(), "\(told.text)")
      let gone = told.data.first { $0["action"] == "delete" }
      let old = gone?["changes"]?.array?.first { $0["field"] == "value" }?["old"]
      #expect(old == "a@firma.example", "\(told.text)")
      #expect(!told.text.contains("clients."), "\(told.text)")
      let ids = told.data.compactMap { $0["id"]?.int }
      #expect(ids == ids.sorted(by: >))
      var (paged, cursor) = ([Int](), "")
      repeat {
        let page = try await chief.get("\(path)/history?limit=2\(cursor)")
        paged += page.data.compactMap { $0["id"]?.int }
        cursor = page["page"]?["next"]?.string.map { "&cursor=\($0)" } ?? ""
      } while !cursor.isEmpty
      #expect(paged == ids)
    }
  }

  @Test func `keeps from each what he may not read`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let path = try await firm(chief)
      // Personnel sees parties, but no bank accounts.
      try await crm.arrange(
        "update clients.party set department_id = \(try await crm.id(of: .office)) where name = 'Firma'"
      )
      let told = try await crm.as(.hr).get("\(path)/history")
      #expect(told.status == 200, "\(told.text)")
      #expect(!entries(told).contains { $0.hasPrefix("bank-accounts") }, "\(told.text)")
      #expect(entries(told).contains("channels delete"), "\(told.text)")
      #expect(!told.text.contains("DE8937"))
      let other = try await crm.as(.purchasing)
      #expect(try await other.get("\(path)/history").status == 404)
      let seen = try await crm.sql(
        other, "select from audit.change where table_name in ('clients.channel', 'clients.party')")
      #expect(seen.error == nil && seen.results[0].count == 0)
    }
  }

  @Test func `reads indexes only`() async throws {
    try await withCRM { crm in
      try await crm.arrange(
        """
        insert into audit.change (table_name, record_id, parent_table, parent_id, action)
        select 'clients.channel', n, 'clients.party', n % 5000, 'insert'
        from generate_series(1, 20000) as n
        """)
      try await crm.arrange("analyze audit.change")
      let plan = try await crm.observed(
        """
        explain (costs off) select * from audit.change where parent_table = 'clients.party'
          and parent_id = 1 and table_name = 'clients.channel' and id < 100000
        order by id desc limit 51
        """)
      let text = (0..<plan.count).compactMap { plan.string($0, 0) }.joined(separator: "\n")
      #expect(text.contains("parent_table_parent_id_id_idx"), "\(text)")
      #expect(!text.contains("Seq Scan"), "\(text)")
    }
  }
}

@Suite struct `The timeline of a party` {
  private func fill(_ session: TestSession) async throws -> Int {
    let id = try await session.create("parties", ["name": "Firm", "kind": "company"]).id
    try await session.patch("parties/\(id)", ["rating": 4, "name": "Firma"]).expect(200)
    for (kind, at) in [("call", "2026-01-02"), ("note", "2026-01-02"), ("email", "2026-01-03")] {
      try await session.create(
        "interactions",
        [
          "party_id": .number("\(id)"), "kind": .string(kind), "subject": "Delivery",
          "at": .string("\(at)T10:00:00Z"),
        ])
    }
    return id
  }

  @Test func `speaks the language of the one who asks, and of no tables`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let id = try await fill(chief)
      for (language, lines) in [
        ("en", ["Change|Changed|Name, Rating", "Change|Created|", "E-mail|Delivery|"]),
        ("ru", ["Изменение|Изменено|Название, Оценка", "Изменение|Создано|", "Письмо|Delivery|"]),
      ] {
        let told = try await chief.get(
          "timeline?party_id=\(id)", headers: [("Accept-Language", language)])
        let all = told.data.map { entry in
          ["kind_label", "title", "detail"].map { entry[$0]?.string ?? "" }.joined(separator: "|")
        }
        #expect(Array(all.prefix(3)) == lines, "\(told.text)")
        #expect(!told.text.contains("clients."), "\(told.text)")
        #expect(Set(told.data.map { $0["resource"]?.string }) == ["parties", "interactions"])
      }
    }
  }

  @Test func `is newest first, page by page`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let id = try await fill(chief)
      let whole = try await chief.get("timeline?party_id=\(id)")
      let times = whole.data.compactMap { $0["at"]?.string }
      #expect(times.count == 5 && times == times.sorted(by: >), "\(whole.text)")
      var (paged, cursor) = ([JSON](), "")
      repeat {
        let page = try await chief.get("timeline?party_id=\(id)&limit=1\(cursor)")
        paged += page.data
        cursor = page["page"]?["next"]?.string.map { "&cursor=\($0)" } ?? ""
      } while !cursor.isEmpty
      #expect(paged == whole.data)
    }
  }

  @Test func `is filtered by a kind that there is`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let id = try await fill(chief)
      let calls = try await chief.get("timeline?party_id=\(id)&kind=call")
      #expect(calls.data.map { $0["kind"] } == ["call"], "\(calls.text)")
      let wrong = try await chief.get("timeline?party_id=\(id)&kind=zzz")
      #expect(wrong.status == 400 && wrong.pointers == ["kind"], "\(wrong.text)")
      let detail = wrong["errors"]?.array?.first?["detail"]?.string ?? ""
      #expect(detail.contains("call, email, meeting, message, note, change"), "\(detail)")
    }
  }
}
