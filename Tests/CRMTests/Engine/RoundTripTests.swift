import CRM
import Postgres
import Support
import Testing

@Suite struct `An export that is imported again` {
  private static let source = "round-trip"
  /// What spreadsheets take for formulas, what guards it, and what CSV has to quote.
  private static let texts = [
    "=1+1", "'=1+1", "''+x", "+7 495", "-5", "@me", "'plain", "＝1", "'＝1", "a;b,\"c\"", "x\ny",
    "''", "'",
  ]

  /// A resource of clients that can be loaded and knows its records by the key of a file.
  private struct Loaded {
    let name: String
    let table: String
    let fields: [String]
    /// Those that take any text.
    let texts: [String]
  }

  private func loaded(_ chief: TestSession) async throws -> [Loaded] {
    try await chief.get("meta").data.compactMap { resource in
      let all = resource["fields"]?.array ?? []
      let fields = all.filter { $0["creatable"] == true }.compactMap { $0["name"]?.string }
      guard resource["may"]?["import"] != nil, fields.contains("external_key"),
        let name = resource["name"]?.string, let table = Self.tables[name]
      else { return nil }
      let texts = all.filter {
        $0["creatable"] == true && $0["type"] == "text" && $0["choices"]?.array?.isEmpty == true
          && $0["reference"] == .null
      }.compactMap { $0["name"]?.string }
      return Loaded(
        name: name, table: "clients.\(table)",
        fields: fields, texts: texts.filter { !$0.hasPrefix("external_") })
    }
  }

  /// By their resources.
  private static let tables = [
    "parties": "party", "party-groups": "party_group", "contacts": "contact",
    "channels": "channel", "addresses": "address", "bank-accounts": "bank_account",
    "relations": "relation", "tags": "tag", "interactions": "interaction",
    "party-tags": "party_tag", "interaction-participants": "interaction_participant",
  ]

  /// One record or more of everything.
  private func furnish(_ chief: TestSession) async throws {
    let person = try await chief.create("parties", ["kind": "person", "name": "Анна"]).id
    let tag = try await chief.create("tags", ["name": "VIP"]).id
    try await chief.create("party-groups", ["code": "g", "name": "Group"])
    let party = try await chief.create(
      "parties",
      [
        "kind": "company", "name": "Firm",
        "channels": [["kind": "messenger", "value": "@firm", "messenger": "telegram"]],
        "addresses": [["kind": "legal", "city": "Казань"]],
        "bank_accounts": [["iban": "DE89370400440532013000"]],
        "contacts": [["person_id": .number("\(person)"), "position": "Boss"]],
        "relations": [["kind": "owns", "other_id": .number("\(person)")]],
        "tags": [["tag_id": .number("\(tag)")]],
      ]
    ).id
    try await chief.create(
      "interactions",
      [
        "party_id": .number("\(party)"), "kind": "note", "subject": "x",
        "participants": [["party_id": .number("\(person)")]],
      ])
  }

  private func rows(_ crm: TestCRM, _ loaded: Loaded) async throws -> [String] {
    try await crm.observed(
      "select to_jsonb(t)::text as row from \(identifier: loaded.table) as t order by id"
    ).map { try $0.string("row") }
  }

  @Test func `changes nothing, whatever its texts begin with`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await furnish(chief)
      var tried: Set<String> = []
      for resource in try await loaded(chief) {
        let table: SQL = "\(identifier: resource.table)"
        try await crm.arrange(
          "update \(table) set external_source = \(Self.source), external_key = id::text")
        for text in Self.texts {
          for field in resource.texts {
            // A rule of the table may refuse the text; then there is nothing to export.
            let set: SQL = "update \(table) set \(identifier: field) = \(text)"
            if (try? await crm.arrange(set)) != nil { tried.insert("\(resource.name).\(field)") }
          }
          try await exportAndImport(resource, chief, crm, "\(resource.name) with \(text)")
        }
      }
      #expect(tried.count > 25, "\(tried.sorted())")
      #expect(tried.contains("parties.name") && tried.contains("interactions.body"))
    }
  }

  private func exportAndImport(
    _ resource: Loaded, _ chief: TestSession, _ crm: TestCRM, _ what: String
  ) async throws {
    let before = try await rows(crm, resource)
    #expect(!before.isEmpty, "\(what)")
    let fields = resource.fields.joined(separator: ",")
    let file = try await chief.get(
      "\(resource.name)?fields=\(fields)", headers: [("Accept", "text/csv")])
    #expect(file.status == 200, "\(what): \(file.text)")
    let mapping: JSON = [
      "resource": .string(resource.name), "match_by": ["external_source", "external_key"],
      "columns": .object(resource.fields.map { .init($0, ["column": .string($0)]) }),
    ]
    let loading = Loading(session: chief)
    let path = try await loading.announce(mapping)
    let told = try await loading.send(file.text, to: path)
    let count = before.count
    #expect(told.counts == [count, 0, 0, count, 0, 0], "\(what): \(told.text) \(file.text)")
    #expect(try await rows(crm, resource) == before, "\(what)")
  }
}
