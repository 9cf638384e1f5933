import CRM
import Postgres
import Support
import Testing

@Suite struct `The approval of a purchase order` {
  @Test func `goes step by step as the amount asks, and is recorded`() async throws {
    try await withApprovalDesk { desk in
      try await desk.rule(1, role: .headOfDepartment)
      try await desk.rule(2, role: .accountant, from: 1000)
      let small = try await desk.submitted("100")
      let approved = try await desk.approve(small, desk.head)
      #expect(approved.status == 200 && approved["state"] == "approved", "\(approved.text)")

      let order = try await desk.submitted()
      #expect(try await desk.approve(order, desk.clerk).problem == "not_your_step")
      let waiting = try await desk.head.get("approvals-to-decide")
      #expect(waiting.data.map { $0["order_id"]?.int } == [order], "\(waiting.text)")
      #expect(waiting.data.first?["amount"] == "3600.0000", "\(waiting.text)")
      #expect(try await desk.clerk.get("approvals-to-decide").data.isEmpty)
      let first = try await desk.approve(order, desk.head)
      #expect(first.status == 200 && first["state"] == "submitted", "\(first.text)")
      #expect(try await desk.approve(order, desk.head).problem == "decided_already")
      #expect(try await desk.head.get("approvals-to-decide").data.isEmpty)
      #expect(try await desk.clerk.get("approvals-to-decide").data.count == 1)
      let last = try await desk.clerk.post(
        "purchase-orders/\(order)/approval", ["reason": "Within the budget"])
      #expect(last["state"] == "approved", "\(last.text)")
      let steps = try await desk.buyer.get("approval-steps?sort=id")
      let told = steps.data.suffix(2).map {
        [$0["decided_by"]?.int, $0["place"]?.int].compactMap { $0 }
      }
      #expect(told == [[desk.head.account, 1], [desk.clerk.account, 2]], "\(steps.text)")
      #expect(steps.data.last?["reason"] == "Within the budget")
      let late = try await desk.approve(order, desk.clerk)
      #expect(late.problem == "record_state" && late["state"] == "approved", "\(late.text)")
    }
  }

