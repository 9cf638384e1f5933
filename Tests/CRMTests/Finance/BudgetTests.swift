import CRM
import Postgres
import Support
import Testing

@Suite struct `A budget` {
  @Test func `stops a posting beyond what is left until then, and later`() async throws {
    try await withReportDesk { desk in
      _ = try await desk.budget()
      let department = try await desk.crm.id(of: .purchasing)
      let other = try await desk.crm.id(of: .sales)
      let rule = "budget_line_exceeded"
      #expect(try await desk.post("5000", "1000", "250", on: "2026-03-10", in: department) == nil)
      #expect(try await desk.post("5000", "1000", "51", on: "2026-03-11", in: department) == rule)
      #expect(try await desk.post("5000", "1000", "900", on: "2026-12-01", in: department) == nil)
      #expect(try await desk.post("5000", "1000", "60", on: "2026-06-01", in: department) == rule)
      #expect(try await desk.post("5000", "1000", "5000", on: "2026-06-01", in: other) == nil)
      #expect(try await desk.post("5100", "1000", "5000", on: "2026-06-01", in: department) == nil)
      #expect(try await desk.post("1000", "5000", "700", on: "2026-06-01", in: department) == nil)
      let figures = try await desk.rows(
        "budget-figures?month=2026-03-01", ["planned", "actual", "actual_to_date"])
      #expect(figures == ["100 250 250"])
      let before = try await desk.rows(
        "budget-figures?month=2026-03-01&at=2026-03-09", ["actual"])
      #expect(before == ["0"])
    }
  }

