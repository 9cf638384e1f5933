import Testing

@testable import CRM

@Suite struct `A list that cannot be asked for` {
  /// Query, code, and the parameter that the problem names.
  static let cases: [(name: String, value: String, code: String)] = [
    ("secret", "x", "unknown_field"), ("name_key", "x", "unknown_field"),
    ("nothing", "x", "unknown_field"), ("maker.secret", "x", "unknown_field"),
    ("maker.owner.department.name", "x", "too_many_hops"),
    ("id;drop table x", "1", "unknown_field"),
    ("id[eq", "1", "unknown_operator"), ("id[like]", "1", "unknown_operator"),
    ("id[contains]", "1", "wrong_operator"), ("data[eq]", "1", "wrong_operator"),
    ("id", "one", "wrong_value"), ("id", "9223372036854775808", "wrong_value"),
    ("id", "1 or 1=1", "wrong_value"), ("price[gt]", "1,5", "wrong_value"),
    ("price", "NaN", "wrong_value"), ("price", "1e400", "wrong_value"),
    ("due_on", "2026-02-30", "wrong_value"), ("due_on", "infinity", "wrong_value"),
    ("seen_at", "2026-01-01", "wrong_value"),
    ("seen_at", "2026-01-01T00:00:00+23:00", "wrong_value"),
    ("good", "yes", "wrong_value"), ("kind", "car", "wrong_value"),
    ("kind[in]", "tool,car", "wrong_value"), ("due_on[during]", "some_day", "wrong_value"),
    ("price[between]", "1", "wrong_value"), ("name[empty]", "maybe", "wrong_value"),
    ("sort", "secret", "unknown_field"), ("sort", "-", "unknown_field"),
    ("sort", "tags", "not_sortable"), ("sort", "id;select", "unknown_field"),
    ("sort", "id,name,kind,price,weight,good", "too_many_sorts"),
    ("fields", "id,secret", "unknown_field"), ("expand", "nothing", "unknown_field"),
    ("expand", "maker(secret)", "unknown_field"),
    ("expand", "maker.owner.department", "too_many_hops"),
    ("expand", "maker(name", "malformed_expand"), ("expand", "maker'", "malformed_expand"),
    ("limit", "0", "limit_out_of_range"), ("limit", "201", "limit_out_of_range"),
    ("limit", "ten", "limit_out_of_range"), ("count", "all", "unknown_count"),
    ("filter", "{", "malformed_filter"), ("filter", "[]", "malformed_filter"),
    ("filter", #"{"and":[]}"#, "malformed_filter"),
    ("filter", #"{"field":"id"}"#, "malformed_filter"),
    ("filter", #"{"field":"id","op":"eq"}"#, "malformed_filter"),
    ("filter", #"{"field":"id","op":"eq","value":{}}"#, "malformed_filter"),
    ("filter", #"{"field":"id","op":"in","value":1}"#, "malformed_filter"),
    ("filter", #"{"field":"id","op":"eq","value":1,"or":1}"#, "malformed_filter"),
    (
      "filter",
      String(repeating: #"{"not":"#, count: 6) + #"{"field":"id","op":"eq","value":1}"#
        + String(repeating: "}", count: 6), "filter_too_deep"
    ),
    ("filter", String(repeating: "[", count: 10_000), "malformed_filter"),
    (
      "filter",
      #"{"or":["#
        + Array(repeating: #"{"field":"id","op":"eq","value":1}"#, count: 51)
        .joined(separator: ",") + "]}", "filter_too_large"
    ),
  ]

  @Test func `is refused with a 400 that names the parameter`() async throws {
    try await withWorkshop { shop in
      for (name, value, code) in Self.cases {
        let reply = try await shop.things((name, value))
        #expect(reply.status == 400, "\(name)=\(value.prefix(80)): \(reply.text)")
        #expect(reply.json["code"] == .string(code), "\(name)=\(value.prefix(80)): \(reply.text)")
        #expect(reply.json["errors"]?.array?.first?["pointer"] == .string(name))
        #expect(!reply.text.contains("workshop."), "\(reply.text)")
      }
    }
  }

  @Test func `twice the same parameter, or a q where nothing is searched`() async throws {
    try await withWorkshop { shop in
      #expect(
        try await shop.things(("id", "1"), ("id", "2")).json["code"]
          == .string("repeated_parameter"))
      let reply = try await shop.ask("makers.list", [(name: "q", value: "a")])
      #expect(reply.json["code"] == .string("no_search"))
    }
  }

  @Test func `hidden and missing fields are answered alike`() async throws {
    try await withWorkshop { shop in
      let hidden = try await shop.things(("secret", "1")).text
      let missing = try await shop.things(("sicret", "1")).text
      #expect(hidden.replacing("secret", with: "sicret") == missing)
    }
  }
}
