import CRM
import Support
import Testing

@Suite struct `An exported file that is previewed` {
  private static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  /// Records with and without a key of another program, with texts, dates and lists.
  private func furnish(_ crm: TestCRM, _ chief: TestSession) async throws {
    let person = try await chief.create("parties", ["kind": "person", "name": "Анна"]).id
    let tag = try await chief.create("tags", ["name": "VIP"]).id
    let group = try await chief.create("party-groups", ["code": "g", "name": "Group"]).id
    let party = try await chief.create(
      "parties",
      [
        "kind": "company", "name": "Firm", "external_source": "old", "external_key": "7",
        "inn": "7707083893", "party_group_id": .number("\(group)"), "parent_id": .null,
        "channels": [["kind": "messenger", "value": "@firm", "messenger": "telegram"]],
        "addresses": [["kind": "legal", "city": "Казань"]],
        "bank_accounts": [["iban": "DE89370400440532013000"]],
        "contacts": [["person_id": .number("\(person)"), "position": "Boss"]],
        "relations": [["kind": "owns", "other_id": .number("\(person)")]],
        "tags": [["tag_id": .number("\(tag)")]],
      ]
    ).id
    try await chief.create(
      "parties", ["name": "Daughter", "parent_id": .number("\(party)"), "country": "DE"])
    try await chief.create(
      "interactions",
      [
        "party_id": .number("\(party)"), "kind": "note", "subject": "x",
        "participants": [["party_id": .number("\(person)")]],
      ])
    try await chief.create("departments", ["name": "Склад"])
    try await chief.create("teams", ["name": "Team"])
    try await chief.create(
      "views", ["name": "Mine", "resource": "parties", "query": ["sort": "name"]])
    try await chief.create("import-mappings", ["name": "Kept", "mapping": Loading.mapping])
  }

  /// The resources that the caller may load.
  private func importable(_ chief: TestSession) async throws -> [String] {
    try await chief.get("meta").data.compactMap { resource in
      let fields = resource["fields"]?.array ?? []
      guard resource["may"]?["import"] != nil, resource["may"]?["export"] != nil,
        fields.contains(where: { $0["creatable"] == true })
      else { return nil }
      return resource["name"]?.string
    }
  }

  @Test(arguments: ["text/csv", workbook])
  func `is understood, whatever it holds, and changes nothing`(type: String) async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await furnish(crm, chief)
      let names = try await importable(chief)
      #expect(names.count > 12, "\(names)")
      for name in names {
        let file = try await chief.get(name, headers: [("Accept", type)])
        try #require(file.status == 200, "\(name): \(file.text)")
        let ending = type == Self.workbook ? "xlsx" : "csv"
        let kept = try await chief.send(
          "PUT", "files?name=\(name).\(ending)", headers: [("Content-Type", type)],
          body: Array(file.body))
        let preview = try await chief.post(
          "imports/preview", ["file_id": kept.json["id"] ?? .null])
        try #require(preview.status == 200, "\(name): \(preview.text)")
        #expect(
          preview["mapping"]?["resource"] == .string(name), "\(preview["resources"] ?? .null)")
        #expect(preview["problem"] == .null, "\(name): \(preview["problem"] ?? .null)")
        let told = try await chief.post(
          "imports",
          [
            "file_id": kept.json["id"] ?? .null, "mapping": preview["mapping"] ?? .null,
            "dry_run": true,
          ], headers: [("Prefer", "wait=30")])
        let read = told["read"]?.int ?? 0
        let errors = try await chief.get("imports/\(told["id"]?.int ?? 0)/errors")
        #expect(
          told.counts == [read, 0, 0, read, 0, 0],
          "\(name): \(told.text) \(preview["mapping"] ?? .null) \(errors.text)")
      }
    }
  }

  @Test func `with keys of another program keeps them, source and all`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let file = "external_source,external_key,name,id\nold,7,Firm,1\nold,8,Other,2\n"
      let kept = try await chief.send(
        "PUT", "files?name=mine.csv", headers: [("Content-Type", "text/csv")],
        body: Array(file.utf8))
      let preview = try await chief.post(
        "imports/preview", ["file_id": kept.json["id"] ?? .null, "resource": "parties"])
      let mapping = try #require(preview["mapping"])
      #expect(mapping["match_by"] == ["external_source", "external_key"], "\(mapping)")
      #expect(mapping["columns"]?["external_key"]?["column"] == "external_key", "\(mapping)")
      #expect(mapping["columns"]?["external_source"]?["column"] == "external_source")
      #expect(mapping["constants"] == nil, "\(mapping)")
    }
  }
}
