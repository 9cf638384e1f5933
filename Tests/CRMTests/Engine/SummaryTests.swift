import Testing

@testable import CRM

@Suite struct `A summary` {
  /// What is asked, and the same in plain SQL over `sale s`.
  static let questions: [(query: Workshop.Query, sql: String)] = [
    ([], "select count(*) from s"),
    ([("group", "owner_id")], "select owner_id, count(*) from s group by 1 order by 1"),
    (
      [("group", "kind,good"), ("measure", "count(pieces),count,count_distinct(pieces)")],
      "select kind, good, count(pieces), count(*), count(distinct pieces) from s group by 1, 2 order by 1, 2"
    ),
    (
      [("group", "currency"), ("measure", "sum(amount),avg(amount),min(amount),max(amount)")],
      "select currency, sum(amount), avg(amount), min(amount), max(amount) from s group by 1 order by 1"
    ),
    (
      [("group", "currency"), ("measure", "median(amount),median(large)")],
      """
      select currency, trim_scale((a[(n + 1) / 2] + a[(n + 2) / 2]) / 2),
        trim_scale((l[(m + 1) / 2] + l[(m + 2) / 2]) / 2)
      from (
        select currency, count(amount) as n, count(large) as m,
          array_agg(amount order by amount) filter (where amount is not null) as a,
          array_agg(large::numeric order by large) filter (where large is not null) as l
        from s group by 1) as t order by 1
      """
    ),
    (
      [("measure", "sum(pieces),sum(large),avg(pieces),sum(discount)")],
      "select sum(pieces), sum(large), avg(pieces), sum(discount) from s"
    ),
    (
      [("group", "maker.city,maker.owner_id"), ("measure", "max(due_on),min(note)")],
      """
      select m.city, m.owner_id, max(s.due_on), min(s.note)
      from s left join workshop.maker m on m.id = s.maker_id group by 1, 2 order by 1, 2
      """
    ),
    (
      [("group", "due_on:week"), ("measure", "count")],
      "select date_trunc('week', due_on::timestamp)::date, count(*) from s group by 1 order by 1"
    ),
    ([("group", "due_on")], "select due_on, count(*) from s group by 1 order by 1"),
    (
      [("group", "sold_at:quarter,due_on:year"), ("measure", "count,count_distinct(due_on)")],
      """
      select date_trunc('quarter', sold_at at time zone 'Asia/Kamchatka')::date,
        date_trunc('year', due_on::timestamp)::date, count(*), count(distinct due_on)
      from s group by 1, 2 order by 1, 2
      """
    ),
    (
      [("group", "note"), ("measure", "count"), ("sort", "-note")],
      "select note, count(*) from s group by note order by lower(note) desc, note"
    ),
    (
      [("group", "address,department_id,kind,large"), ("limit", "3")],
      "select address, department_id, kind, large, count(*) from s group by 1, 2, 3, 4 order by 1, 2, 3, 4 limit 3"
    ),
    (
      [
        ("group", "owner_id,kind"), ("measure", "sum(pieces),count"),
        (
          "having",
          #"{"or":[{"field":"count","op":"gt","value":9},{"field":"avg(pieces)","op":"lt","value":"4.5"}]}"#
        ),
        ("sort", "-sum(pieces),max(due_on)"),
      ],
      """
      select owner_id, kind, sum(pieces), count(*) from s group by 1, 2
      having count(*) > 9 or avg(pieces) < 4.5 order by 3 desc nulls last, max(due_on), 1, 2
      """
    ),
    (
      [
        ("group", "note"),
        ("having", #"{"not":{"field":"max(note)","op":"in","value":["Axe","=1+1"]}}"#),
      ],
      "select note, count(*) from s where note not in ('Axe', '=1+1') group by 1 order by 1"
    ),
    (
      [
        ("group", "kind"), ("having", #"{"field":"sum(amount)","op":"empty"}"#),
        ("currency", "USD"),
      ],
      "select kind, count(*) from s where false group by 1"
    ),
  ]

  @Test func `answers what plain SQL does`() async throws {
    try await withSales { shop in
      for (query, sql) in Self.questions {
        let reply = try await shop.summary(query)
        let plain = try await shop.plain(
          "with s as (select * from workshop.sale where archived_at is null) \(sql)")
        #expect(reply.status == 200 && reply.rows == plain, "\(query): \(reply.text)\n\(plain)")
        #expect(reply.json["page"]?["truncated"]?.bool == query.contains { $0.0 == "limit" })
      }
    }
  }

  static let filters: [(query: Workshop.Query, condition: String)] = [
    ([("kind", "net"), ("amount[gte]", "1000.00")], "kind = 'net' and amount >= 1000"),
    ([("maker.city", "Казань")], "maker_id = 1"),
    (
      [
        (
          "filter",
          #"{"or":[{"field":"maker.name","op":"starts","value":"гам"},{"field":"owner_id","op":"eq","value":"me"}]}"#
        )
      ], "(maker_id = 3 or owner_id = 1)"
    ),
    ([("archived_at[empty]", "false")], "archived_at is not null"),
    ([("note[contains]", "ЁЛ")], "note like 'Ёл%'"),
    ([("sold_at[during]", "today")], "false"),
  ]

  @Test func `takes every filter of the list`() async throws {
    try await withSales { shop in
      for (query, condition) in Self.filters {
        let reply = try await shop.summary(
          query + [("group", "kind"), ("measure", "count,sum(pieces)")])
        let archive = condition.contains("archived") ? "true" : "archived_at is null"
        let plain = try await shop.plain(
          """
          select kind, count(*), sum(pieces) from workshop.sale where \(condition) and \(archive)
          group by 1 order by 1
          """)
        #expect(reply.rows == plain, "\(query): \(reply.text)")
      }
    }
  }

  @Test func `finds what the search of the list finds`() async throws {
    try await withWorkshop { shop in
      let reply = try await shop.ask(
        "things.summary", [(name: "q", value: "молоток"), (name: "group", value: "kind")])
      #expect(reply.rows == ["toy|1"], "\(reply.text)")
    }
  }

  @Test func `names what its references mean, and only to whom may read it`() async throws {
    try await withSales { shop in
      let query: Workshop.Query = [("group", "owner_id,maker.owner_id"), ("limit", "1")]
      let reply = try await shop.summary(query)
      #expect(
        reply.text.contains(
          #"{"group":{"owner_id":{"id":1,"name":"Anna"},"maker.owner_id":{"id":1,"name":"Anna"}},"measures":{"count":16},"level":2}"#
        ), "\(reply.text)")
      let none = try await shop.summary([("group", "owner_id"), ("owner_id[empty]", "true")])
      #expect(none.text.contains(#"{"group":{"owner_id":null},"#), "\(none.text)")
      let makers = try await shop.summary(
        [("group", "maker_id"), ("sort", "-maker.name"), ("measure", "sum(pieces)")])
      let names = (makers.json["data"]?.array ?? []).map {
        $0["group"]?["maker_id"]?["name"]?.string
      }
      #expect(names == ["Гамма", "Beta", "Alfa", nil], "\(makers.text)")
    }
    try await withSales(WorkshopSchema.hide("accounts")) { shop in
      let reply = try await shop.summary([("group", "owner_id"), ("limit", "1")])
      #expect(reply.text.contains(#""owner_id":{"id":1,"name":null}"#), "\(reply.text)")
    }
  }

  @Test func `tells whether there is more than its limit`() async throws {
    try await withSales { shop in
      for (limit, rows, truncated) in [("4", 4, true), ("5", 5, false)] {
        let reply = try await shop.summary([("group", "note"), ("limit", limit)])
        #expect(reply.rows.count == rows)
        let page: JSON = [
          "limit": .number(limit), "truncated": .bool(truncated), "time_zone": "Asia/Kamchatka",
        ]
        #expect(reply.json["page"] == page, "\(reply.text)")
      }
    }
  }
}
