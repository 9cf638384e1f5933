import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `The key of a row` {
  private func names(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed("select name || version as text from clients.party order by id")
      .map { try $0.string("text") }
  }

  private static let byID: JSON = [
    "resource": "parties", "match_by": ["id"],
    "columns": ["id": ["column": "id"], "name": ["column": "name"]],
  ]

  @Test func `may be the id, which is looked up and never written`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let id = try await loading.session.create("parties", ["name": "Old"]).id
      let path = try await loading.announce(Self.byID)
      let told = try await loading.send("id,name\n\(id),New\n999,Other\n,Third\n", to: path)
      #expect(told.counts == [3, 0, 1, 0, 0, 2], "\(told.text)")
      #expect(try await names(crm) == ["New2"])
      let errors = try await loading.session.get("\(path)/errors").data
      #expect(errors.allSatisfy { $0["reason"]?.string?.hasPrefix("id: ") == true }, "\(errors)")
      let update = Self.byID.with(["mode": "update"])
      #expect(try await loading.load("id,name\n999,Other\n", update).counts == [1, 0, 0, 0, 1, 0])
      let unmatched = try await loading.session.post(
        "imports", ["mapping": Self.byID.with(["match_by": ["name"]])])
      #expect(unmatched.pointers == ["/mapping/columns/id"], "\(unmatched.text)")
    }
  }

  @Test func `must be there where records are known again by it`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let file = Loading.file("1,One,,", ",Nobody,,")
      for _ in 0..<2 {
        let path = try await loading.announce()
        let told = try await loading.send(file, to: path)
        #expect(told.counts[5] == 1, "\(told.text)")
        let errors = try await loading.session.get("\(path)/errors").data
        #expect(
          errors.first?["reason"]?.string?.hasPrefix("external_key: ") == true, "\(errors)")
      }
      #expect(try await names(crm) == ["One1"])
    }
  }

  @Test func `is compared as the database holds it`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let mapping: JSON = [
        "resource": "parties", "match_by": ["inn"],
        "columns": ["inn": ["column": "INN"], "name": ["column": "Name"]],
      ]
      let file = "INN,Name\n77 07 08 3893,One\n"
      #expect(try await loading.load(file, mapping).counts == [1, 1, 0, 0, 0, 0])
      #expect(try await loading.load(file, mapping).counts == [1, 0, 0, 1, 0, 0])
      let twice = "INN,Name\n7707-083-893,Two\n77 07 08 3893,Two\n"
      #expect(try await loading.load(twice, mapping).counts == [2, 0, 1, 1, 0, 0])
      #expect(try await names(crm) == ["Two2"])
    }
  }

  private static let lists: JSON = Loading.mapping.with([
    "columns": ["external_key": ["column": "ID"], "name": ["column": "Name"]],
    "children": [
      "channels": [["constants": ["kind": "phone"], "columns": ["value": ["column": "Phone"]]]],
      "bank_accounts": [["columns": ["iban": ["column": "IBAN"]]]],
    ],
  ])

  @Test func `of owned records is compared so too`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let row = "8 (495) 777-66-55,DE89 3704 0044 0532 0130 00\n"
      let header = "ID,Name,Phone,IBAN\n"
      #expect(
        try await loading.load(header + "1,One," + row, Self.lists).counts == [1, 1, 0, 0, 0, 0])
      #expect(
        try await loading.load(header + "1,One," + row, Self.lists).counts == [1, 0, 0, 1, 0, 0])
      let other = try await loading.load(header + "1,Two," + row, Self.lists)
      #expect(other.counts == [1, 0, 1, 0, 0, 0], "\(other.text)")
      let rows = try await crm.observed("select value, typed from clients.channel")
      #expect(rows.count == 1)
      #expect(try rows.first?.string("value") == "+74957776655")
      #expect(try rows.first?.string("typed") == "8 (495) 777-66-55")
    }
  }

  @Test func `of an owned record names its own field in a fault`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let mapping = Self.lists.with([
        "children": [
          "channels": [
            [
              "constants": ["kind": "phone"], "match_by": ["typed"],
              "columns": ["value": ["column": "Phone"], "typed": ["column": "Typed"]],
            ]
          ]
        ]
      ])
      let path = try await loading.announce(mapping)
      let file = "ID,Name,Phone,Typed\n1,One,84957776655,84957776655\n1,One,x,+74957776655\n"
      let told = try await loading.send(file, to: path)
      #expect(told.counts == [2, 1, 0, 0, 0, 1], "\(told.text)")
      let errors = try await loading.session.get("\(path)/errors").data
      #expect(
        errors.first?["reason"]?.string?.contains("channels.value: ") == true, "\(errors)")
    }
  }

  /// One of the declarations of a resource: what the database makes of a value.
  @Test func `is declared as the triggers of the database write it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let party = try await chief.create(
        "parties",
        [
          "name": "  Some   firm ", "legal_name": " a  b ", "code": " c  d ", "inn": "77 07-083893",
          "kpp": "7736 01 001", "ogrn": "1027700 132195", "country": "DE",
          "vat_number": "de 136 695 976",
          "channels": [
            ["kind": "phone", "value": "030 123-45 67"], ["kind": "email", "value": " A@B.ru "],
            ["kind": "website", "value": " WWW.A.ru "], ["kind": "messenger", "value": " @a  b "],
          ],
          "addresses": [["kind": "legal", "city": " Казань  1 ", "street": " a  b"]],
          "bank_accounts": [["iban": "de89 3704-0044 0532 0130 00", "swift": "coba deff"]],
        ])
      let rows = try await crm.observed(
        """
        select c.kind || c.value as text from clients.channel as c order by 1
        """)
      #expect(
        try rows.map { try $0.string("text") } == [
          "emaila@b.ru", "messenger@a b", "phone+49301234567", "websitewww.a.ru",
        ])
      #expect(party["inn"] == "7707083893" && party["code"] == "c d", "\(party.text)")
      for resource in CRM.resources {
        for (column, form) in resource.stored {
          let arguments = form.arguments.map { name -> SQL in "\(identifier: name)" }
          let made: SQL = "\(identifier: form.function)(\(arguments.joined(", ")))"
          let other = try await crm.arrange(
            """
            select id from \(identifier: resource.table)
            where \(identifier: column) is distinct from \(made)
            """)
          #expect(other.isEmpty, "\(resource.name).\(column)")
        }
      }
    }
  }

  @Test func `is declared for every field that a trigger brings to one form`() async throws {
    try await withCRM { crm in
      for resource in CRM.resources {
        let tidied = try await crm.observed(
          """
          select m.found[1] as text from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid,
            regexp_matches(p.prosrc,
              'new\\.(\\w+) := [^;]*clients\\.(?:tidy|compact|channel_value)\\(', 'g') as m (found)
          where t.tgrelid = \(resource.table)::regclass
          """)
        for column in try tidied.map({ try $0.string("text") }) {
          #expect(resource.stored[column] != nil, "\(resource.name).\(column)")
        }
      }
    }
  }

  @Test func `that is the same in all rows is looked up once`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let mapping: JSON = [
        "resource": "parties", "match_by": ["code"], "constants": ["code": "same"],
        "columns": ["name": ["column": "Name"], "rating": ["column": "Rating"]],
      ]
      let rows = (1...300).map { $0 % 50 == 0 ? "Firm \($0),9" : "Firm \($0)," }
      let told = try await loading.load("Name,Rating\n" + rows.joined(separator: "\n"), mapping)
      #expect(told.counts == [300, 1, 293, 0, 0, 6], "\(told.text)")
      #expect(try await names(crm) == ["Firm 299294"])
    }
  }
}
