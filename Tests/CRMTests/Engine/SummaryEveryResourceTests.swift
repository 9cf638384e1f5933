import Support
import Testing

@testable import CRM

@Suite struct `Every resource of the product` {
  /// Each by each of its fields, with all that can be reckoned of it, beside the count of its list.
  @Test func `can be summed up by every field that the document names`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      _ = try await chief.create("parties", ["kind": "company", "name": "ООО «Ёж»", "rating": 4])
      _ = try await chief.create("parties", ["kind": "person", "name": "Axe", "rating": 3])
      for resource in try await chief.get("meta").data where resource["may"]?["read"] != nil {
        let name = resource["name"]?.string ?? ""
        let list = try await chief.get("\(name)?limit=1&count=exact")
        let all = list["page"]?["count"]?.int ?? -1
        let fields = resource["fields"]?.array ?? []
        let hasCurrency = fields.contains { $0["name"] == "currency" }
        for field in fields {
          let (path, reply) = try await Self.answer(chief, name, field, hasCurrency)
          #expect(reply.status == 200, "\(path): \(reply.text)")
          let counts = reply.data.map { $0["measures"]?["count"]?.int ?? 0 }
          #expect(counts.first == all, "\(path): \(reply.text)")
          // The others are sums of these.
          let least = reply.data.compactMap { $0["level"]?.int }.max() ?? 0
          let groups = zip(reply.data, counts).filter { least > 0 && $0.0["level"]?.int == least }
            .reduce(0) { $0 + $1.1 }
          #expect(groups == (field["sortable"] == true ? all : 0), "\(path): \(reply.text)")
        }
      }
    }
  }

  /// Lines have the currency of their document, which a refusal names.
  private static func answer(
    _ chief: TestSession, _ name: String, _ field: JSON, _ hasCurrency: Bool
  ) async throws -> (path: String, reply: Reply) {
    let end = "&totals=true&sort=-count&limit=5000"
    let path = "\(name)/summary?\(question(field, hasCurrency ? "currency" : nil))\(end)"
    let reply = try await chief.get(path)
    guard reply.problem == "mixed_units",
      let unit = reply.text.firstMatch(of: #/of different '([a-z_.]+)'/#)?.1
    else { return (path, reply) }
    let again = "\(name)/summary?\(question(field, String(unit)))\(end)"
    return (again, try await chief.get(again))
  }

  /// Amounts are added up where they are of one currency.
  private static func question(_ field: JSON, _ unit: String?) -> String {
    let name = field["name"]?.string ?? ""
    let measures = (field["measures"]?.array ?? []).compactMap(\.string).map { "\($0)(\(name))" }
    let isDay = field["type"] == "instant" || field["type"] == "date"
    let amount = measures.contains { $0.hasPrefix("sum(") } ? unit : nil
    let group = isDay ? "\(name):week" : amount.map { "\(name),\($0)" } ?? name
    return (field["sortable"] == true ? "group=\(group)&" : "")
      + "measure=count,\(measures.joined(separator: ","))"
  }

  @Test
  func `shows in a real summary what its people are called, in the demonstration's languages`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for (name, rating) in [("ООО «Ёж»", 4), ("АО «Жук»", 5), ("Axe Ltd", 1)] {
        _ = try await chief.create(
          "parties",
          [
            "kind": "company", "name": .string(name), "customer": true,
            "rating": .number("\(rating)"),
          ])
      }
      let reply = try await chief.get(
        "parties/summary?group=owner_id&measure=count,avg(rating),max(name)&customer=true")
      let row = try #require(reply.data.first)
      #expect(row["group"]?["owner_id"]?["id"]?.int == chief.account, "\(reply.text)")
      #expect(row["group"]?["owner_id"]?["name"]?.string?.isEmpty == false)
      #expect(row["measures"]?["max(name)"] == "ООО «Ёж»" && row["measures"]?["count"] == 3)
      #expect(row["measures"]?["avg(rating)"] == "3.3333333333333333")
      let stranger = try await crm.as(.sales)
      let none = try await stranger.get("parties/summary?measure=count,sum(rating)")
      #expect(
        none.data == [
          ["group": .object([]), "measures": ["count": 0, "sum(rating)": nil], "level": 0]
        ])
    }
  }
}
