import Testing

@testable import CRM

@Suite struct `Paging` {
  /// Orders with ties and nulls; each must be walked through without gaps, whatever the size of a page.
  static let orders = [
    "", "-id", "name", "-name", "weight", "-weight", "due_on,-price", "-due_on,price",
    "price,weight",
    "kind,-weight,name", "maker.city,-name", "-maker.name", "seen_at", "-good,due_on",
    "address,-weight",
  ]

  @Test func `goes through ties and nulls without gaps`() async throws {
    try await withWorkshop { shop in
      for sort in Self.orders { try await walk(shop, sort) }
    }
  }

  private func walk(_ shop: Workshop, _ sort: String) async throws {
    let whole = try await shop.things(("sort", sort), ("limit", "200")).column("id")
    #expect(whole.count == 12 && Set(whole).count == 12)
    for limit in [1, 5] {
      var (seen, cursor) = ([String](), nil as String?)
      repeat {
        let more = cursor.map { [(name: "cursor", value: $0)] } ?? []
        let page = try await shop.ask(
          "things.list", [(name: "sort", value: sort), (name: "limit", value: "\(limit)")] + more)
        try #require(page.status == 200, "\(page.text)")
        #expect((page.headers["link"] == nil) == (page.next == nil))
        (seen, cursor) = (seen + page.column("id"), page.next)
      } while cursor != nil
      #expect(seen == whole, "\(sort)")
    }
  }

  @Test func `links to the next page`() async throws {
    try await withWorkshop { shop in
      let page = try await shop.things(("name[starts]", "thing"), ("limit", "2"))
      let next = try #require(page.next)
      #expect(
        page.headers["link"]
          == "</api/v1/things?name%5Bstarts%5D=thing&limit=2&cursor=\(next)>; rel=\"next\"")
    }
  }

  @Test func `refuses the cursor of another question and one made up`() async throws {
    try await withWorkshop { shop in
      let cursor = try #require(try await shop.things(("good", "true"), ("limit", "2")).next)
      let same = try await shop.things(
        ("good", "true"), ("limit", "3"), ("fields", "name"), ("cursor", cursor))
      #expect(same.status == 200)
      for query in [("good", "false"), ("q", "thing"), ("sort", "name")] {
        let reply = try await shop.things(query, ("cursor", cursor))
        #expect(reply.json["code"] == .string("cursor_mismatch"))
      }
      for bad in ["", "abc", "%%%", "А", String(repeating: "A", count: 60)] {
        let reply = try await shop.things(("good", "true"), ("cursor", bad))
        #expect(
          ["cursor_invalid", "cursor_mismatch"].contains(reply.json["code"]?.string), "\(bad)")
        #expect(reply.status == 400)
      }
    }
  }
}
