import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `Somebody who begins` {
  static func body(_ post: Int, _ login: String, from: String = "2025-01-01") -> JSON {
    [
      "employee": [
        "personnel_number": .string(login), "last_name": "New", "first_name": "Nina",
        "hired_on": "2025-01-01",
      ],
      "employment": ["position_id": .id(post), "valid_from": .string(from)],
      "account": ["login": .string(login), "email": "nina@example.com"],
    ]
  }

  /// A post with a role that personnel does not have.
  static func post(
    _ firm: Personnel, _ role: String, in department: TestCRM.Department
  ) async throws -> Int {
    let chief = try await firm.crm.as(.administrator)
    let post = try await firm.position("Post \(role)", in: department)
    let known = try await chief.get("roles?code=\(role)")
    try await chief.create(
      "position-roles",
      ["position_id": .id(post), "role_id": .id(known.data.first?["id"]?.int)])
    return post
  }

  private static func roles(_ firm: Personnel, _ login: String) async throws -> String? {
    try await firm.text(
      """
      select string_agg(r.code || case when o.valid_until is null then '' else ' until' end, ', '
        order by r.code) || ' in ' || min(d.name)
      from access.account as a join access.account_role as o on o.account_id = a.id
      join access.role as r on r.id = o.role_id join access.department as d on d.id = a.department_id
      where a.login = \(login)
      """)
  }

  @Test func `has account and roles of the post, by one request`() async throws {
    try await withPersonnel { firm in
      let post = try await Self.post(firm, "sales", in: .sales)
      let made = try await firm.hr.post(
        "arrivals", Self.body(post, "nina"), headers: [("Idempotency-Key", "nina")])
      #expect(made.status == 201 && made["account_id"]?.int != nil, "\(made.text)")
      #expect(try await Self.roles(firm, "nina") == "sales in Sales")
      let again = try await firm.hr.post(
        "arrivals", Self.body(post, "nina"), headers: [("Idempotency-Key", "nina")])
      #expect(again.id == made.id, "\(again.text)")
      #expect(try await firm.text("select count(*)::text from access.warrant") == "0")
      // The post has one place: nothing of the second stays.
      let second = try await firm.hr.post("arrivals", Self.body(post, "olga"))
      #expect(second.pointers == ["/employment/position_id"], "\(second.text)")
      let wrong = try await firm.hr.post(
        "arrivals",
        [
          "employee": ["personnel_number": "X"], "employment": ["employee_id": 1],
          "account": ["login": "x", "kind": "service"], "salary": 1,
        ])
      #expect(
        Set(wrong.pointers) == [
          "/employee/last_name", "/employee/first_name", "/employment/employee_id",
          "/employment/position_id", "/employment/valid_from", "/account/kind", "/salary",
        ], "\(wrong.text)")
      let taken = try await firm.hr.post(
        "arrivals", Self.body(try await firm.position("Other"), "nina"))
      #expect(taken.status == 422, "\(taken.text)")
      #expect(try await firm.text("select count(*)::text from staff.employee") == "1")
    }
  }

  @Test func `has the roles and the department of another post after a transfer`() async throws {
    try await withPersonnel { firm in
      let seller = try await Self.post(firm, "sales", in: .sales)
      let buyer = try await Self.post(firm, "purchasing", in: .purchasing)
      let made = try await firm.hr.post("arrivals", Self.body(seller, "nina"))
      let account = try #require(made["account_id"]?.int, "\(made.text)")
      try await firm.crm.arrange(
        "insert into clients.party (name, owner_id) values ('Open', \(account)) returning id")
      let heir = try await firm.crm.as(.sales)
      let moved = try await firm.hr.post(
        "employees/\(made.id)/transfer",
        [
          "position_id": .id(buyer), "valid_from": "2025-06-01",
          "successor_id": .id(heir.account),
        ])
      #expect(moved.status == 201, "\(moved.text)")
      #expect(try await Self.roles(firm, "nina") == "purchasing, sales until in Purchasing")
      #expect(
        try await firm.text("select owner_id::text from clients.party") == "\(heir.account)")
      let unfit = try await firm.hr.post(
        "employees/\(made.id)/transfer",
        [
          "position_id": .id(seller), "valid_from": "2025-08-01",
          "successor_id": .id(firm.hr.account),
        ])
      #expect(unfit.pointers == ["/successor_id"], "\(unfit.text)")
      #expect(try await firm.text("select count(*)::text from staff.employment") == "2")
    }
  }

  @Test func `goes to another department on the day that was entered ahead`() async throws {
    try await withPersonnel { firm in
      let (here, there) = (
        try await firm.position("Here"), try await firm.position("There", in: .purchasing)
      )
      let made = try await firm.hr.post("arrivals", Self.body(here, "nina"))
      // As if the transfer had been entered last week, for today.
      try await firm.crm.arrange(
        """
        with ended as (
          update staff.employment set valid_until = current_date - 1 where employee_id = \(made.id)
          returning employee_id)
        insert into staff.employment (employee_id, position_id, kind, valid_from)
        select employee_id, \(there), 'transfer', current_date from ended returning id
        """)
      let moved = try await withClient(firm.crm.database.service) { client in
        let following = AccountFollowing(client: client)
        return [try await following.follow(), try await following.follow()]
      }
      #expect(moved == [1, 0])
      let place = try await firm.text(
        """
        select d.name from access.account as a join access.department as d on d.id = a.department_id
        where a.login = 'nina'
        """)
      #expect(place == "Purchasing")
    }
  }

  @Test func `gets no role that nobody with rights has decided about`() async throws {
    try await withPersonnel { firm in
      let post = try await Self.post(firm, "sales", in: .sales)
      let refusal = try await firm.refusal(
        firm.hr,
        """
        insert into staff.position_role (position_id, role_id)
        select \(post), id from access.role where code = 'administrator'
        """)
      #expect(refusal == "42501")
      let moved = try await firm.hr.patch(
        "positions/\(post)", ["department_id": .id(try await firm.crm.id(of: .office))])
      #expect(moved.pointers == ["/department_id"], "\(moved.text)")
      let forged = try await firm.refusal(
        firm.hr, "select access.open_warrant('{1}', '{1}')")
      #expect(forged == "42501")
      let made = try await firm.hr.post("arrivals", Self.body(post, "nina"))
      let account = try #require(made["account_id"]?.int, "\(made.text)")
      let given = try await firm.refusal(
        firm.hr,
        "insert into access.account_role (account_id, role_id) select \(account), id from access.role"
      )
      #expect(given == "42501")
      let again = try await firm.refusal(
        firm.hr, "select staff.enrol(\(made.id), 'second', null, null, null)")
      #expect(again == "employee_without_account")
    }
  }
}
