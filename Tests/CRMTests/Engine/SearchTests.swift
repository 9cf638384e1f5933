import CRM
import Support
import Testing

@Suite struct `A search` {
  private static let parties: [JSON] = [
    ["name": "Ромашка", "legal_name": "ООО «Лютик»", "inn": "7728127936"],
    ["name": "Ёлка и К°", "code": "YOLKA-1"], ["name": "North Timber 100%"],
    ["name": "Timberland_Ltd"], ["name": "Мария Ветрова", "kind": "person"],
  ]

  private func furnish(_ crm: TestCRM) async throws -> TestSession {
    let sales = try await crm.as(.sales)
    for party in Self.parties { try await sales.create("parties", party) }
    try await sales.create(
      "channels", ["party_id": 3, "kind": "email", "value": "Info@north.example"])
    try await sales.create(
      "channels", ["party_id": 1, "kind": "phone", "value": "8 495 123-45-67"])
    return sales
  }

  private func find(_ session: TestSession, _ words: String, _ more: String = "") async throws
    -> [Int]
  {
    let page = try await session.get("parties?q=\(words.escaped)&sort=id\(more)")
    #expect(page.status == 200, "\(words): \(page.text)")
    return page.data.compactMap { $0["id"]?.int }
  }

  static let cases: [(words: String, found: [Int])] = [
    ("ром", [1]), ("РОМАШКА", [1]), ("омашка", [1]), ("лютик", [1]), ("лютик ооо", [1]),
    ("7728127936", [1]), ("77 281 279 36", [1]), ("+7 495 123-45-67", [1]), ("84951234567", [1]),
    ("ёлка", [2]), ("Ёлка и", [2]), ("yolka-1", [2]), ("timber", [3, 4]), ("north", [3]),
    ("timb nor", [3]), ("NORTH TIMBER", [3]), ("100%", [3]), ("info@north.example", [3]),
    ("timberland_", [4]), ("land_ltd", [4]), ("мария", [5]), ("ветрова мария", [5]), ("ландыш", []),
    ("%%%", []), ("___", []), ("' or 1=1 --", []), ("timber landysh", []), ("\\", []),
  ]

  @Test func `finds by a beginning and by a part, in Russian and English`() async throws {
    try await withCRM { crm in
      let sales = try await furnish(crm)
      for (words, found) in Self.cases {
        #expect(try await find(sales, words) == found, "\(words)")
      }
    }
  }

  @Test func `says that there may be more when its candidates were cut`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      try await crm.arrange(
        """
        insert into clients.party (name, kind, owner_id, department_id)
        select 'Same ' || n, 'company', id, department_id
        from access.account, generate_series(1, 1200) as n where id = \(sales.account)
        """)
      for count in ["exact", "estimate"] {
        let many = try await sales.get("parties?q=same&count=\(count)")["page"]
        #expect(many?["count"]?.int == 1000 && many?["count_kind"] == "at_least")
        let few = try await sales.get("parties?q=same%20119&count=\(count)")["page"]
        #expect(few?["count"]?.int == 12 && few?["count_kind"] == "exact")
      }
    }
  }

  @Test func `keeps to the filter, the archive, the sort and the page`() async throws {
    try await withCRM { crm in
      let sales = try await furnish(crm)
      #expect(try await find(sales, "timber", "&name[starts]=north") == [3])
      let page = try await sales.get("parties?q=timber&sort=-name&limit=1&count=exact")
      #expect(page.data.map { $0["id"] } == [4] && page["page"]?["count"] == 2)
      let next = try #require(page["page"]?["next"]?.string)
      let second = try await sales.get("parties?q=timber&sort=-name&limit=1&cursor=\(next)")
      #expect(second.data.map { $0["id"] } == [3])
      let other = try await sales.get("parties?q=north&sort=-name&limit=1&cursor=\(next)")
      #expect(other.status == 400 && other.problem == "cursor_mismatch")
      try await crm.arrange("update clients.party set archived_at = now() where id = 3")
      #expect(try await find(sales, "timber") == [4])
    }
  }

  @Test func `stays within what the caller may see`() async throws {
    try await withCRM { crm in
      let sales = try await furnish(crm)
      let purchasing = try await crm.as(.purchasing)
      let theirs = try await purchasing.create("parties", ["name": "Ромашка закупок"])
      for words in ["ромашка", "ром", "омашк"] {
        #expect(try await find(sales, words) == [1], "\(words)")
        #expect(try await find(purchasing, words) == [theirs.id], "\(words)")
        #expect(try await find(crm.as(.accountant), words) == [1, theirs.id], "\(words)")
      }
      #expect(try await find(purchasing, "7728127936") == [])
      #expect(try await find(purchasing, "info@north.example") == [])
      let hidden = try await purchasing.get("parties?q=timber&count=exact")
      #expect(hidden["page"]?["count"] == 0)
    }
  }
}
