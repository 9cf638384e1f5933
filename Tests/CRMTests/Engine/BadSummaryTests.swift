import Testing

@testable import CRM

@Suite struct `A summary that cannot be asked for` {
  static let cases: [(name: String, value: String, code: String)] = [
    ("group", "nothing", "unknown_field"), ("group", "secret", "unknown_field"),
    ("group", "note_key", "unknown_field"), ("group", "maker.secret", "unknown_field"),
    ("group", "id;drop table x", "unknown_field"), ("group", "secret:month", "unknown_field"),
    ("group", "maker.owner.department.name", "too_many_hops"),
    ("group", "sold_at", "unknown_bucket"), ("group", "sold_at:", "unknown_bucket"),
    ("group", "sold_at:decade", "unknown_bucket"), ("group", "due_on:Month", "unknown_bucket"),
    ("group", "note:month", "wrong_bucket"), ("group", "tags", "not_groupable"),
    ("group", "data", "not_groupable"), ("group", "id,note,kind,good,pieces", "too_many_groups"),
    ("measure", "total", "unknown_measure"), ("measure", "sum", "unknown_measure"),
    ("measure", "sum()", "unknown_measure"), ("measure", "sum(pieces", "unknown_measure"),
    ("measure", "mode(pieces)", "unknown_measure"), ("measure", "count(*)", "unknown_measure"),
    ("measure", "sum(pieces);select 1", "unknown_measure"),
    ("measure", "sum(secret)", "unknown_field"), ("measure", "count(secret)", "unknown_field"),
    ("measure", "sum(note)", "not_summable"), ("measure", "avg(due_on)", "not_summable"),
    ("measure", "sum(owner_id)", "not_summable"), ("measure", "sum(origin)", "not_summable"),
    ("measure", "sum(id)", "not_summable"),
    ("measure", "sum(version)", "not_summable"), ("measure", "avg(created_by)", "not_summable"),
    ("measure", "min(good)", "not_comparable"), ("measure", "max(tags)", "not_comparable"),
    ("measure", "count_distinct(data)", "not_comparable"),
    ("having", "{", "malformed_filter"), ("having", "[]", "malformed_filter"),
    ("having", #"{"field":"count"}"#, "malformed_filter"),
    ("having", #"{"field":"count","op":"like","value":1}"#, "unknown_operator"),
    ("having", #"{"field":"count","op":"contains","value":"1"}"#, "wrong_operator"),
    ("having", #"{"field":"count","op":"gt","value":"many"}"#, "wrong_value"),
    ("having", #"{"field":"sum(pieces)","op":"gt","value":1.5}"#, "wrong_value"),
    ("having", #"{"field":"note","op":"eq","value":"a"}"#, "unknown_measure"),
    ("having", #"{"field":"max(secret)","op":"eq","value":"1"}"#, "unknown_field"),
    ("having", #"{"field":"max(kind)","op":"eq","value":"car"}"#, "wrong_value"),
    (
      "having",
      #"{"or":["#
        + Array(repeating: #"{"field":"count","op":"eq","value":1}"#, count: 51)
        .joined(separator: ",") + "]}", "filter_too_large"
    ),
    ("sort", "note", "not_sortable"), ("sort", "-id;select", "not_sortable"),
    ("sort", "sum(note)", "not_summable"),
    ("sort", "count,count,count,count,count,count", "too_many_sorts"),
    ("limit", "0", "limit_out_of_range"), ("limit", "5001", "limit_out_of_range"),
    ("limit", "ten", "limit_out_of_range"), ("totals", "yes", "wrong_value"),
    ("fields", "id", "not_in_summary"), ("expand", "owner", "not_in_summary"),
    ("cursor", "x", "not_in_summary"), ("count", "exact", "not_in_summary"),
    ("nothing", "x", "unknown_field"), ("q", "x", "no_search"),
    ("filter", "{", "malformed_filter"), ("pieces[gt]", "many", "wrong_value"),
  ]

  @Test func `is refused with a 400 that names the parameter`() async throws {
    try await withSales { shop in
      for (name, value, code) in Self.cases {
        let reply = try await shop.summary([(name, value)])
        #expect(reply.status == 400, "\(name)=\(value.prefix(80)): \(reply.text)")
        #expect(reply.faults == ["\(name) \(code)"], "\(name)=\(value.prefix(80)): \(reply.text)")
        #expect(!reply.text.contains("workshop."), "\(reply.text)")
      }
      let many = (1...21).map { _ in "count" }.enumerated().map { "count(x\($0.offset))" }
      let reply = try await shop.summary([("measure", many.joined(separator: ","))])
      #expect(reply.faults == ["measure too_many_measures"], "\(reply.text)")
      let twice = try await shop.summary([("group", "kind"), ("group", "note")])
      #expect(twice.faults == ["group repeated_parameter"], "\(twice.text)")
    }
  }

  @Test func `is told all that is wrong at once, with what would be right`() async throws {
    try await withSales { shop in
      let reply = try await shop.summary([
        ("group", "secret,sold_at,kind"), ("measure", "sum(note),sum(amount),mode(pieces)"),
        (
          "having",
          #"{"and":[{"field":"total","op":"eq","value":1},{"field":"count","op":"gt","value":"x"}]}"#
        ),
        ("sort", "note"), ("limit", "0"), ("totals", "1"), ("nothing", "1"), ("good", "maybe"),
        ("fields", "id"),
      ])
      #expect(reply.status == 400 && reply.json["code"] == "malformed_query", "\(reply.text)")
      #expect(
        Set(reply.faults) == [
          "group unknown_field", "group unknown_bucket", "measure not_summable",
          "measure mixed_units", "measure unknown_measure", "having unknown_measure",
          "having wrong_value", "sort not_sortable", "limit limit_out_of_range",
          "totals wrong_value", "nothing unknown_field", "good wrong_value",
          "fields not_in_summary",
        ], "\(reply.faults)")
      for words in [
        "these can: amount, discount, pieces, large.", "as in 'sold_at:month'",
        "count(field) sum(field)", "none of the groups (kind)",
      ] {
        #expect(reply.text.contains(words), "\(words): \(reply.text)")
      }
    }
  }

  @Test func `is not told what would be right but for another fault`() async throws {
    try await withSales { shop in
      let reply = try await shop.summary([
        ("group", "secret,currency,kind"), ("measure", "sum(amount)"), ("sort", "kind,secret"),
      ])
      #expect(reply.faults == ["group unknown_field"], "\(reply.text)")
    }
  }

  @Test func `hidden and missing fields are answered alike`() async throws {
    try await withSales { shop in
      for (name, value) in [("group", "secret"), ("measure", "sum(secret)"), ("secret", "1")] {
        let hidden = try await shop.summary([(name, value)]).text
        let missing = try await shop.summary([
          (name.replacing("secret", with: "sicret"), value.replacing("secret", with: "sicret"))
        ]).text
        #expect(hidden.replacing("secret", with: "sicret") == missing)
      }
    }
  }
}
