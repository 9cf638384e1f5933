import Testing

@testable import CRM

@Suite struct `A summary, to whom it is given` {
  @Test func `adds up only what he may see`() async throws {
    try await withSales { shop in
      let query: Workshop.Query = [("measure", "count,sum(pieces)"), ("group", "owner_id")]
      let (anna, boris) = (
        try await shop.summary(query), try await shop.summary(query, as: "boris")
      )
      let plain = try await shop.plain(
        """
        select owner_id, count(*), sum(pieces) from workshop.sale
        where archived_at is null group by 1 order by 1
        """)
      try #require(anna.rows == plain && plain.count == 3, "\(anna.text)")
      #expect(boris.rows == [plain[1]], "\(boris.text)")
      let total = try await shop.summary(query + [("totals", "true")], as: "boris")
      #expect(total.rows == ["19|\(plain[1].split(separator: "|")[2])", plain[1]], "\(total.text)")
    }
  }

  @Test func `sees nothing through a reference to what he may not see`() async throws {
    try await withSales { shop in
      let reply = try await shop.summary([("group", "maker.city,maker_id")], as: "boris")
      let plain = try await shop.plain(
        """
        select case when maker_id = 3 then 'Тула' end, maker_id, count(*) from workshop.sale
        where owner_id = 2 and archived_at is null group by 1, 2 order by 1, 2
        """)
      #expect(reply.rows == plain, "\(reply.text)")
      #expect(
        reply.text.contains(#""maker_id":{"id":1,"name":null}"#) && !reply.text.contains("Казань"))
    }
  }

  @Test func `needs the permission to read, and to export for a file`() async throws {
    try await withSales { shop in
      let file = try await shop.summary([], headers: ["accept": "text/csv"], as: "boris")
      #expect(file.status == 403 && file.json["permission"] == "sales.export", "\(file.text)")
      #expect(try await shop.summary([], as: "nobody").status == 401)
    }
    try await withSales(WorkshopSchema.hide("sales")) { shop in
      let reply = try await shop.summary([])
      #expect(reply.status == 403 && reply.json["permission"] == "sales.read", "\(reply.text)")
    }
  }

  /// 23:30 UTC on the last of the month is the first of the next one in Yekaterinburg, five hours ahead.
  @Test func `begins days where he lives`() async throws {
    let script = """
      truncate workshop.sale cascade;
      insert into workshop.sale (note, owner_id, department_id, sold_at) values
        ('a', 1, 1, '2026-01-31T23:30:00Z'), ('b', 2, 2, '2026-01-31T18:59:59Z'),
        ('c', 2, 2, '2026-01-31T23:30:00Z'), ('d', 2, 2, '2026-03-01T00:00:00Z');
      update access.account set time_zone = 'Asia/Yekaterinburg' where login = 'anna';
      """
    try await withSales(script) { shop in
      let cases = [
        (
          "month", ["2026-01-01|1", "2026-02-01|2", "2026-03-01|1"],
          ["2026-01-01|2", "2026-03-01|1"]
        ),
        (
          "day", ["2026-01-31|1", "2026-02-01|2", "2026-03-01|1"], ["2026-01-31|2", "2026-03-01|1"]
        ),
        ("week", ["2026-01-26|3", "2026-02-23|1"], ["2026-01-26|2", "2026-02-23|1"]),
        ("quarter", ["2026-01-01|4"], ["2026-01-01|3"]),
        ("year", ["2026-01-01|4"], ["2026-01-01|3"]),
      ]
      for (bucket, anna, boris) in cases {
        let query: Workshop.Query = [("group", "sold_at:\(bucket)")]
        let reply = try await shop.summary(query)
        #expect(reply.rows == anna, "\(bucket) \(reply.text)")
        #expect(reply.json["page"]?["time_zone"] == "Asia/Yekaterinburg")
        #expect(try await shop.summary(query, as: "boris").rows == boris, "\(bucket)")
      }
    }
  }
}
