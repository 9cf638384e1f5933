import CRM
import Postgres
import Support
import Testing

@Suite struct `What is open` {
  @Test func `is told of any day, whatever became of it since`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100", ["invoiced_on": "2025-05-01"])
      let path = "invoices/\(invoice)/payments"
      let some = try await desk.clerk.post(path, ["amount": "60", "paid_on": "2025-05-10"])
      #expect(some.status == 201, "\(some.text)")
      let made = try await desk.crm.observed("select id from finance.allocation")[0].int("id")
      _ = try await desk.clerk.post(
        "allocations/\(made)/reversal", ["reason": "Other invoice", "reversed_on": "2025-05-20"])
      _ = try await desk.clerk.post(path, ["paid_on": "2025-05-25"])
      let days: [(String, String?)] = [
        ("2025-04-30", nil), ("2025-05-01", "100"), ("2025-05-09", "100"), ("2025-05-10", "40"),
        ("2025-05-19", "40"), ("2025-05-20", "100"), ("2025-05-24", "100"), ("2025-05-25", nil),
        ("2026-01-01", nil),
      ]
      for (day, left) in days {
        let told = try await desk.text(
          """
          select max(trim_scale(left_amount))::text from finance.open_items_at(\(day)::date)
          where invoice_id = \(invoice)
          """)
        #expect(told == left, "\(day)")
      }
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is listed with its document and by how much it is late`() async throws {
    try await withInvoiceDesk { desk in
      let late = try await desk.invoice("100", ["due_on": "2025-04-01"])
      _ = try await desk.clerk.post(
        "invoices/\(late)/payments", ["amount": "30", "paid_on": "2025-03-05"])
      let bill = try await desk.post("invoices", try await desk.bill("10", "2", "12"))
      let advance = try await desk.payment("5")
      let list = try await desk.clerk.get("open-items?sort=id")
      #expect(list.data.map { $0["left_amount"]?.string } == ["70.0000", "-12.0000", "-5.0000"])
      #expect(list.data.map { $0["invoice_id"]?.int } == [late, bill, nil], "\(list.text)")
      #expect(list.data.last?["payment_id"]?.int == advance, "\(list.text)")
      #expect(list.data.first?["document"]?.string?.hasPrefix("INV-") == true, "\(list.text)")
      let days = try await desk.text("select (current_date - date '2025-04-01')::text")
      #expect(list.data.first?["days_overdue"]?.int.map(String.init) == days, "\(list.text)")
      // What is not due, or is no claim, is not late, here as by document.
      let next = try await desk.invoice("1", ["due_on": "2999-01-01"])
      for path in ["open-items", "receivable-items"] {
        let rest = try await desk.clerk.get("\(path)?invoice_id=\(next)")
        #expect(rest.data.first?["days_overdue"] == 0, "\(rest.text)")
        #expect(rest.data.first?["left_amount"] == "1.0000", "\(rest.text)")
        #expect(rest.data.first?["left_base"] == "1.0000", "\(rest.text)")
        let given = try await desk.clerk.get("\(path)?payment_id=\(advance)")
        #expect(given.data.first?["days_overdue"] == 0, "\(given.text)")
      }
      let theirs = try await desk.clerk.get("open-items?side=supplier")
      #expect(theirs.data.count == 1, "\(theirs.text)")
      let total = try await desk.clerk.get("invoice-totals?id=\(late)")
      #expect(total.data.first?["left_amount"] == "70.0000", "\(total.text)")
      for verb in ["POST", "PATCH", "DELETE"] {
        let path = verb == "POST" ? "open-items" : "open-items/1"
        let reply = try await desk.clerk.send(
          verb, path, body: verb == "DELETE" ? nil : [0x7B, 0x7D])
        #expect([404, 405].contains(reply.status), "\(verb): \(reply.text)")
      }
    }
  }

  @Test func `is seen by who may see its department`() async throws {
    try await withInvoiceDesk { desk in
      let sales = try await desk.crm.id(of: .sales)
      let theirs = try await desk.invoice("100", ["department_id": .id(sales)])
      let ours = try await desk.invoice("50")
      let head = try await desk.crm.as(.headOfDepartment)
      let seen = try await head.get("open-items")
      #expect(seen.data.map { $0["invoice_id"]?.int } == [theirs], "\(seen.text)")
      let plain = try await desk.crm.sql(
        head, "select count(*)::int as n from finance.open_items_at(current_date)")
      #expect(try plain.results[0][0].int("n") == 1)
      let aged = try await head.get("aged-receivables")
      #expect(aged.data.map { $0["total"]?.string } == ["100.0000"], "\(aged.text)")
      // What runs as the owner is no way around.
      for (who, count) in [(head, 1), (try await desk.crm.as(.hr), 0), (desk.clerk, 2)] {
        let left = try await desk.crm.sql(
          who, "select count(*)::int as n from finance.items_left('customer', current_date, null)")
        #expect(try left.results[0][0].int("n") == count)
      }
      #expect(try await head.post("invoices/\(theirs)/payments").status == 403)
      let seller = try await desk.crm.as(.sales)
      #expect(try await seller.get("open-items").data.count == 1)
      let reader = try await desk.crm.as(.auditor)
      #expect(try await reader.get("open-items").data.count == 2)
      #expect(try await desk.left(invoice: ours) == ["50"])
    }
  }

  @Test func `is one thing with the ledger, after whatever was done at once`() async throws {
    try await withInvoiceDesk { desk in
      var made: [Int] = []
      for price in ["40", "50", "60", "70"] { made.append(try await desk.invoice(price)) }
      var paid: [Int] = []
      for amount in ["45", "80"] { paid.append(try await desk.payment(amount)) }
      let (invoices, payments) = (made, paid)
      let told = try await atOnce(100) { number in
        let invoice = invoices[number % 4]
        let payment = payments[number % 2]
        return switch number % 5 {
        case 0: try await desk.clerk.post("invoices/\(invoice)/reversal", ["reason": "x"])
        case 1:
          try await desk.clerk.post("invoices/\(invoice)/payments", ["amount": "7"])
        case 2:
          try await desk.clerk.post("payments/\(payment)/refunds", ["amount": "3"])
        case 3:
          try await desk.clerk.post(
            "payments/\(payment)/allocations", ["oldest_first": true, "amount": "11"])
        default:
          try await desk.clerk.post(
            "invoices/\(invoice)/allocations", ["payment_id": .id(payment), "amount": "5"])
        }
      }
      #expect(told.keys.allSatisfy { [200, 201, 409, 422].contains($0) }, "\(told)")
      #expect(try await desk.faults() == [])
      let wrong = try await desk.text(
        """
        select count(*)::text from finance.open_item as i
        where i.settled < 0 or i.settled > abs(i.amount) or i.settled <> (
          select coalesce(sum(case when i.amount > 0 then a.debit_amount else a.credit_amount end), 0)
          from finance.allocation as a
          where case when i.amount > 0 then a.debit_item_id else a.credit_item_id end = i.id)
        """)
      #expect(wrong == "0")
    }
  }
}
