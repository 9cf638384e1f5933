import CRM
import Postgres
import Support
import Testing

@Suite struct `What somebody who leaves is named in` {
  @Test func `is withdrawn where it is leave behind his last day`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.worker("Anna")
      let other = try await firm.crm.as(.hr, number: 2)
      let types = try await firm.hr.get("absence-types?code=unpaid")
      let unpaid = try #require(types.data.first?["id"]?.int)
      for (author, judge, day) in [(firm.hr, other, "2025-03-03"), (other, firm.hr, "2025-04-01")] {
        let absence = try await author.create(
          "absences",
          [
            "employee_id": .id(anna), "absence_type_id": .id(unpaid), "valid_from": .string(day),
            "valid_until": .string(day),
          ])
        let approved = try await judge.post("absences/\(absence.id)/approval")
        #expect(approved.status == 200 || approved.status == 201, "\(approved.text)")
      }
      let reply = try await firm.hr.post("employees/\(anna)/departure", ["last_day": "2025-01-31"])
      #expect(reply.status == 201, "\(reply.text)")
      let left = try await firm.text(
        "select string_agg(state || ' ' || (decided_by = \(other.account)), ', ' order by valid_from) from staff.absence"
      )
      #expect(left == "cancelled true, cancelled false")
    }
  }

  /// Nobody here knows what a custom field means.
  @Test func `stays where it is a custom field, which keeps nobody from leaving`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.worker("Anna")
      try await withClient(firm.crm.database.migration) { arranger in
        _ = try await arranger.execute(
          """
          alter table clients.party add column x_engineer_id bigint
            constraint x_engineer_id_fkey references staff.employee
          """)
      }
      let party = try await firm.crm.as(.sales).create("parties", ["name": "Engine"])
      try await firm.crm.arrange(
        "update clients.party set x_engineer_id = \(anna) where id = \(party.id) returning id")
      let refusal = try await firm.refusal(
        firm.hr, "select staff.depart(\(anna), '2025-01-31', null, null)")
      #expect(refusal == nil)
      let left = try await firm.text(
        "select concat_ws(' ', x_engineer_id = \(anna), (select count(*) from staff.departure)) from clients.party"
      )
      #expect(left == "t 1")
    }
  }

  @Test func `waits for who signs in meanwhile, and ends that session too`() async throws {
    try await withPersonnel { firm in
      let (seller, heir) = (try await firm.crm.as(.sales), try await firm.crm.as(.sales, number: 2))
      let anna = try await firm.worker("Anna", account: seller)
      let database = firm.crm.database
      let departure = try await withClient(database.migration) { arriving in
        try await arriving.transaction { transaction in
          _ = try await transaction.rows("select access.lock_rights(true)")
          let departure = Task {
            try await firm.refusal(
              firm.hr, "select staff.depart(\(anna), '2025-01-31', \(heir.account), null)")
          }
          let isHeld = try await eventually { try await database.blocked() == 1 }
          #expect(isHeld)
          _ = try await transaction.rows(
            """
            select access.open(\(seller.account), sha256('late'), 'session', null, null,
              now() + interval '1 hour', null, null)
            """)
          return departure
        }
      }
      #expect(try await departure.value == nil)
      let left = try await firm.text(
        """
        select concat_ws(' ', (select count(*) from staff.departure),
          (select count(*) from access.session where account_id = \(seller.account)))
        """)
      #expect(left == "1 0")
    }
  }
}
