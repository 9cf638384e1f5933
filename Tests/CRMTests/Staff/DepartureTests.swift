import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `Somebody who leaves` {
  /// The only list of references is the database's own: whoever adds an area adds its rules.
  @Test func `has a rule for every reference to an account or employee`() async throws {
    try await withDatabase { database in
      let rows = try await database.arrange(
        """
        select r.place, r.rule from system.references_to('access.account') as r
        union select r.place, r.rule from system.references_to('staff.employee') as r
        """)
      #expect(rows.count > 40)
      let forgotten = try rows.filter { try $0.stringIfPresent("rule") == nil }
        .map { try $0.string("place") }
      #expect(forgotten == [], "add them to system.succession")
      let known = Set(try rows.map { try $0.string("place") })
      let ruled = try await database.observed("select place from system.succession")
        .map { try $0.string("place") }
      #expect(Set(ruled).subtracting(known) == [], "rules for what there is not")
    }
  }

  @Test func `is let go by nobody while a reference is forgotten`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.worker("Anna")
      try await withClient(firm.crm.database.migration) { arranger in
        _ = try await arranger.execute(
          """
          create table staff.forgotten (
            employee_id bigint constraint forgotten_employee_fkey references staff.employee)
          """)
      }
      let refusal = try await firm.refusal(
        firm.hr, "select staff.depart(\(anna), '2025-01-31', null, null)")
      #expect(refusal == "CJ004")
      #expect(try await firm.text("select count(*)::text from staff.departure") == "0")
    }
  }

  @Test func `keeps nothing, and is refused by the next request`() async throws {
    try await withPersonnel { firm in
      let (seller, heir) = (try await firm.crm.as(.sales), try await firm.crm.as(.sales, number: 2))
      let anna = try await firm.worker("Anna", account: seller)
      let boris = try await firm.worker("Boris", account: heir)
      let vera = try await firm.worker("Vera")
      try await firm.report(anna, to: boris)
      try await firm.report(vera, to: anna)
      let token = try await seller.post("me/tokens", ["name": "Site"])
      let program = seller.with(token: try #require(token["token"]?.string, "\(token.text)"))
      let party = try await seller.create("parties", ["name": "Open"])
      let old = try await seller.create(
        "parties", ["name": "Closed", "owner_id": .id(seller.account)])
      let note = try await seller.create(
        "interactions", ["party_id": .id(party.id), "kind": "note", "subject": "Said"])
      try await seller.create("views", ["resource": "parties", "name": "Mine"])
      try await firm.crm.arrange(
        "update clients.party set archived_at = now() where id = \(old.id) returning id")
      #expect(try await program.get("parties").status == 200)

      let reply = try await firm.hr.post("employees/\(anna)/departure", ["last_day": "2025-01-31"])
      #expect(reply.status == 201, "\(reply.text)")
      #expect(reply["successor_id"]?.int == heir.account, "the manager's account")
      #expect(try await seller.get("parties").status == 401)
      #expect(try await program.get("parties").status == 401)
      let left = try await firm.text(
        """
        select concat_ws(' ',
          (select count(*) from access.session where account_id = a.id),
          (select count(*) from access.password where account_id = a.id),
          (select count(*) from licensing.seat where account_id = a.id),
          (select count(*) from access.account_role where account_id = a.id
            and (valid_until is null or valid_until > now())),
          (select count(*) from system.view where account_id = a.id),
          (select count(*) from clients.interaction where owner_id = a.id),
          a.archived_at is not null)
        from access.account as a where a.id = \(seller.account)
        """)
      #expect(left == "0 0 0 0 0 0 t")
      let owners = try await firm.crm.observed(
        "select id, owner_id from clients.party where id in (\(party.id), \(old.id)) order by id")
      #expect(try owners.map { try $0.int("owner_id") } == [heir.account, seller.account])
      #expect(try await heir.get("interactions/\(note.id)")["owner_id"]?.int == heir.account)
      let posts = try await firm.text(
        "select string_agg(valid_until::text, ' ') from staff.employment where employee_id = \(anna)"
      )
      #expect(posts == "2025-01-31")
      let lines = try await firm.text(
        """
        select string_agg(concat_ws('/', manager_id, valid_from, valid_until), ' ' order by valid_from)
        from staff.reporting_line where employee_id = \(vera)
        """)
      #expect(lines == "\(anna)/2020-01-01/2025-01-31 \(boris)/2025-02-01")
      let moved = reply["report"]?["moved"]?.array ?? []
      let parties = moved.first { $0["place"] == "clients.party.owner_id" }
      #expect(parties?["records"]?.int == 1 && parties?["rule"] == "hand_over", "\(reply.text)")
      let changes = try await firm.text(
        """
        select count(*)::text from audit.change where table_name = 'clients.party'
          and record_id = \(party.id) and action = 'update' and account_id = \(firm.hr.account)
        """)
      #expect(changes == "1")
      // As if a request had been under way.
      try await firm.crm.arrange(
        "insert into clients.party (name, owner_id) values ('Late', \(seller.account)) returning id"
      )
      try await withClient(firm.crm.database.service) { client in
        _ = try await AccountFollowing(client: client).follow()
      }
      let late = try await firm.text("select owner_id::text from clients.party where name = 'Late'")
      #expect(late == "\(heir.account)")
    }
  }

  @Test func `needs a successor who can do the work, and goes whole or not at all`() async throws {
    try await withPersonnel { firm in
      let seller = try await firm.crm.as(.sales)
      let anna = try await firm.worker("Anna", account: seller)
      try await seller.create("parties", ["name": "Open"])
      func leave(_ successor: Int?, _ day: String = "2025-01-31") async throws -> Reply {
        try await firm.hr.post(
          "employees/\(anna)/departure",
          ["last_day": .string(day), "successor_id": .id(successor)])
      }
      let alone = try await leave(nil)
      #expect(
        alone.pointers == ["/successor_id"] && alone.firstFault.hasPrefix("1 open"), "\(alone.text)"
      )
      for unfit in [seller.account, firm.hr.account, World.nowhere] {
        #expect(try await leave(unfit).pointers == ["/successor_id"])
      }
      let heir = try await firm.crm.as(.sales, number: 2)
      #expect(try await leave(heir.account, "2999-01-01").pointers.contains("/last_day"))
      #expect(try await leave(heir.account, "31.01.2025").pointers == ["/last_day"])
      #expect(try await leave(heir.account, "2019-01-01").status == 422)
      #expect(try await seller.get("parties").status == 200)
      #expect(try await firm.text("select count(*)::text from staff.departure") == "0")
      #expect(try await firm.text("select count(*)::text from access.warrant") == "0")
      let stranger = try await firm.crm.as(.headOfDepartment)
      #expect(
        try await stranger.post("employees/\(anna)/departure", ["last_day": "2025-01-31"]).status
          == 403)
      let attack = try await firm.crm.sql(
        stranger, "select staff.depart(\(anna), '2025-01-31', \(heir.account), null) as id")
      #expect(try attack.complete()[0].string(0, 0) == nil)
      #expect(try await leave(heir.account).status == 201)
    }
  }
}
