import CRM
import Postgres
import Support
import Testing

@Suite struct `Who stands in for somebody who is away` {
  /// An absence of the head of sales from yesterday to tomorrow, which an administrator has approved.
  private static func absence(_ firm: Personnel, of head: TestSession) async throws -> Int {
    let boss = try await firm.worker("Boss", account: head)
    return try #require(
      try await firm.crm.arrange(
        """
        insert into staff.absence (employee_id, absence_type_id, valid_from, valid_until, state, days,
          decided_at, decided_by)
        select \(boss), t.id, current_date - 1, current_date + 1, 'approved', 3, now(), \(firm.hr.account)
        from staff.absence_type as t where t.code = 'unpaid' returning id
        """
      ).first?.int("id"))
  }

  @Test func `has his roles for that time, and no longer`() async throws {
    try await withPersonnel { firm in
      let (head, seller) = (try await firm.crm.as(.headOfDepartment), try await firm.crm.as(.sales))
      let absence = try await Self.absence(firm, of: head)
      let stranger = try await firm.crm.as(.purchasing)
      #expect(try await seller.get("roles").status == 403)
      let far = try await head.post(
        "absences/\(absence)/delegation", ["delegate_id": .id(stranger.account)])
      #expect(far.pointers == ["/delegate_id"], "\(far.text)")
      let lent = try await head.post(
        "absences/\(absence)/delegation", ["delegate_id": .id(seller.account)])
      #expect(lent.status == 201, "\(lent.text)")
      #expect(try await seller.get("roles").status == 200)
      let edges = try await firm.text(
        """
        select concat_ws(' ', r.valid_until = d.valid_until,
          r.valid_until = (current_date + 2)::timestamp at time zone 'UTC',
          (select max(s.context_until) = d.valid_until from access.session as s
            where s.account_id = \(seller.account)))
        from staff.delegation as d join access.account_role as r on r.id = any (d.account_role_ids)
        """)
      #expect(edges == "t t t")
      let twice = try await head.post(
        "absences/\(absence)/delegation", ["delegate_id": .id(seller.account)])
      #expect(twice.status == 422, "\(twice.text)")
      #expect(try await seller.delete("absences/\(absence)/delegation", ifMatch: nil).status == 404)
      #expect(try await head.delete("absences/\(absence)/delegation", ifMatch: nil).status == 204)
      #expect(try await seller.get("roles").status == 403)
      let changes = try await firm.text(
        """
        select string_agg(c.action, ' ' order by c.id) from audit.change as c
        where c.table_name = 'access.account_role' and c.account_id = \(head.account)
        """)
      #expect(changes == "insert update")
    }
  }

  @Test func `lends nothing on, and loses it when the absence is withdrawn`() async throws {
    try await withPersonnel { firm in
      let (head, seller) = (try await firm.crm.as(.headOfDepartment), try await firm.crm.as(.sales))
      let absence = try await Self.absence(firm, of: head)
      _ = try await head.post(
        "absences/\(absence)/delegation", ["delegate_id": .id(seller.account)])
      let other = try await Self.absence(firm, of: seller)
      let third = try await firm.crm.as(.readOnly, in: .sales)
      let chain = try await seller.post(
        "absences/\(other)/delegation", ["delegate_id": .id(third.account)])
      #expect(chain.status == 201, "\(chain.text)")
      let roles = try await firm.text(
        """
        select string_agg(o.code, ' ' order by o.code) from access.account_role as r
        join access.role as o on o.id = r.role_id where r.account_id = \(third.account)
        """)
      #expect(roles == "read_only sales")
      let chief = try await firm.crm.as(.administrator)
      let withdrawn = try await chief.delete("absences/\(absence)/approval", ifMatch: nil)
      #expect(withdrawn.status == 200, "\(withdrawn.text)")
      #expect(try await seller.get("roles").status == 403)
      #expect(try await firm.text("select count(*)::text from access.warrant") == "0")
      let asked = try await head.post(
        "absences/\(absence)/delegation", ["delegate_id": .id(seller.account)])
      #expect(asked.problem == "absence_not_approved", "\(asked.text)")
      let forged = try await firm.refusal(
        seller,
        """
        insert into staff.delegation (employee_id, absence_id, delegate_id, valid_from, valid_until)
        select employee_id, id, \(seller.account), now(), now() + interval '1 day' from staff.absence
        """)
      #expect(forged == "42501")
    }
  }

  /// What takes the rights of the head, or the place at which the seller had them.
  private static let losses = [
    "update access.account_role set valid_until = now() where account_id = head",
    "delete from access.account_role where account_id = head",
    "select access.lock_account(head, true)",
    "update access.account set archived_at = now() where id = head",
    "update access.account set department_id = office where id = head",
    "update access.account set department_id = office where id = seller",
  ]

  @Test(arguments: losses) func `keeps nothing that the absent one has lost`(_ loss: String)
    async throws
  {
    try await withPersonnel { firm in
      let (head, seller) = (try await firm.crm.as(.headOfDepartment), try await firm.crm.as(.sales))
      let absence = try await Self.absence(firm, of: head)
      let lent = try await head.post(
        "absences/\(absence)/delegation", ["delegate_id": .id(seller.account)])
      #expect(lent.status == 201, "\(lent.text)")
      #expect(try await seller.get("roles").status == 200)
      let office = try await firm.crm.id(of: .office)
      let statement =
        loss
        .replacing("head", with: "\(head.account)").replacing("seller", with: "\(seller.account)")
        .replacing("office", with: "\(office)")
      let chief = try await firm.crm.as(.administrator)
      let attempt = try await firm.crm.sql(chief, SQL(raw: statement))
      #expect(attempt.error == nil)
      #expect(try await seller.get("roles").status == 403)
      let lasting = try await firm.text(
        """
        select count(*)::text from access.account_role as r
        join staff.delegation as d on r.id = any (d.account_role_ids) where r.valid_until > now()
        """)
      #expect(lasting == "0")
      #expect(try await firm.text("select count(*)::text from access.warrant") == "0")
    }
  }
}
