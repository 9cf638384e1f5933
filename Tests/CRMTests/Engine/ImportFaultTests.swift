import CRM
import Support
import Testing

@Suite struct `The faults of a row` {
  private func load(_ file: String, _ mapping: JSON, _ session: TestSession) async throws
    -> (told: Reply, errors: [JSON], path: String)
  {
    let loading = Loading(session: session)
    let path = try await loading.announce(mapping)
    let told = try await loading.send(file, to: path)
    return (told, try await session.get("\(path)/errors").data, path)
  }

  @Test func `are told all at once`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.headOfDepartment)
      let mapping = Loading.mapping.with([
        "columns": [
          "external_key": ["column": "ID"], "name": ["column": "Name"],
          "country": ["column": "Country"], "rating": ["column": "Rating"],
          "inn": ["column": "INN"], "customer": ["column": "Customer"],
        ]
      ])
      let file = """
        ID,Name,Country,Rating,INN,Customer
        1,One,RU,many,,perhaps
        2,Two,QQ,9,123,
        3,,,9,,
        4,Four,RU,5,,true

        """
      let (told, errors, _) = try await load(file, mapping, session)
      #expect(told.counts == [4, 1, 0, 0, 0, 3], "\(told.text)")
      let reasons = errors.map { $0["reason"]?.string ?? "" }
      for (place, fields) in [
        ["rating", "customer"], ["country", "rating", "inn"], ["name", "rating"],
      ]
      .enumerated() {
        for field in fields {
          #expect(reasons[place].contains("\(field): "), "\(field) in \(reasons[place])")
        }
      }
    }
  }

  @Test func `come back below the names of the file, to be loaded once they are mended`()
    async throws
  {
    try await withCRM { crm in
      let session = try await crm.as(.headOfDepartment)
      let mapping = Loading.mapping.with(["csv": ["delimiter": ";", "encoding": "windows-1251"]])
      let file = "ID;Name;Country;Rating\n1;One;RU;5\n2;Two;QQ;\n3;Three\n"
      let (told, _, path) = try await load(file, mapping, session)
      #expect(told.counts == [3, 1, 0, 0, 0, 2], "\(told.text)")
      let errors = try await session.get(
        "\(path)/errors", headers: [("Accept", "text/csv"), ("Accept-Language", "ru")])
      let lines = errors.text.split(separator: "\r\n")
      #expect(lines.first?.hasSuffix("line;reason;ID;Name;Country;Rating") == true, "\(lines)")
      #expect(
        lines.allSatisfy { $0.split(separator: ";", omittingEmptySubsequences: false).count == 6 })
      let mended = errors.text.replacing("QQ", with: "DE")
      let again = try await Loading(session: session).load(mended, mapping)
      #expect(again.counts == [2, 2, 0, 0, 0, 0], "\(again.text)")
    }
  }

  @Test func `name the list of texts that is none`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let mapping: JSON = [
        "resource": "custom-fields", "match_by": ["resource", "name"],
        "constants": ["resource": "parties", "type": "enumeration"],
        "columns": .object(
          ["name", "label_en", "label_ru", "choices", "choices_en", "choices_ru"].map {
            .init($0, ["column": .string($0)])
          }),
      ]
      let list = #""[""gold"",""silver_x""]""#
      let file = """
        name,label_en,label_ru,choices,choices_en,choices_ru
        x_tier,Tier,Уровень,\(list),\(list),\(list)
        x_bad,Bad,Плохо,gold,\(list),\(list)

        """
      let (told, errors, _) = try await load(file, mapping, chief)
      #expect(told.counts == [2, 1, 0, 0, 0, 1], "\(told.text) \(errors)")
      #expect(errors.first?["reason"]?.string?.hasPrefix("choices: ") == true, "\(errors)")
      let rows = try await crm.observed(
        "select choices::text as text from system.custom_field where name = 'x_tier'")
      #expect(try rows.first?.string("text") == "{gold,silver_x}")
    }
  }

  private static let money: [(cell: String, currency: String, fault: String?)] = [
    ("12,30 USD", "EUR", "USD"), ("12,30 ₽", "EUR", "₽"), ("$5", "EUR", nil),
    ("12,30 €", "EUR", nil),
    ("12,30", "EUR", nil), ("12,30 руб.", "RUB", nil), ("12,30 $", "RUB", "$"),
    ("1,5 EUR", "", "EUR"),
  ]

  @Test func `show money of another unit than the row's`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await chief.create("custom-fields", customField("x_limit", of: "parties", "money"))
      let mapping = Loading.mapping.with([
        "columns": [
          "external_key": ["column": "ID"], "name": ["column": "ID"],
          "x_limit": ["column": "Limit", "decimal": ","],
          "x_limit_currency": ["column": "Currency"],
        ]
      ])
      await each(Self.money) { cell, currency, fault in
        // A record of its own for each, since one that is there already would be changed.
        let file = "ID,Limit,Currency\n\"\(cell) \(currency)\",\"\(cell)\",\(currency)\n"
        let (told, errors, _) = try await load(file, mapping, chief)
        let isRefused = fault != nil || cell == "$5"
        #expect(
          told.counts[5] == (isRefused ? 1 : 0), "\(cell) \(currency): \(told.text) \(errors)")
        if let fault {
          let reason = errors.first?["reason"]?.string ?? ""
          #expect(
            reason.hasPrefix("x_limit: ") && reason.contains(fault),
            "\(cell) \(currency): \(reason)")
        }
      }
    }
  }

  private static let elsewhere: [(resource: String, field: String)] = [
    ("tags", "name"), ("countries", "name_en"), ("accounts", "name"),
  ]

  @Test func `are not made by looking for a reference elsewhere`() async throws {
    try await withCRM { crm in
      await each(Self.elsewhere) { resource, field in
        let mapping = Loading.mapping.with([
          "columns": [
            "external_key": ["column": "ID"], "name": ["column": "Name"],
            "parent_id": [
              "column": "Parent",
              "find": ["resource": .string(resource), "by": .object([.init(field, "$value")])],
            ],
          ]
        ])
        let reply = try await crm.as(.headOfDepartment).post("imports", ["mapping": mapping])
        #expect(
          reply.status == 422 && reply.pointers == ["/mapping/columns/parent_id/find/resource"],
          "\(resource): \(reply.text)")
        #expect(
          reply.text.contains("wrong_mapping") && reply.text.contains("parties"), "\(resource)")
      }
    }
  }
}