  @Test(arguments: [
    (true, "270", "10"), (false, "100", "0"),
  ])
  func `says what is left by the rule that stops`(
    cumulative: Bool, left: String, used: String
  ) async throws {
    try await withReportDesk { desk in
      _ = try await desk.budget(cumulative: cumulative)
      let department = try await desk.crm.id(of: .purchasing)
      try await desk.post("5000", "1000", "30", on: "2026-02-10", in: department)
      let month = "budget-figures?month=2026-03-01"
      #expect(try await desk.rows(month, ["remaining", "used_percent"]) == ["\(left) \(used)"])
      #expect(
        try await desk.post("5000", "1000", "\(left).01", on: "2026-03-10", in: department)
          == "budget_line_exceeded")
      #expect(try await desk.post("5000", "1000", left, on: "2026-03-10", in: department) == nil)
      #expect(try await desk.rows(month, ["remaining", "used_percent"]) == ["0 100"])
    }
  }

  @Test func `holds each month for itself when it is not cumulative, or only warns`() async throws {
    try await withReportDesk { desk in
      let budget = try await desk.budget(cumulative: false)
      let department = try await desk.crm.id(of: .purchasing)
      #expect(
        try await desk.post("5000", "1000", "101", on: "2026-03-10", in: department)
          == "budget_line_exceeded")
      let revision = try await desk.clerk.post("budgets/\(budget)/revision")
      #expect(revision.status == 201 && revision["revision"]?.int == 2, "\(revision.text)")
      #expect(revision["lines"]?.array?.count == 12)
      _ = try await desk.clerk.patch("budgets/\(revision.id)", ["on_actual": "warn"])
      #expect(try await desk.clerk.post("budgets/\(revision.id)/approval").status == 200)
      #expect(try await desk.clerk.get("budgets/\(budget)")["state"] == "replaced")
      #expect(try await desk.post("5000", "1000", "101", on: "2026-03-10", in: department) == nil)
      let warnings = try await desk.rows("budget-warnings", ["stage", "planned", "used"])
      #expect(warnings == ["actual 100 101"])
    }
  }

  @Test func `has one line for an account and a month`() async throws {
    try await withReportDesk { desk in
      let year = try await desk.text("select id::text from finance.fiscal_year where name = '2026'")
      let line: JSON = [
        "account_id": .id(try await desk.ledger("5000")), "month": "2026-01-01", "amount": "1.00",
      ]
      let twice = try await desk.clerk.post(
        "budgets",
        ["name": "Twice", "fiscal_year_id": .id(Int(year ?? "")), "lines": [line, line]])
      #expect(twice.status == 422 && twice.rule == "taken", "\(twice.text)")
      #expect(twice.pointers == ["/lines/1/account_id", "/lines/1/month"], "\(twice.text)")
    }
  }

  @Test func `stops a requisition and an order`() async throws {
    try await withReportDesk { desk in
      _ = try await desk.budget()
      let buyer = try await desk.crm.as(.purchasing)
      let chief = try await desk.crm.as(.administrator)
      let role = try await desk.text("select id::text from access.role where code = 'accountant'")
      for kind in ["order", "requisition"] {
        _ = try await chief.create(
          "approval-rules",
          [
            "applies_to": .string(kind), "place": 1, "from_amount": "0", "currency": "RUB",
            "approver_role_id": .id(Int(role ?? "")),
          ])
      }
      let wish = try await buyer.create(
        "requisitions",
        [
          "currency": "RUB", "needed_on": "2026-02-01",
          "lines": [
            ["description": "Thing", "quantity": "1", "unit_id": 1, "estimated_price": "201"]
          ],
        ])
      let refused = try await buyer.post("requisitions/\(wish.id)/submission")
      #expect(refused.status == 422 && refused.text.contains("201 > 200"), "\(refused.text)")
      #expect(refused.pointers == ["/lines/0"], "\(refused.text)")
      let supplier = try await buyer.create("parties", ["name": "S", "supplier": true]).id
      let order = try await buyer.create(
        "purchase-orders",
        [
          "party_id": .id(supplier), "currency": "RUB", "ordered_on": "2026-01-10",
          "lines": [
            ["description": "Gift", "quantity": "1", "unit_id": 1, "unit_price": "0"],
            ["description": "Thing", "quantity": "1", "unit_id": 1, "unit_price": "101"],
          ],
        ])
      #expect(try await buyer.post("purchase-orders/\(order.id)/submission").status == 200)
      let approval = try await desk.clerk.post("purchase-orders/\(order.id)/approval")
      #expect(approval.status == 422 && approval.text.contains("101 > 100"), "\(approval.text)")
      #expect(approval.pointers == ["/lines/1"], "\(approval.text)")
      let state = try await desk.text(
        "select state from purchasing.purchase_order where id = \(order.id)")
      #expect(state == "submitted")
    }
  }

  @Test func `holds what is bought by the category of the product, invoiced too`() async throws {
    try await withReportDesk { desk in
      _ = try await desk.budget()
      try await desk.crm.arrange(
        """
        update finance.account_use set account_id = (select id from finance.account where code = '5100')
        where use = 'expense'
        """)
      let chief = try await desk.crm.as(.administrator)
      let paper = try await chief.create("product-categories", ["name": "Paper"]).id
      let cards = try await chief.create(
        "product-categories", ["name": "Cards", "parent_id": .id(paper)]
      ).id
      try await desk.clerk.create(
        "category-accounts",
        ["product_category_id": .id(paper), "account_id": .id(try await desk.ledger("5000"))])
      let product = try await chief.create(
        "products",
        ["code": "P", "name": "Card", "unit_id": 1, "product_category_id": .id(cards)]
      ).id
      let party = Int(try await desk.text("select min(id)::text from clients.party") ?? "")
      let department = try await desk.crm.id(of: .purchasing)
      func bill(_ sum: String) async throws -> Reply {
        let draft = try await desk.clerk.create(
          "invoices",
          [
            "direction": "supplier", "party_id": .id(party), "currency": "RUB",
            "invoiced_on": "2026-01-10", "department_id": .id(department),
            "net_given": .string(sum), "vat_given": "0", "gross_given": .string(sum),
            "lines": [
              [
                "place": 1, "description": "Cards", "product_id": .id(product), "quantity": "1",
                "unit_price": .string(sum), "vat": "0",
              ]
            ],
          ])
        return try await desk.clerk.post("invoices/\(draft.id)/posting")
      }
      let refused = try await bill("101")
      #expect(refused.rule == "budget_line_exceeded", "\(refused.text)")
      #expect(try await bill("100").status == 200)
      let spent = try await desk.rows("budget-figures?month=2026-01-01", ["actual"])
      #expect(spent == ["100"])
    }
  }

  @Test func `cannot be got round by the service or its owner`() async throws {
    try await withReportDesk { desk in
      let budget = try await desk.budget()
      let attacks: [(SQL, String)] = [
        ("update finance.budget set state = 'replaced'", "42501"),
        ("update finance.budget set on_actual = 'ignore'", "budget_frozen"),
        ("update finance.budget_line set amount = 1000000", "budget_line_frozen"),
        ("delete from finance.budget", "budget_kept"),
        ("insert into finance.budget_warning (budget_id) values (\(budget))", "42501"),
        ("select finance.hold_budget('actual', 1, current_date)", "42501"),
        ("select finance.approve_budget(\(budget))", "CJ010"),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusalOfService(attack) == rule)
      }
      #expect(
        try await desk.refusal("update finance.budget_line set amount = 1000000 returning id")
          == "budget_line_frozen")
      #expect(
        try await desk.refusal("update finance.budget set state = 'draft' returning id")
          == "budget_approval")
    }
  }

  @Test func `lets one of many through who spend the last of it at once`() async throws {
    try await withReportDesk { desk in
      _ = try await desk.budget()
      let department = try await desk.crm.id(of: .purchasing)
      let done = try await withThrowingTaskGroup(of: String?.self) { group in
        for _ in 0..<20 {
          group.addTask {
            try await desk.post("5000", "1000", "60", on: "2026-01-10", in: department)
          }
        }
        return try await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(done.count { $0 == nil } == 1)
      #expect(done.count { $0 == "budget_line_exceeded" } == 19)
    }
  }
}
