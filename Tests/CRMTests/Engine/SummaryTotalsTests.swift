import Testing

@testable import CRM

@Suite struct `The totals of a summary` {
  private static let sales = "with s as (select * from workshop.sale where archived_at is null)"

  @Test func `are those of GROUPING SETS, before what they are of`() async throws {
    try await withSales { shop in
      let reply = try await shop.summary([
        ("group", "owner_id,kind,due_on:month"), ("measure", "count,sum(pieces),avg(discount)"),
        ("totals", "true"), ("sort", "-count"),
      ])
      let plain = try await shop.plain(
        """
        \(Self.sales), t as (
          select owner_id, kind, date_trunc('month', due_on::timestamp)::date as month, count(*) as n,
            sum(pieces) as pieces, avg(discount) as discount,
            3 - grouping(owner_id) - grouping(kind) - grouping(date_trunc('month', due_on::timestamp)::date)
              as level
          from s group by rollup (owner_id, kind, date_trunc('month', due_on::timestamp)::date))
        select concat_ws('|', case when level > 0 then coalesce(owner_id::text, '-') end,
          case when level > 1 then kind end,
          case when level > 2 then coalesce(month::text, '-') end, n, coalesce(pieces::text, '-'), discount)
        from t order by level, n desc, owner_id, kind, month
        """)
      #expect(reply.rows == plain, "\(reply.text)\n\(plain)")
      #expect(reply.levels == reply.levels.sorted() && Set(reply.levels) == [0, 1, 2, 3])
      #expect(reply.text.contains(#""level":0},{"group":{"owner_id":{"id":1,"name":"Anna"}},"#))
    }
  }

  @Test func `stay whole whatever becomes of their groups`() async throws {
    try await withSales { shop in
      let reply = try await shop.summary([
        ("group", "kind"), ("totals", "true"),
        ("having", #"{"field":"count","op":"gt","value":100}"#),
      ])
      #expect(reply.rows == ["58"] && reply.levels == [0], "\(reply.text)")
      let one = try await shop.summary([("totals", "true")])
      #expect(one.rows == ["58"] && one.levels == [0], "\(one.text)")
    }
  }

  @Test func `tell nothing from a group without value`() async throws {
    try await withSales { shop in
      let reply = try await shop.summary([("group", "owner_id"), ("totals", "true")])
      let groups = (reply.json["data"]?.array ?? []).map { $0["group"]?.object?.count }
      #expect(groups == [0, 1, 1, 1] && reply.levels == [0, 1, 1, 1], "\(reply.text)")
      #expect(reply.json["data"]?.array?.last?["group"] == ["owner_id": nil])
    }
  }

  @Test func `never add amounts of different currencies`() async throws {
    try await withSales { shop in
      for measure in ["sum(amount)", "avg(amount)"] {
        for query: Workshop.Query in [
          [], [("group", "owner_id")], [("currency[in]", "RUB,EUR")],
          [
            (
              "filter",
              #"{"or":[{"field":"currency","op":"eq","value":"RUB"},{"field":"id","op":"gt","value":0}]}"#
            )
          ],
        ] {
          let reply = try await shop.summary(query + [("measure", measure)])
          #expect(
            reply.status == 400 && reply.faults == ["measure mixed_units"], "\(query) \(reply.text)"
          )
          #expect(reply.text.contains("'currency'"))
        }
      }
      for name in ["sort", "having"] {
        let value = name == "sort" ? "sum(amount)" : #"{"field":"sum(amount)","op":"gt","value":1}"#
        #expect(try await shop.summary([(name, value)]).faults == ["\(name) mixed_units"])
      }
    }
  }

  @Test func `add the lines of a document in its currency`() async throws {
    try await withSales { shop in
      let ask = { (query: Workshop.Query) in
        try await shop.ask("sale_lines.summary", query.map { (name: $0.0, value: $0.1) })
      }
      let mixed = try await ask([("measure", "sum(amount)")])
      #expect(mixed.faults == ["measure mixed_units"] && mixed.text.contains("'sale.currency'"))
      let sums = try await shop.plain(
        """
        select s.currency, sum(l.amount) from workshop.sale_line l join workshop.sale s on s.id = l.sale_id
        group by 1 order by 1
        """)
      for path in ["sale.currency", "sale_id.currency"] {
        let reply = try await ask([("measure", "sum(amount)"), ("group", path)])
        try #require(reply.rows == sums && sums.count == 2, "\(reply.text)")
        let one = try await ask([("measure", "sum(amount)"), (path, "RUB")])
        #expect(one.rows.map { "RUB|\($0)" } == [sums[1]], "\(one.text)")
      }
    }
  }

  @Test func `add amounts of one currency, be it grouped by or filtered to`() async throws {
    try await withSales { shop in
      for query: Workshop.Query in [
        [("currency", "RUB")], [("currency[in]", "RUB")],
        [("filter", #"{"and":[{"field":"currency","op":"eq","value":"RUB"}]}"#)],
      ] {
        let reply = try await shop.summary(
          query + [("measure", "sum(amount)"), ("group", "kind"), ("totals", "true")])
        let plain = try await shop.plain(
          """
          \(Self.sales) select sum(amount) from s where currency = 'RUB'
          group by rollup (kind) order by grouping(kind) desc, kind
          """)
        #expect(
          reply.rows.map { $0.split(separator: "|").last.map(String.init) } == plain,
          "\(reply.text)")
      }
      let mixed = try await shop.summary([
        ("group", "currency,kind"), ("measure", "sum(amount),sum(pieces)"), ("totals", "true"),
      ])
      let pieces = try await shop.plain("\(Self.sales) select sum(pieces) from s")
      try #require(mixed.rows.count > 1 && pieces.count == 1, "\(mixed.text)")
      #expect(mixed.rows[0] == "-|\(pieces[0])", "\(mixed.text)")
      let euros = try await shop.plain(
        "\(Self.sales) select 'EUR', sum(amount), sum(pieces) from s where currency = 'EUR'")
      #expect([mixed.rows[1]] == euros, "\(mixed.text)")
    }
  }
}
