import CRM
import Postgres
import Support
import Testing

@Suite struct `What is written off` {
  @Test func `is within the limit of its currency, all of a document together`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      let path = "invoices/\(invoice)/write-offs"
      let body: JSON = ["reason": "Too small", "written_off_on": "2025-03-20"]
      let none = try await desk.clerk.post(path, body.with(["amount": "1"]))
      #expect(none.status == 422 && none.rule == "allocation_within_limit", "\(none.text)")
      let limit: JSON = ["currency": "RUB", "amount": "10", "percent": "5"]
      #expect(try await desk.clerk.post("write-off-limits", limit).status == 403)
      let chief = try await desk.crm.as(.administrator)
      let fine = try await chief.post("write-off-limits", limit.with(["amount": "50.001"]))
      #expect(fine.rule == "write_off_limit_decimals", "\(fine.text)")
      #expect(fine.pointers == ["/amount"] && fine.firstFault.contains("50.00 RUB"), "\(fine.text)")
      try await chief.create("write-off-limits", limit)
      let some = try await desk.clerk.post(path, body.with(["amount": "3"]))
      #expect(some.status == 201 && some["kind"] == "write_off", "\(some.text)")
      let wrong: [(String, String, String)] = [
        ("2.01", "allocation_within_limit", "At most 5 RUB"),
        ("1.001", "allocation_decimals", "1.00 RUB"), ("0", "allocation_positive", "more than 0"),
      ]
      for (amount, rule, words) in wrong {
        let reply = try await desk.clerk.post(path, body.with(["amount": .string(amount)]))
        #expect(reply.status == 422 && reply.rule == rule, "\(reply.text)")
        #expect(reply.pointers == ["/amount"] && reply.firstFault.contains(words), "\(reply.text)")
      }
      #expect(try await desk.clerk.post(path, ["amount": "1"]).pointers == ["/reason"])
      let early = try await desk.clerk.post(path, body.with(["written_off_on": "2025-02-28"]))
      #expect(early.rule == "allocation_day", "\(early.text)")
      #expect(early.pointers == ["/written_off_on"], "\(early.text)")
      #expect(try await desk.clerk.post(path, body.with(["amount": "2"])).status == 201)
      #expect(try await desk.left(invoice: invoice) == ["95"])
      #expect(try await desk.balances() == ["62 95", "90 -100", "9103 5"])
      let back = try await desk.clerk.post(
        "allocations/\(some.id)/reversal", ["reason": "He paid", "reversed_on": "2025-03-21"])
      #expect(back.status == 201, "\(back.text)")
      #expect(try await desk.left(invoice: invoice) == ["98"])
      #expect(try await desk.clerk.post(path, body.with(["amount": "3"])).status == 201)
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `of an overpayment is a gain`() async throws {
    try await withInvoiceDesk { desk in
      try await desk.crm.as(.administrator).create(
        "write-off-limits", ["currency": "RUB", "amount": "10"])
      let payment = try await desk.payment("0.05")
      let reply = try await desk.clerk.post(
        "payments/\(payment)/write-offs", ["reason": "Too small", "written_off_on": "2025-03-20"])
      #expect(reply.status == 201, "\(reply.text)")
      #expect(try await desk.left(payment: payment) == ["0"])
      #expect(try await desk.balances() == ["51 0.05", "9103 -0.05"])
    }
  }
}
