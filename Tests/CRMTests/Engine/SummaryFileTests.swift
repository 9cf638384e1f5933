import Testing

@testable import CRM

@Suite struct `A summary as a file` {
  private func file(
    _ shop: Workshop, _ query: Workshop.Query, accept: String = "text/csv"
  ) async throws -> Workshop.Reply {
    try await shop.summary(query, headers: ["accept": accept])
  }

  @Test func `has groups, labels and measures, and no formulas`() async throws {
    try await withSales { shop in
      let reply = try await file(
        shop,
        [
          ("group", "note,maker_id"), ("measure", "count,sum(amount),max(sold_at)"),
          ("currency", "EUR"), ("maker_id", "3"),
        ], accept: "text/csv;bom=true;delimiter=;")
      let plain = try await shop.plain(
        """
        select case note when '=1+1' then '"''=1+1"' else note end || ';3;Гамма;' || count(*) || ';'
          || coalesce(sum(amount)::text, '') || ';'
          || coalesce(to_char(max(sold_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
        from workshop.sale where currency = 'EUR' and maker_id = 3 and archived_at is null
        group by note order by note
        """)
      #expect(
        reply.text == "\u{FEFF}note;maker_id;maker.name;count;sum(amount);max(sold_at)\r\n"
          + plain.map { $0 + "\r\n" }.joined(), "\(reply.text)")
      #expect(plain.contains { $0.hasPrefix("\"'=1+1\"") }, "\(plain)")
      #expect(
        reply.headers["content-disposition"] == "attachment; filename=\"sales-summary.csv\"")
    }
  }

  @Test func `tells the level where there is more than one`() async throws {
    try await withSales { shop in
      let reply = try await file(shop, [("group", "kind,good"), ("totals", "true")])
      #expect(
        reply.text == """
          level,kind,good,count\r
          0,,,58\r
          1,net,,29\r
          1,shop,,29\r
          2,net,false,29\r
          2,shop,true,29\r

          """, "\(reply.text)")
    }
  }

  @Test func `is whole unless a limit is asked for, and as good a question`() async throws {
    let many = """
      insert into workshop.sale (note, owner_id, department_id)
      select 'n' || n, 1, 1 from generate_series(1, 6000) n;
      """
    try await withSales(many) { shop in
      let whole = try await file(shop, [("group", "id")])
      #expect(whole.text.split(separator: "\r\n").count == 6059)
      let two = try await file(shop, [("group", "id"), ("sort", "-id"), ("limit", "2")])
      #expect(two.text == "id,count\r\n6060,1\r\n6059,1\r\n", "\(two.text)")
      let bad = try await file(shop, [("group", "secret"), ("sort", "nothing")])
      #expect(bad.status == 400 && bad.faults.count == 2, "\(bad.text)")
      #expect(try await file(shop, [], accept: "application/xml").status == 406)
    }
  }
}
