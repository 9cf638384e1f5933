import Postgres
import Support
import Testing

@testable import CRM

/// Of every type of number that the enterprise can add: what it has room for, and what it has not.
@Suite struct `A number` {
  private static let wrong: [(value: String, code: String, words: String)] = [
    ("1.23456789", "too_precise", "at most 6 decimals"),
    ("-0.0000001", "too_precise", "at most 6 decimals"),
    ("123456789012345", "out_of_range", "at most 14 digits"),
    (String(repeating: "9", count: 40), "out_of_range", "at most 14 digits"),
  ]

  private static func fields(_ chief: TestSession) async throws {
    try await chief.create("custom-fields", customField("x_decimal", "decimal"))
    try await chief.create("custom-fields", customField("x_money", "money"))
  }

  @Test func `is refused at its field rather than rounded`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await Self.fields(chief)
      let party = try await chief.create("parties", ["name": "P", "x_decimal": "1.5"])
      await each(Self.wrong) { item in
        let body: JSON = ["name": "Q", "x_decimal": .string(item.value)]
        for reply in [
          try await chief.post("parties", body), try await chief.patch("parties/\(party.id)", body),
        ] {
          #expect(
            reply.status == 422 && reply.pointers == ["/x_decimal"], "\(item.value): \(reply.text)")
          #expect(
            reply.text.contains(item.code) && reply.text.contains(item.words),
            "\(item.value): \(reply.text)")
        }
        let loaded = try await Loading(session: chief).load(
          "Name,X\nR,\(item.value)\n",
          [
            "resource": "parties", "mode": "insert",
            "columns": ["name": ["column": "Name"], "x_decimal": ["column": "X"]],
          ])
        #expect(loaded["refused"] == 1 && loaded["created"] == 0, "\(item.value): \(loaded.text)")
        let kept = try await crm.observed("select name, x_decimal::text as x from clients.party")
        #expect(
          try kept.single.string("x") == "1.500000" && kept.single.string("name") == "P",
          "\(item.value)")
      }
    }
  }

  @Test func `is kept as it was written where there is room`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await Self.fields(chief)
      for (sent, kept) in [
        ("-00012345678901234.123456", "-12345678901234.123456"), ("1.2500000000", "1.250000"),
        ("0", "0.000000"),
      ] {
        let made = try await chief.create("parties", ["name": "P", "x_decimal": .string(sent)])
        #expect(made["x_decimal"]?.string == kept, "\(made.text)")
      }
      let money = try await chief.post(
        "parties", ["name": "P", "x_money": "1.00001", "x_money_currency": "RUB"])
      #expect(money.pointers == ["/x_money"] && money.text.contains("4 decimals"), "\(money.text)")
      let found = try await chief.get("parties?x_decimal%5Bgt%5D=1.2499999999&x_decimal%5Blt%5D=2")
      #expect(found.data.count == 1, "\(found.text)")
    }
  }

  @Test func `tells what it has room for`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await Self.fields(chief)
      let fields = try await chief.get("meta/parties")["fields"]?.array ?? []
      let told = { (name: String) in fields.first { $0["name"]?.string == name } }
      #expect(told("x_decimal")?["precision"] == 20 && told("x_decimal")?["scale"] == 6)
      #expect(told("x_money")?["precision"] == 19 && told("x_money")?["scale"] == 4)
      #expect(told("name")?["precision"] == .null && told("name")?["scale"] == .null)
      let schemas = try await chief.get("openapi.json")["components"]?["schemas"]
      let pattern = schemas?["PartiesDraft"]?["properties"]?["x_decimal"]?["pattern"]?.string ?? ""
      let form = try Regex(pattern)
      #expect("-12345678901234.123456".contains(form) && "1.2500000".contains(form), "\(pattern)")
      for (value, _, _) in Self.wrong { #expect(!value.contains(form), "\(pattern)") }
    }
  }

  /// As PostgreSQL writes its types; a negative scale rounds before the point, and is none of ours.
  @Test(arguments: [
    ("numeric(20,6)", 14, 6), ("numeric(5,0)", 5, 0), ("numeric", nil, nil),
    ("numeric(5,-2)", nil, nil), ("numeric(2,5)", nil, nil), ("bigint", nil, nil),
  ])
  func `has the digits that its type has`(type: String, whole: Int?, scale: Int?) {
    let digits = Digits(sqlType: type)
    #expect(digits?.whole == whole && digits?.scale == scale)
  }
}
