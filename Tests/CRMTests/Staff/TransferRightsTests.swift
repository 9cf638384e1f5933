import CRM
import Postgres
import Support
import Testing

@Suite struct `Somebody who is transferred` {
  @Test func `gets no role by a transfer of his own, nor somebody else's account`() async throws {
    try await withPersonnel { firm in
      let post = try await `Somebody who begins`.post(firm, "administrator", in: .office)
      let me = try await firm.worker("Me", in: .office, account: firm.hr)
      let promotion = try await firm.hr.post(
        "employees/\(me)/transfer", ["position_id": .id(post), "valid_from": "2025-06-01"])
      #expect(promotion.status == 422 && promotion.problem != nil, "\(promotion.text)")
      let attack = try await firm.crm.sql(
        firm.hr,
        "update staff.employment set valid_until = current_date - 1 where employee_id = \(me)",
        """
        insert into staff.employment (employee_id, position_id, kind, valid_from)
        values (\(me), \(post), 'promotion', current_date)
        """,
        "select staff.follow(max(id), null) from staff.employment")
      #expect(attack.error?.constraint == "account_role_within_own")
      // A colleague may: the post's roles were decided about by an administrator.
      let other = try await firm.crm.as(.hr, number: 2)
      let done = try await other.post(
        "employees/\(me)/transfer", ["position_id": .id(post), "valid_from": "2025-06-01"])
      #expect(done.status == 201, "\(done.text)")
      let freed = try await firm.refusal(
        firm.hr, "update staff.employee set account_id = null where id = \(me)")
      #expect(freed == "employee_without_account")
      let chief = try await firm.crm.as(.administrator)
      let olga = try await firm.employee("Olga")
      let taken = try await other.patch("employees/\(olga)", ["account_id": .id(chief.account)])
      #expect(taken.pointers == ["/account_id"], "\(taken.text)")
      let tied = try await chief.patch("employees/\(olga)", ["account_id": .id(chief.account)])
      #expect(tied.status == 200, "\(tied.text)")
      #expect(try await firm.text("select count(*)::text from access.warrant") == "0")
    }
  }

  @Test func `keeps a role of his post when the same one was lent to him for a time`() async throws
  {
    try await withPersonnel { firm in
      let old = try await firm.position("Old")
      let new = try await `Somebody who begins`.post(firm, "sales", in: .sales)
      let made = try await firm.hr.post("arrivals", `Somebody who begins`.body(old, "nina"))
      let account = try #require(made["account_id"]?.int, "\(made.text)")
      try await firm.crm.arrange(
        """
        insert into access.account_role (account_id, role_id, valid_until)
        select \(account), id, now() + interval '1 day' from access.role where code = 'sales' returning id
        """)
      let moved = try await firm.hr.post(
        "employees/\(made.id)/transfer", ["position_id": .id(new), "valid_from": "2025-06-01"])
      #expect(moved.status == 201, "\(moved.text)")
      let lasting = try await firm.text(
        """
        select count(*)::text from access.account_role as r
        where r.account_id = \(account) and r.valid_until is null and r.valid_from = (
          select o.valid_until from access.account_role as o
          where o.account_id = r.account_id and o.valid_until is not null)
        """)
      #expect(lasting == "1")
    }
  }
}
