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

  @Test func `is there at once, as a column, in records, filters, sorts and summaries`()
    async throws
  {
    try await FieldSample.withChief { crm, chief in
      await each(FieldSample.all) { try await Self.isThere($0, crm, chief) }
    }
  }

  private static func isThere(
    _ sample: FieldSample, _ crm: TestCRM, _ chief: TestSession
  ) async throws {
    // What the case before has left.
    try await crm.arrange("delete from clients.interaction")
    let party = try await chief.create("parties", ["name": "P"]).id
    let made = try await chief.post("custom-fields", sample.field(of: "interactions"))
    #expect(made.status == 201 && made["state"] == "active", "\(sample.type): \(made.text)")
    let of: [JSON.Member] = [.init("party_id", .number("\(party)"))]
    let low = try await chief.create(
      "interactions", interaction("low", of + sample.record(sample.low)))
    try await chief.create(
      "interactions", interaction("high", of + sample.record(sample.high)))
    try await chief.create("interactions", interaction("none", of))
    #expect(low[sample.name] == sample.low, "\(sample.type): \(low.text)")
    let plain = sample.low.string ?? sample.low.text
    let field = sample.name
    let sorted = try await chief.get("interactions?sort=\(field)&limit=2")
    #expect(names(sorted) == ["low", "high"], "\(sample.type): \(sorted.text)")
    let next = sorted["page"]?["next"]?.string ?? ""
    let rest = try await chief.get("interactions?sort=\(field)&limit=2&cursor=\(next)")
    #expect(names(rest) == ["none"], "\(sample.type): \(rest.text)")
    if sample.type != "long_text" {
      let equal = try await chief.get("interactions?\(field)=\(plain.percentEncoded)")
      #expect(names(equal) == ["low"], "\(sample.type): \(equal.text)")
      let sums = try await chief.get(
        "interactions/summary?group=\(field)\(sample.bucket)&measure=count")
      #expect(
        sums.data.map { $0["measures"]?["count"] } == [1, 1, 1], "\(sample.type): \(sums.text)")
    }
    let empty = try await chief.get("interactions?\(field)[empty]=true")
    #expect(names(empty) == ["none"], "\(sample.type): \(empty.text)")
    let path = "interactions/\(low.id)"
    let changed = try await chief.patch(path, .object(sample.record(sample.high)))
    #expect(changed[field] == sample.high, "\(sample.type): \(changed.text)")
    let history = try await chief.get("\(path)/history")
    let change = history.data.first?["changes"]?.array?.first { $0["field"]?.string == field }
    #expect(change?["old"] != nil && change?["new"] != nil, "\(sample.type): \(history.text)")
    let kept = try await crm.observed(
      "select \(identifier: field)::text as value from clients.interaction where id = \(low.id)")
    #expect(kept.string(0, 0) != nil, "\(sample.type)")
  }

  @Test func `is described, and refuses what is not of its type`() async throws {
    try await FieldSample.withChief { _, chief in
      for sample in FieldSample.all {
        try await chief.create("custom-fields", sample.field(of: "parties"))
      }
      let meta = try await chief.get("meta/parties")
      let schemas = try await chief.get("openapi.json")["components"]?["schemas"]
      await each(FieldSample.all) { sample in
        Self.isDescribed(sample, meta, schemas ?? .null)
        let wrong = try await chief.post(
          "parties", .object([.init("name", "P"), .init(sample.name, [[]])]))
        #expect(
          wrong.status == 422 && wrong.pointers == ["/\(sample.name)"],
          "\(sample.type): \(wrong.text)")
      }
    }
  }

  private static func isDescribed(_ sample: FieldSample, _ meta: Reply, _ schemas: JSON) {
    let field = meta["fields"]?.array?.first { $0["name"]?.string == sample.name }
    #expect(
      field?["label"]?["ru"] == "Образец" && field?["creatable"] == true,
      "\(sample.type): \(meta.text)")
    #expect(
      (field?["choices"]?.array?.count ?? 0) == (sample.type == "enumeration" ? 2 : 0),
      "\(sample.type)")
    for schema in ["Parties", "PartiesDraft", "PartiesPatch"] {
      #expect(
        schemas[schema]?["properties"]?[sample.name]?["title"] == "Sample",
        "\(sample.type): \(schema)")
    }
  }

  @Test func `goes out as CSV and comes back`() async throws {
    try await FieldSample.withChief { crm, chief in
      await each(FieldSample.all) { try await Self.comesBack($0, crm, chief) }
    }
  }

  private static func comesBack(
    _ sample: FieldSample, _ crm: TestCRM, _ chief: TestSession
  ) async throws {
    // What the case before has left.
    try await crm.arrange("delete from clients.tag")
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
    #expect(loaded["created"] == 3, "\(sample.type): \(loaded.text) \(before.text)")
    let after = try await chief.get("tags?fields=\(list)", headers: [("Accept", "text/csv")])
    #expect(after.text == before.text && before.text.contains("low"), "\(sample.type)")
  }
}

extension String {
  fileprivate var percentEncoded: String {
    addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self
  }
}
