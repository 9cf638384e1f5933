import CRM
import Postgres
import Support
import Testing

/// The body that makes a custom field.
func customField(
  _ name: String, of resource: String = "parties", _ type: String = "text", _ more: JSON = [:]
) -> JSON {
  let plain: JSON = [
    "resource": .string(resource), "name": .string(name), "type": .string(type),
    "label_en": "Sample", "label_ru": "Образец",
  ]
  return plain.with(more)
}

@Suite struct `A custom field` {
  private static let tier: JSON = [
    "choices": ["gold", "silver"], "choices_en": ["Gold", "Silver"],
    "choices_ru": ["Золото", "Серебро"],
  ]

  private static func field(_ name: String, _ meta: Reply) -> JSON? {
    meta["fields"]?.array?.first { $0["name"]?.string == name }
  }

  @Test func `is relabelled, and its rules say so`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let made = try await chief.create("custom-fields", customField("x_region"))
      let path = "custom-fields/\(made.id)"
      let changed = try await chief.patch(
        path, ["label_en": "Region", "label_ru": "Регион", "description_en": "Where: roughly"])
      #expect(changed.status == 200, "\(changed.text)")
      let field = Self.field("x_region", try await chief.get("meta/parties"))
      #expect(field?["label"]?["en"] == "Region" && field?["label"]?["ru"] == "Регион")
      #expect(field?["description"]?["en"] == "Where: roughly")
      let long = try await chief.post(
        "parties", ["name": "P", "x_region": .string(String(repeating: "я", count: 301))])
      #expect(long.pointers == ["/x_region"], "\(long.text)")
      #expect(long.text.contains("Region: at most 300 characters"), "\(long.text)")
    }
  }

  @Test func `that is retired is gone from everything but the table and its history`() async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let made = try await chief.create(
        "custom-fields", customField("x_region", "text", ["is_required": true]))
      let party = try await chief.create("parties", ["name": "P", "x_region": "Волга"])
      let path = "custom-fields/\(made.id)"
      #expect(try await chief.delete(path).status == 204)
      let read = try await chief.get("parties/\(party.id)")
      #expect(read.status == 200 && read["x_region"] == nil, "\(read.text)")
      #expect(Self.field("x_region", try await chief.get("meta/parties")) == nil)
      #expect(try await chief.get("parties?x_region=a").problem == "unknown_field")
      let write = try await chief.post("parties", ["name": "Q", "x_region": "b"])
      #expect(write.pointers == ["/x_region"], "\(write.text)")
      let meanwhile = try await chief.create("parties", ["name": "Q"])
      let plain = try await crm.sql(
        chief, "update clients.party set x_region = 'c' where id = \(party.id)")
      #expect(plain.error?.sqlState == "42501")
      let kept = try await crm.observed("select x_region from clients.party where id = \(party.id)")
      #expect(kept.string(0, 0) == "Волга")
      _ = try await chief.delete("parties/\(meanwhile.id)")
      let restored = try await chief.post("\(path)/restoration")
      #expect(restored.status == 200 && restored["state"] == "active", "\(restored.text)")
      #expect(try await chief.get("parties/\(party.id)")["x_region"] == "Волга")
      #expect(try await chief.post("parties", ["name": "Q"]).pointers == ["/x_region"])
      let history = try await chief.get("\(path)/history")
      #expect(history.data.map { $0["action"]?.string } == ["update", "update", "insert"])
    }
  }

  @Test func `with a default has it in records old and new`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let old = try await chief.create("parties", ["name": "Old"])
      try await chief.create(
        "custom-fields",
        customField("x_seats", "integer", ["is_required": true, "default_value": "3"]))
      #expect(try await chief.get("parties/\(old.id)")["x_seats"] == 3)
      #expect(try await chief.create("parties", ["name": "New"])["x_seats"] == 3)
    }
  }

  @Test func `that is unique refuses a second value, by SQL too`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await chief.create("custom-fields", customField("x_no", "integer", ["is_unique": true]))
      try await chief.create("parties", ["name": "A", "x_no": 7])
      let second = try await chief.post("parties", ["name": "B", "x_no": 7])
      #expect(second.status == 422 && second.pointers == ["/x_no"], "\(second.text)")
      let plain = try await crm.sql(chief, "insert into clients.party (name, x_no) values ('x', 7)")
      #expect(plain.error?.sqlState == "23505")
    }
  }

  @Test func `that is an enumeration gets further choices, and loses none that is used`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let made = try await chief.create(
        "custom-fields", customField("x_tier", "enumeration", Self.tier))
      try await chief.create("parties", ["name": "A", "x_tier": "gold"])
      let path = "custom-fields/\(made.id)"
      let more = try await chief.patch(
        path,
        [
          "choices": ["bronze", "gold"], "choices_en": ["Bronze", "Pure gold"],
          "choices_ru": ["Бронза", "Чистое золото"],
        ])
      #expect(more.status == 200, "\(more.text)")
      let field = Self.field("x_tier", try await chief.get("meta/parties"))
      let labels = field?["choices"]?.array?.compactMap { $0["label"]?["en"]?.string }
      #expect(labels == ["Bronze", "Pure gold"])
      let less = try await chief.patch(
        path, ["choices": ["bronze"], "choices_en": ["Bronze"], "choices_ru": ["Бронза"]])
      #expect(less.status == 422 && less.pointers == ["/choices"], "\(less.text)")
      let plain = try await crm.sql(
        chief, "insert into clients.party (name, x_tier) values ('x', 'silver')")
      #expect(plain.error?.constraint == "x_tier_known")
    }
  }

  @Test func `that refers is expanded and filtered through, and leads to nothing hidden`()
    async throws
  {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      try await chief.create(
        "custom-fields", customField("x_friend_id", "reference", ["target": "parties"]))
      let hidden = try await crm.as(.purchasing).create("parties", ["name": "Hidden"])
      let friend = try await seller.create("parties", ["name": "Friend"])
      let party = try await seller.create(
        "parties", ["name": "P", "x_friend_id": .number("\(friend.id)")])
      let read = try await seller.get("parties/\(party.id)?expand=x_friend")
      #expect(read["x_friend"]?["name"] == "Friend", "\(read.text)")
      let found = try await seller.get("parties?x_friend.name=Friend")
      #expect(found.data.compactMap { $0["name"]?.string } == ["P"], "\(found.text)")
      for id in [hidden.id, 999_999] {
        let refused = try await seller.patch(
          "parties/\(party.id)", ["x_friend_id": .number("\(id)")])
        #expect(refused.status == 422 && refused.pointers == ["/x_friend_id"], "\(refused.text)")
      }
    }
  }

  @Test func `of money is added up by its own currency, and does not disturb other sums`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for name in ["x_budget", "x_spent"] {
        try await chief.create("custom-fields", customField(name, "money"))
      }
      for (amount, currency) in [("10.5", "RUB"), ("4.5", "RUB"), ("1", "EUR")] {
        try await chief.create(
          "parties",
          [
            "name": "P", "currency": "USD", "x_budget": .string(amount),
            "x_budget_currency": .string(currency),
          ])
      }
      let sums = try await chief.get(
        "parties/summary?group=x_budget_currency&measure=sum(x_budget)&sort=x_budget_currency")
      let told = sums.data.compactMap { $0["measures"]?["sum(x_budget)"]?.string }
      #expect(told == ["1.0000", "15.0000"], "\(sums.text)")
      for measure in ["sum", "avg", "min", "max"] {
        let mixed = try await chief.get(
          "parties/summary?group=currency&measure=\(measure)(x_budget)")
        #expect(mixed.problem == "mixed_units", "\(mixed.text)")
      }
      let most = try await chief.get(
        "parties/summary?group=x_budget_currency&measure=max(x_budget)&sort=x_budget_currency")
      #expect(most.data.compactMap { $0["measures"]?["max(x_budget)"]?.string }.count == 2)
      let alone = try await chief.post("parties", ["name": "P", "x_budget": "1"])
      #expect(alone.status == 422 && alone.pointers.contains("/x_budget"), "\(alone.text)")
    }
  }

  private static let resources: [String] = [
    "contacts", "channels", "addresses", "interactions", "tags", "party-groups",
  ]

  @Test func `can be had by the records of`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      await each(Self.resources) { resource in
        let made = try await chief.post("custom-fields", customField("x_note", of: resource))
        #expect(made.status == 201, "\(resource): \(made.text)")
        let field = Self.field("x_note", try await chief.get("meta/\(resource)"))
        #expect(field?["updatable"] == true, "\(resource)")
        #expect(
          try await chief.get("\(resource)?x_note=a&sort=-x_note").status == 200, "\(resource)")
      }
    }
  }

  @Test func `of an owned record is written with its parent`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await chief.create("custom-fields", customField("x_hours", of: "channels"))
      let party = try await chief.create(
        "parties",
        ["name": "P", "channels": [["kind": "email", "value": "a@b.example", "x_hours": "9-18"]]])
      #expect(party["channels"]?.array?.first?["x_hours"] == "9-18", "\(party.text)")
      let history = try await chief.get("parties/\(party.id)/history")
      #expect(history.text.contains("x_hours"))
      let bulk = try await chief.post(
        "parties/bulk",
        [
          "mode": "atomic",
          "operations": [
            [
              "op": "create",
              "data": [
                "name": "Q",
                "channels": [["kind": "email", "value": "q@b.example", "x_hours": "0-24"]],
              ],
            ]
          ],
        ])
      #expect(bulk.status == 200, "\(bulk.text)")
    }
  }
}
