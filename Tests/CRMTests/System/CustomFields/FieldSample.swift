import CRM
import Postgres
import Support
import Testing

/// A type of custom field with what makes one and two values of it, the first less than the second.
struct FieldSample: Sendable {
  let type: String
  var name: String { type == "reference" ? "x_\(type)_id" : "x_\(type)" }
  var more: [JSON.Member] = []
  let low: JSON
  let high: JSON
  /// What stands beside a value.
  var beside: [JSON.Member] = []
  /// Makes what the values refer to.
  var target: SQL?

  /// Gives the body an administrator of a database in which the values of every type may be used.
  static func withChief(_ body: (TestCRM, TestSession) async throws -> Void) async throws {
    try await withCRM { crm in
      for target in all.compactMap(\.target) { try await crm.arrange(target) }
      try await body(crm, crm.as(.administrator))
    }
  }

  /// The body that makes the field.
  func field(of resource: String) -> JSON {
    .object(
      [
        .init("resource", .string(resource)), .init("name", .string(name)),
        .init("type", .string(type)), .init("label_en", "Sample"), .init("label_ru", "Образец"),
      ] + more)
  }

  /// How instants are grouped.
  var bucket: String { type == "instant" ? ":day" : "" }

  /// A record's own members.
  func record(_ value: JSON) -> [JSON.Member] { [.init(name, value)] + beside }

  static let all = [
    FieldSample(type: "text", low: "Волга", high: "Нева"),
    FieldSample(type: "long_text", low: "a\nb", high: "c"),
    FieldSample(type: "integer", more: [.init("is_indexed", true)], low: -5, high: 9_000_000_000),
    FieldSample(type: "decimal", low: "-1.500000", high: "2.250000"),
    FieldSample(
      type: "money", low: "10.0000", high: "20.5000",
      beside: [.init("x_money_currency", "RUB")]),
    FieldSample(
      type: "date", more: [.init("is_indexed", true)], low: "2026-01-31", high: "2026-02-01"),
    FieldSample(type: "instant", low: "2026-01-31T10:00:00Z", high: "2026-02-01T10:00:01Z"),
    FieldSample(type: "boolean", low: false, high: true),
    FieldSample(
      type: "enumeration",
      more: [
        .init("choices", ["gold", "silver"]), .init("choices_en", ["Gold", "Silver"]),
        .init("choices_ru", ["Золото", "Серебро"]),
      ], low: "gold", high: "silver"),
    FieldSample(
      type: "reference", more: [.init("target", "party-groups")], low: 901, high: 902,
      target: """
        insert into clients.party_group (id, name) overriding system value
        values (901, 'Low'), (902, 'High')
        """),
  ]
}
