import CRM
import Postgres
import Support
import Testing

@Suite struct `The rules of approval` {
  @Test func `cover a document, or it is not submitted`() async throws {
    try await withApprovalDesk { desk in
      let order = try await desk.order()
      let path = "purchase-orders/\(order.id)/submission"
      #expect(try await desk.buyer.post(path).problem == "no_approval_rule")
      let call: SQL = "select purchasing.submit_order(\(order.id))"
      #expect(try await desk.refusal(desk.buyer, call) == "approval_covered")
      try await desk.rule(1, role: .headOfDepartment, from: 4000)
      #expect(try await desk.buyer.post(path).problem == "no_approval_rule")
      try await desk.rule(1, role: .headOfDepartment, from: 3600)
      #expect(try await desk.buyer.post(path).status == 200)
      let empty = try await desk.buyer.create(
        "purchase-orders", ["party_id": .id(desk.supplier), "currency": "RUB"])
      try await desk.rule(1, role: .headOfDepartment)
      let refused = try await desk.buyer.post("purchase-orders/\(empty.id)/submission")
      #expect(refused.pointers == ["/lines"], "\(refused.text)")
      #expect(try await desk.text("select count(*)::text from purchasing.approval") == "1")
    }
  }

  @Test func `ask by department and category, with all below them`() async throws {
    try await withApprovalDesk { desk in
      let office = try await desk.crm.id(of: .office)
      let sales = try await desk.crm.id(of: .sales)
      let hardware = try await desk.chief.create("product-categories", ["name": "Hardware"]).id
      let laptops = try await desk.chief.create(
        "product-categories", ["name": "Laptops", "parent_id": .id(hardware)]
      ).id
      let laptop = try await desk.chief.create(
        "products",
        [
          "code": "L1", "name": "Laptop", "unit_id": 1, "product_category_id": .id(laptops),
        ]
      ).id
      let cases: [(Int, TestCRM.Role, [JSON.Member])] = [
        (1, .headOfDepartment, []),
        (2, .accountant, [.init("department_id", .id(office))]),
        (3, .auditor, [.init("department_id", .id(sales))]),
        (4, .administrator, [.init("product_category_id", .id(hardware))]),
        // The same approver is asked once, at his first turn.
        (5, .accountant, []),
      ]
      for (place, role, more) in cases { try await desk.rule(place, role: role, more) }
      let plain = try await desk.order()
      let special = try await desk.order(product: laptop)
      for order in [plain, special] {
        #expect(try await desk.buyer.post("purchase-orders/\(order.id)/submission").status == 200)
      }
      let asked = try await desk.text(
        """
        select string_agg(told.roles, ' | ' order by told.order_id)
        from (
          select a.order_id, string_agg(r.code, ' ' order by s.place) as roles
          from purchasing.approval as a join purchasing.approval_step as s on s.approval_id = a.id
          join access.role as r on r.id = s.approver_role_id group by a.order_id) as told
        """)
      #expect(
        asked == "head_of_department accountant | head_of_department accountant administrator")
    }
  }

  @Test func `show a document to its approver, wherever it belongs`() async throws {
    try await withApprovalDesk { desk in
      let elsewhere = try await desk.crm.as(.headOfDepartment, in: .sales)
      try await desk.rule(1, account: elsewhere)
      try await desk.rule(2, role: .accountant)
      let other = try await desk.order()
      let order = try await desk.submitted()
      #expect(try await elsewhere.get("purchase-orders/\(other.id)").status == 404)
      let seen = try await elsewhere.get("purchase-orders/\(order)")
      #expect(seen.status == 200 && seen["lines"]?.array?.count == 1, "\(seen.text)")
      let listed = try await elsewhere.get("purchase-orders")
      #expect(listed.data.map { $0["id"]?.int } == [order], "\(listed.text)")
      let touched = try await elsewhere.patch("purchase-orders/\(order)", ["notes": "Mine"])
      #expect(touched.status == 403, "\(touched.text)")
      #expect(try await desk.approve(other.id, elsewhere).status == 404)
      #expect(try await desk.approve(order, elsewhere).status == 200)
      // The role's step is for whose right reaches the order.
      try await desk.rule(1, role: .headOfDepartment, from: 100_000)
      let large = try await desk.order("100000")
      _ = try await desk.buyer.post("purchase-orders/\(large.id)/submission")
      #expect(try await desk.approve(large.id, elsewhere).status == 200)
      #expect(try await desk.approve(large.id, elsewhere).status == 409)
      #expect(try await desk.approve(large.id, desk.head).status == 200)
    }
  }

  @Test func `cannot be got round by plain SQL, not even by the owner`() async throws {
    try await withApprovalDesk { desk in
      let rule = try await desk.rule(1, role: .headOfDepartment).id
      try await desk.rule(2, role: .accountant)
      let order = try await desk.submitted()
      let attacks: [SQL] = [
        "update purchasing.purchase_order set state = 'approved' where id = \(order)",
        "insert into purchasing.approval (order_id, outcome, ended_at) values (\(order), 'approved', now())",
        """
        insert into purchasing.approval_step (approval_id, place, approval_rule_id, approver_account_id)
        select id, 9, \(rule), \(desk.buyer.account) from purchasing.approval
        """,
        "update purchasing.approval_step set approver_account_id = \(desk.buyer.account)",
        "delete from purchasing.approval_step",
        "select purchasing.decide(\(order), null, 'approved', null, 'purchase_orders')",
        "select purchasing.end_approval(\(order), null, 'approved')",
      ]
      for attack in attacks { #expect(try await desk.refusal(desk.chief, attack) == "42501") }
      let decided: SQL =
        "decision = 'approved', decided_at = now(), decided_by = "
      let forgeries: [(SQL, String)] = [
        (
          "update purchasing.approval_step set \(sql: decided) \(desk.clerk.account) where place = 2 returning id",
          "approval_step_in_turn"
        ),
        (
          "update purchasing.approval_step set \(sql: decided) \(desk.clerk.account) where place = 1 returning id",
          "approval_step_entitled"
        ),
        (
          "update purchasing.approval set outcome = 'approved', ended_at = now() returning id",
          "approval_complete"
        ),
        (
          "update purchasing.purchase_order set state = 'approved' returning id",
          "purchase_order_decided"
        ),
        ("delete from purchasing.approval_step returning id", "approval_step_kept"),
        (
          """
          insert into purchasing.purchase_order (party_id, currency, state) values (\(desk.supplier),
            'RUB', 'approved') returning id
          """, "purchase_order_begins"
        ),
      ]
      for (forgery, rule) in forgeries { #expect(try await desk.ownRefusal(forgery) == rule) }
      #expect(try await desk.approve(order, desk.head).status == 200)
      let undone = try await desk.ownRefusal(
        "update purchasing.approval_step set decision = null, decided_by = null, decided_at = null where place = 1 returning id"
      )
      #expect(undone == "approval_step_final")
      #expect(try await desk.state(order) == "submitted")
    }
  }
}