  @Test func `is never the author's, the owner's or the submitter's`() async throws {
    try await withApprovalDesk { desk in
      try await desk.rule(1, role: .headOfDepartment)
      let written = try await desk.submitted(by: desk.head)
      #expect(try await desk.approve(written, desk.head).problem == "own_document")
      let rejection = try await desk.head.post(
        "purchase-orders/\(written)/rejection", ["reason": "No"])
      #expect(rejection.problem == "own_document", "\(rejection.text)")
      // Whose it was when it was submitted stays its author, whoever answers for it later.
      let given = try await desk.order()
      let owned = try await desk.chief.patch(
        "purchase-orders/\(given.id)", ["owner_id": .id(desk.head.account)])
      #expect(owned.status == 200, "\(owned.text)")
      #expect(
        try await desk.chief.post("purchase-orders/\(given.id)/submission").status == 200)
      #expect(try await desk.approve(given.id, desk.head).problem == "own_document")
      let handed = try await desk.chief.patch(
        "purchase-orders/\(given.id)", ["owner_id": .id(desk.buyer.account)])
      #expect(handed.status == 200, "\(handed.text)")
      #expect(try await desk.approve(given.id, desk.head).problem == "own_document")
      let sent = try await desk.order()
      #expect(try await desk.head.post("purchase-orders/\(sent.id)/submission").status == 200)
      #expect(try await desk.approve(sent.id, desk.head).problem == "own_document")
      #expect(try await desk.head.get("approvals-to-decide").data.isEmpty)
      for order in [written, given.id, sent.id] {
        let call: SQL = "select purchasing.decide_order(\(order), 'approved', null)"
        #expect(try await desk.refusal(desk.head, call) == "approval_step_not_own")
      }
      let forged = try await desk.ownRefusal(
        """
        update purchasing.approval_step set decision = 'approved', decided_by = \(desk.head.account),
          decided_at = now() where approval_id = (
            select id from purchasing.approval where order_id = \(written)) returning id
        """)
      #expect(forged == "approval_step_not_own")
      #expect(try await desk.state(written) == "submitted")
    }
  }

  @Test func `is never that of somebody who wrote a line`() async throws {
    try await withApprovalDesk { desk in
      try await desk.rule(1, role: .headOfDepartment)
      let order = try await desk.order().id
      let line = try await desk.text(
        "select id::text from purchasing.purchase_order_line where order_id = \(order)")
      let dearer = try await desk.head.patch(
        "purchase-order-lines/\(line ?? "")", ["unit_price": "9999"])
      #expect(dearer.status == 200, "\(dearer.text)")
      #expect(try await desk.buyer.post("purchase-orders/\(order)/submission").status == 200)
      #expect(try await desk.head.get("approvals-to-decide").data.isEmpty)
      #expect(try await desk.approve(order, desk.head).problem == "own_document")
      let call: SQL = "select purchasing.decide_order(\(order), 'approved', null)"
      #expect(try await desk.refusal(desk.head, call) == "approval_step_not_own")
      #expect(try await desk.state(order) == "submitted")
    }
  }

  @Test func `has one effect, however many approve at once`() async throws {
    try await withApprovalDesk { desk in
      try await desk.rule(1, role: .headOfDepartment)
      let other = try await desk.crm.as(.headOfDepartment, in: .purchasing, number: 2)
      let order = try await desk.submitted()
      let outcomes = try await atOnce(100) { number in
        try await desk.approve(order, number % 2 == 0 ? desk.head : other)
      }
      #expect(outcomes == [200: 1, 409: 99])
      let told = try await desk.text(
        """
        select concat_ws(' ', count(*), (select count(*) from audit.change
          where table_name = 'purchasing.purchase_order' and record_id = \(order)
            and new ->> 'state' = 'approved'))
        from purchasing.approval_step where decision = 'approved'
        """)
      #expect(told == "1 1")
    }
  }

  @Test func `ends with a rejection, and begins anew from a draft`() async throws {
    try await withApprovalDesk { desk in
      try await desk.rule(1, role: .headOfDepartment)
      try await desk.rule(2, role: .accountant)
      let order = try await desk.submitted()
      let mute = try await desk.head.post("purchase-orders/\(order)/rejection")
      #expect(mute.pointers == ["/reason"], "\(mute.text)")
      let rejected = try await desk.head.post(
        "purchase-orders/\(order)/rejection", ["reason": "Too dear"])
      #expect(rejected["state"] == "rejected", "\(rejected.text)")
      #expect(try await desk.approve(order, desk.clerk).problem == "record_state")
      let back = try await desk.buyer.delete("purchase-orders/\(order)/submission", ifMatch: nil)
      #expect(back["state"] == "draft", "\(back.text)")
      #expect(
        try await desk.buyer.patch("purchase-orders/\(order)", ["notes": "Cheaper"]).status == 200)
      #expect(try await desk.buyer.post("purchase-orders/\(order)/submission").status == 200)
      let withdrawn = try await desk.buyer.delete(
        "purchase-orders/\(order)/submission", ifMatch: nil)
      #expect(withdrawn["state"] == "draft", "\(withdrawn.text)")
      let again = try await desk.buyer.delete("purchase-orders/\(order)/submission", ifMatch: nil)
      #expect(again.problem == "record_state", "\(again.text)")
      let history = try await desk.text(
        """
        select string_agg(a.outcome || ' ' || s.place || ' ' || coalesce(s.decision, 'void'), ', '
          order by s.id)
        from purchasing.approval as a join purchasing.approval_step as s on s.approval_id = a.id
        """)
      #expect(
        history == "rejected 1 rejected, rejected 2 void, withdrawn 1 void, withdrawn 2 void")
    }
  }

  @Test func `is decided by whoever stands in for one who is away, and he is named`()
    async throws
  {
    try await withPersonnel { firm in
      let desk = try await ApprovalDesk(firm.crm)
      let deputy = try await firm.crm.as(.purchasing, number: 2)
      try await desk.rule(1, account: desk.head)
      let order = try await desk.submitted()
      #expect(try await desk.approve(order, deputy).problem == "not_your_step")
      let boss = try await firm.worker("Boss", in: .purchasing, account: desk.head)
      let absence = try #require(
        try await firm.crm.arrange(
          """
          insert into staff.absence (employee_id, absence_type_id, valid_from, valid_until, state, days,
            decided_at, decided_by)
          select \(boss), t.id, current_date - 1, current_date + 1, 'approved', 3, now(), \(firm.hr.account)
          from staff.absence_type as t where t.code = 'unpaid' returning id
          """
        ).first?.int("id"))
      let lent = try await desk.head.post(
        "absences/\(absence)/delegation", ["delegate_id": .id(deputy.account)])
      #expect(lent.status == 201, "\(lent.text)")
      let waiting = try await deputy.get("approvals-to-decide")
      #expect(waiting.data.first?["substitute_for"]?.int == desk.head.account, "\(waiting.text)")
      let approved = try await desk.approve(order, deputy)
      #expect(approved["state"] == "approved", "\(approved.text)")
      let told = try await desk.text(
        "select decided_by || ' ' || substitute_for from purchasing.approval_step")
      #expect(told == "\(deputy.account) \(desk.head.account)")
      // Nobody lets his own through by another hand.
      let own = try await desk.submitted(by: desk.head)
      #expect(try await desk.approve(own, deputy).problem == "own_document")
      _ = try await desk.head.delete("absences/\(absence)/delegation", ifMatch: nil)
      let after = try await desk.submitted()
      #expect(try await desk.approve(after, deputy).problem == "not_your_step")
    }
  }
}
