import Postgres
import Support
import Testing

@Suite struct `A party` {
  @Test func `has its name and requisites in one form`() async throws {
    try await withOffice { office in
      let row = try await office.work(
        Office.anna,
        """
        insert into clients.party (name, inn) values (' ООО   «Ромашка» ', '7728 127936')
        returning name || '|' || inn || '|' || name_key
        """)
      #expect(row.string(0, 0) == "ООО «Ромашка»|7728127936|ооо «ромашка»")
    }
  }

  private static let wrongFields: [(column: String, value: String, rule: String)] = [
    ("inn", "7728127937", "party_inn_valid"), ("kpp", "77", "party_kpp_valid"),
    ("ogrn", "1022500001328", "party_ogrn_valid"), ("vat_number", "DE1", "party_vat_valid"),
    ("language", "русский", "party_language_form"), ("kind", "ship", "party_kind_known"),
    ("country", "QQ", "party_country_fkey"), ("name", " ", "party_name_length"),
  ]

  @Test func `with a wrong field is refused by its rule`() async throws {
    try await withOffice { office in
      try await office.work(
        Office.anna, "insert into clients.party (name, external_source) values ('x', 'test')")
      await each(Self.wrongFields) { column, value, rule in
        let refusal = try await office.refusal(
          Office.anna, "update clients.party set \(identifier: column) = \(value)")
        #expect(refusal == rule, "\(column)")
      }
    }
  }

  @Test func `cannot stand above itself`() async throws {
    try await withOffice { office in
      try await office.work(
        Office.anna, "insert into clients.party (name) values ('a'), ('b')",
        "update clients.party set parent_id = 1 where id = 2")
      #expect(
        try await office.refusal(
          Office.anna, "update clients.party set parent_id = 2 where id = 1") == "party_no_circle")
      #expect(
        try await office.refusal(
          Office.anna, "update clients.party set parent_id = 1 where id = 1") == "party_not_itself")
    }
  }

  @Test func `is found by name, INN, phone and e-mail`() async throws {
    try await withOffice { office in
      try await office.work(
        Office.anna,
        "insert into clients.party (name, legal_name, inn) values ('Ромашка', 'ООО «Лютик»', '7728127936')",
        "insert into clients.party (name) values ('North Timber 100%')",
        """
        insert into clients.channel (party_id, kind, value)
        values (1, 'phone', '8 (495) 123-45-67'), (2, 'email', 'Info@North.example')
        """)
      for (words, id) in [
        ("РОМА", 1), ("машка", 1), ("лютик ооо", 1), ("7728127936", 1), ("+7 495 123 45 67", 1),
        ("info@north.example", 2), ("timb nor", 2), ("100%", 2), ("8 495 1234567", 1),
      ] {
        let rows = try await office.work(
          Office.anna, "select distinct id from clients.search_party(\(words)) as id")
        #expect(rows.map { $0.index }.count == 1, "\(words)")
        #expect(rows.string(0, 0) == String(id), "\(words)")
      }
      #expect(
        try await office.work(Office.anna, "select clients.search_party('ландыш')").count == 0)
    }
  }

  private static let levels: [(level: Int, count: Int)] = [(5, 3), (3, 2), (1, 1), (0, 0)]

  @Test func `is found only by whom its policy lets see it`() async throws {
    try await withOffice { office in
      for person in [Office.anna, Office.boris, Office.vera] {
        try await office.work(person, "insert into clients.party (name) values ('Ромашка')")
      }
      await each(Self.levels) { level, count in
        let found = try await office.work(
          Office.anna, level: level, "select clients.search_party('омаш')")
        let seen = try await office.work(Office.anna, level: level, "select id from clients.party")
        #expect(found.count == count, "\(level)")
        #expect(seen.count == count, "\(level)")
      }
    }
  }

  @Test func `cannot be named as parent by who does not see it`() async throws {
    try await withOffice { office in
      try await office.work(Office.vera, "insert into clients.party (name) values ('hidden')")
      let refusal = try await office.refusal(
        Office.anna, level: 1, "insert into clients.party (name, parent_id) values ('mine', 1)")
      #expect(refusal == "42501")
    }
  }
}
