import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A custom field of every type` {
  private static func names(_ reply: Reply) -> [String] {
    reply.data.compactMap { $0["subject"]?.string }
  }

  private static func interaction(_ subject: String, _ more: [JSON.Member]) -> JSON {
    .object([.init("kind", "note"), .init("subject", .string(subject))] + more)
  }

  @Test(arguments: FieldSample.all)
  func `is there at once, as a column, in records, filters, sorts and summaries`(
    _ sample: FieldSample
  ) async throws {
    try await sample.withChief { crm, chief in
      let party = try await chief.create("parties", ["name": "P"]).id
      let made = try await chief.post("custom-fields", sample.field(of: "interactions"))
      #expect(made.status == 201 && made["state"] == "active", "\(made.text)")
      let of: [JSON.Member] = [.init("party_id", .number("\(party)"))]
      let low = try await chief.create(
        "interactions", Self.interaction("low", of + sample.record(sample.low)))
      try await chief.create(
        "interactions", Self.interaction("high", of + sample.record(sample.high)))
      try await chief.create("interactions", Self.interaction("none", of))
      #expect(low[sample.name] == sample.low, "\(low.text)")
      let plain = sample.low.string ?? sample.low.text
      let field = sample.name
      let sorted = try await chief.get("interactions?sort=\(field)&limit=2")
      #expect(Self.names(sorted) == ["low", "high"], "\(sorted.text)")
      let next = sorted["page"]?["next"]?.string ?? ""
      let rest = try await chief.get("interactions?sort=\(field)&limit=2&cursor=\(next)")
      #expect(Self.names(rest) == ["none"], "\(rest.text)")
      if sample.type != "long_text" {
        let equal = try await chief.get("interactions?\(field)=\(plain.percentEncoded)")
        #expect(Self.names(equal) == ["low"], "\(equal.text)")
        let sums = try await chief.get(
          "interactions/summary?group=\(field)\(sample.bucket)&measure=count")
        #expect(sums.data.map { $0["measures"]?["count"] } == [1, 1, 1], "\(sums.text)")
      }
      let empty = try await chief.get("interactions?\(field)[empty]=true")
      #expect(Self.names(empty) == ["none"], "\(empty.text)")
      let path = "interactions/\(low.id)"
      let changed = try await chief.patch(path, .object(sample.record(sample.high)))
      #expect(changed[field] == sample.high, "\(changed.text)")
      let history = try await chief.get("\(path)/history")
      let change = history.data.first?["changes"]?.array?.first { $0["field"]?.string == field }
      #expect(change?["old"] != nil && change?["new"] != nil, "\(history.text)")
      let kept = try await crm.observed(
        "select \(identifier: field)::text as value from clients.interaction where id = \(low.id)")
      #expect(kept.string(0, 0) != nil)
    }
  }

  @Test(arguments: FieldSample.all)
  func `is described, and refuses what is not of its type`(_ sample: FieldSample) async throws {
    try await sample.withChief { crm, chief in
      try await chief.create("custom-fields", sample.field(of: "parties"))
      let meta = try await chief.get("meta/parties")
      let field = meta["fields"]?.array?.first { $0["name"]?.string == sample.name }
      #expect(field?["label"]?["ru"] == "Образец" && field?["creatable"] == true, "\(meta.text)")
      #expect((field?["choices"]?.array?.count ?? 0) == (sample.type == "enumeration" ? 2 : 0))
      let document = try await chief.get("openapi.json")
      let schemas = document["components"]?["schemas"]
      for schema in ["Parties", "PartiesDraft", "PartiesPatch"] {
        #expect(schemas?[schema]?["properties"]?[sample.name]?["title"] == "Sample", "\(schema)")
      }
      let wrong = try await chief.post(
        "parties", .object([.init("name", "P"), .init(sample.name, [[]])]))
      #expect(wrong.status == 422 && wrong.pointers == ["/\(sample.name)"], "\(wrong.text)")
    }
  }

  @Test(arguments: FieldSample.all)
  func `goes out as CSV and comes back`(_ sample: FieldSample) async throws {
    try await sample.withChief { crm, chief in
      try await chief.create("custom-fields", sample.field(of: "tags"))
      for (name, value) in [("low", sample.low), ("high", sample.high), ("none", JSON.null)] {
        try await chief.create(
          "tags",
          .object([.init("name", .string(name))] + (value == .null ? [] : sample.record(value))))
      }
      let fields = sample.record(.null).map(\.name)
      let list = "name,\(fields.joined(separator: ","))"
      let before = try await chief.get("tags?fields=\(list)", headers: [("Accept", "text/csv")])
      try await crm.arrange("delete from clients.tag")
      let columns = fields.map { JSON.Member($0, .object([.init("column", .string($0))])) }
      let loaded = try await Loading(session: chief).load(
        before.text,
        [
          "resource": "tags", "mode": "insert",
          "columns": .object([.init("name", ["column": "name"])] + columns),
        ])
      #expect(loaded["created"] == 3, "\(loaded.text) \(before.text)")
      let after = try await chief.get("tags?fields=\(list)", headers: [("Accept", "text/csv")])
      #expect(after.text == before.text && before.text.contains("low"))
    }
  }
}

extension String {
  fileprivate var percentEncoded: String {
    addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self
  }
}
