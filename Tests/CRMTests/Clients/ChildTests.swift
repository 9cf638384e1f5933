import Postgres
import Support
import Testing

@Suite struct `What belongs to a party` {
  @Test func `a channel keeps what was typed`() async throws {
    try await withCompany { office in
      let text = try await office.text(
        Office.anna,
        """
        insert into clients.channel (party_id, kind, value)
        values (1, 'phone', '8 (495) 123-45-67 доб. 12')
        returning typed || '|' || value || '|' || extension || '|' || valid
        """)
      #expect(text == "8 (495) 123-45-67 доб. 12|+74951234567|12|true")
    }
  }

  @Test func `a channel can be written as typed, again without a change`() async throws {
    try await withCompany { office in
      try await office.work(
        Office.anna,
        "insert into clients.channel (party_id, kind, typed) values (1, 'email', 'Info@Firma.example')"
      )
      let same = try await office.work(
        Office.anna,
        "select id from clients.channel where typed is distinct from 'Info@Firma.example'")
      #expect(same.count == 0)
      let text = try await office.text(
        Office.anna,
        "update clients.channel set value = 'New@Firma.example' returning typed || '|' || value")
      #expect(text == "New@Firma.example|new@firma.example")
    }
  }

  @Test func `only one channel of a kind is primary`() async throws {
    try await withCompany { office in
      try await office.work(
        Office.anna,
        """
        insert into clients.channel (party_id, kind, value, is_primary)
        values (1, 'email', 'a@firma.example', true), (1, 'phone', '4951234567', true)
        """)
      let refusal = try await office.refusal(
        Office.anna,
        """
        insert into clients.channel (party_id, kind, value, is_primary)
        values (1, 'email', 'b@firma.example', true)
        """)
      #expect(refusal == "channel_one_primary")
    }
  }

  @Test func `an account that does not fit its bank is refused`() async throws {
    try await withCompany { office in
      for (account, rule) in [
        ("40702810893816598395", "bank_account_account_valid"), ("40702810993816598395", nil),
      ] as [(String, String?)] {
        let refusal = try await office.refusal(
          Office.anna,
          "insert into clients.bank_account (party_id, bic, account) values (1, '049999555', \(account))"
        )
        #expect(refusal == rule)
      }
    }
  }

  private static let wrongContacts: [(values: String, rule: String)] = [
    ("1, 2, null, null", "contact_no_overlap"),
    ("1, 2, date '2020-01-01', null", "contact_no_overlap"),
    ("2, 1, null, null", "contact_of_company"), ("1, 1, null, null", "contact_is_person"),
    ("1, 3, date '2021-01-01', date '2020-01-01'", "contact_dates"),
  ]

  @Test func `a wrong contact is refused`() async throws {
    try await withCompany { office in
      try await office.work(
        Office.anna,
        "insert into clients.contact (company_id, person_id, position) values (1, 2, 'director')")
      await each(Self.wrongContacts) { values, rule in
        let refusal = try await office.refusal(
          Office.anna,
          "insert into clients.contact (company_id, person_id, valid_from, valid_until) values (\(raw: values))"
        )
        #expect(refusal == rule, "\(values)")
      }
    }
  }

  @Test func `a private interaction is seen by its owner and participants only`() async throws {
    try await withCompany { office in
      try await office.work(
        Office.anna,
        "insert into clients.interaction (party_id, kind, subject, private) values (1, 'call', 'secret', true)",
        "insert into clients.interaction_participant (interaction_id, account_id) values (1, 2)")
      for (person, count) in [(Office.anna, 1), (Office.boris, 1), (Office.vera, 0)] {
        let rows = try await office.work(person, "select id from clients.interaction")
        #expect(rows.count == count)
      }
    }
  }

  @Test func `the timeline has interactions and changes, newest first`() async throws {
    try await withCompany { office in
      try await office.work(Office.anna, "update clients.party set rating = 5 where id = 1")
      try await office.work(
        Office.anna,
        "insert into clients.interaction (party_id, kind, subject) values (1, 'call', 'Доставка')")
      let rows = try await office.work(
        Office.anna,
        """
        select kind || '|' || title || '|' || coalesce(detail, '') as line from clients.timeline
        where party_id = 1 order by at desc, id desc
        """)
      #expect(rows.string(0, 0) == "call|Доставка|")
      #expect(rows.string(1, 0) == "change|Changed|Rating")
      #expect(rows.string(2, 0)?.hasPrefix("change|Created|") == true)
    }
  }

  /// A company and two people of Anna's.
  private func withCompany(_ body: (Office) async throws -> Void) async throws {
    try await withOffice { office in
      try await office.work(
        Office.anna,
        "insert into clients.party (name, kind) values ('Firma', 'company'), ('Ivan', 'person'), ('Olga', 'person')"
      )
      try await body(office)
    }
  }
}
