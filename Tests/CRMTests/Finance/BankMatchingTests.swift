import CRM
import Postgres
import Support
import Testing

@Suite struct `A line of a bank statement` {
  @Test func `is suggested what it was, by number, amount, party and requisites`() async throws {
    try await withBankDesk { desk in
      let party = try await desk.party("Ромашка", inn: "7707049388")
      let other = try await desk.party("Lily")
      let invoice = try await desk.invoice(party, "1000.50")
      let later = try await desk.invoice(party, "70")
      let same = try await desk.invoice(other, "1000.50")
      let statement = try await desk.statement(
        closing: "1000,5", [("1000,5", "Оплата по счёту \(invoice.number), без НДС")])
      let line = statement.lines[0]
      let list = try await desk.clerk.get("bank-suggestions?statement_line_id=\(line)&sort=place")
      #expect(list.data.map { $0["invoice_id"]?.int } == [invoice.id, same.id], "\(list.text)")
      #expect(list.data.first?["reasons"] == ["number", "amount"], "\(list.text)")
      #expect(list.data.last?["reasons"] == ["amount"], "\(list.text)")
      let scores = list.data.compactMap { $0["score"]?.int }
      #expect(scores == [80, 30], "\(list.text)")
      // A bank that tells the payer.
      let text = """
        1CClientBankExchange
        РасчСчет=40702810000000000001
        СекцияДокумент=Платежное поручение
        Номер=5
        Сумма=70.00
        Плательщик1=ООО «Ромашка»
        ПлательщикИНН=7707049388
        ПолучательСчет=40702810000000000001
        ДатаПоступило=02.03.2025
        КонецДокумента
        КонецФайла
        """
      #expect(try await desk.take(Array(text.utf8)).status == 200)
      let told = try await desk.clerk.get("bank-suggestions?amount=70&sort=place")
      #expect(told.data.first?["invoice_id"]?.int == later.id, "\(told.text)")
      let reasons = told.data.first?["reasons"]?.array?.compactMap(\.string) ?? []
      #expect(Set(reasons) == ["amount", "tax_number", "name"], "\(told.text)")
      let seller = try await desk.crm.as(.sales)
      #expect(try await seller.get("bank-suggestions").status == 403)
    }
  }

  @Test func `pays an invoice: payment, allocation and match at once`() async throws {
    try await withBankDesk { desk in
      let party = try await desk.party("Daisy")
      let invoice = try await desk.invoice(party, "100")
      let line = try await desk.statement(closing: "100", [("100", "Pay")]).lines[0]
      let matched = try await desk.match(line, ["invoice_id": .id(invoice.id)])
      #expect(matched.status == 200 && matched["state"] == "matched", "\(matched.text)")
      let payment = try await desk.crm.observed(
        "select state, amount::text, paid_on::text, purpose from finance.payment")
      #expect(try payment[0].string("state") == "posted")
      #expect(try payment[0].string("amount") == "100.0000")
      #expect(try payment[0].string("paid_on") == "2025-03-01")
      #expect(
        try await desk.text("select count(*)::text from finance.open_item where settled_on is null")
          == "0")
      #expect(try await desk.text("select finance.money_on(1, '2025-03-01')::text") == "100.0000")
      let match = try await desk.clerk.get("bank-matches?statement_line_id=\(line)").data.first
      #expect(match?["made"] == true && match?["payment_id"]?.int != nil)
      let again = try await desk.match(line, ["invoice_id": .id(invoice.id)])
      #expect(again.problem == "record_state", "\(again.text)")
      #expect(try await desk.clerk.get("bank-suggestions?statement_line_id=\(line)").data.isEmpty)
    }
  }

  @Test func `is taken back by reversals, and may be something else`() async throws {
    try await withBankDesk { desk in
      let party = try await desk.party("Daisy")
      let invoice = try await desk.invoice(party, "100")
      let line = try await desk.statement(closing: "100", [("100", "Pay")]).lines[0]
      _ = try await desk.match(line, ["invoice_id": .id(invoice.id)])
      let path = "bank-statement-lines/\(line)/matching"
      let undone = try await desk.clerk.delete(path, ifMatch: .some(nil))
      #expect(undone.status == 200 && undone["state"] == "open", "\(undone.text)")
      #expect(try await desk.text("select state from finance.payment") == "reversed")
      #expect(try await desk.text("select state from finance.bank_match") == "undone")
      #expect(try await desk.text("select finance.money_on(1, '2025-03-01')::text") == "0.0000")
      #expect(
        try await desk.text(
          "select settled::text from finance.open_item where invoice_id is not null")
          == "0.0000")
      let again = try await desk.clerk.delete(path, ifMatch: .some(nil))
      #expect(again.problem == "record_state", "\(again.text)")
      let advance = try await desk.match(line, ["party_id": .id(party)])
      #expect(advance.status == 200, "\(advance.text)")
      let owed = try await desk.text(
        """
        select sum(l.credit - l.debit)::text from finance.entry_line as l
        join finance.account as a on a.id = l.account_id where a.code = '6202'
        """)
      #expect(owed == "100.0000")
    }
  }

  @Test func `may have parts, which make the whole of it`() async throws {
    try await withBankDesk { desk in
      let party = try await desk.party("Daisy")
      let invoice = try await desk.invoice(party, "100")
      let fee = JSON.id(try await desk.ledger("91"))
      let line = try await desk.statement(closing: "97", [("97", "Pay less a fee")]).lines[0]
      let invoiced: JSON = ["invoice_id": .id(invoice.id), "amount": "100"]
      let short = try await desk.match(line, invoiced, ["account_id": fee, "amount": "-2"])
      #expect(short.status == 422 && short.pointers == ["/parts"], "\(short.text)")
      #expect(short.firstFault.contains("97"), "\(short.text)")
      #expect(try await desk.text("select count(*)::text from finance.payment") == "0")
      let whole = try await desk.match(line, invoiced, ["account_id": fee, "amount": "-3"])
      #expect(whole["state"] == "matched", "\(whole.text)")
      #expect(try await desk.text("select count(*)::text from finance.bank_match") == "2")
    }
  }

  @Test func `is found again in the ledger where it was posted before`() async throws {
    try await withBankDesk { desk in
      let party = try await desk.party("Daisy")
      let account = try await desk.text("select account_id::text from finance.bank_account") ?? ""
      let payment = try await desk.crm.arrange(
        """
        insert into finance.payment (direction, side, party_id, paid_on, currency, amount, account_id)
        values ('in', 'customer', \(party), '2025-02-27', 'RUB', 50, \(account)::bigint) returning id
        """)[0].int("id")
      _ = try await desk.crm.sql(desk.clerk, "select finance.post_payment(\(payment)) as done")
      let statement = try await desk.statement(closing: "100", [("50", "Pay"), ("50", "Pay")])
      let line = statement.lines[0]
      let list = try await desk.clerk.get("bank-suggestions?statement_line_id=\(line)&sort=place")
      #expect(list.data.first?["payment_id"]?.int == payment, "\(list.text)")
      #expect(list.data.first?["reasons"] == ["posted", "amount"], "\(list.text)")
      let entries = try await desk.text("select count(*)::text from finance.entry")
      let matched = try await desk.match(line, ["payment_id": .id(payment)])
      #expect(matched["state"] == "matched", "\(matched.text)")
      #expect(try await desk.text("select count(*)::text from finance.entry") == entries)
      let twice = try await desk.match(statement.lines[1], ["payment_id": .id(payment)])
      #expect(twice.status == 422, "\(twice.text)")
      #expect(twice.firstFault.contains("another line of a statement"), "\(twice.text)")
      // What a statement knows is not reversed past it.
      let reversed = try await desk.refusal(
        "select finance.reverse_payment(\(payment), '2025-03-05', 'Mistake')")
      #expect(reversed == "entry_unmatched")
      let path = "bank-statement-lines/\(line)/matching"
      #expect(try await desk.clerk.delete(path, ifMatch: .some(nil)).status == 200)
      #expect(try await desk.text("select state from finance.payment") == "posted")
      #expect(
        try await desk.refusal(
          "select finance.reverse_payment(\(payment), '2025-03-05', 'Mistake')")
          == nil)
      let gone = try await desk.match(line, ["payment_id": .id(payment)])
      #expect(gone.firstFault.contains("reversed"), "\(gone.text)")
    }
  }

  @Test func `tells what is wrong with a part, by its place`() async throws {
    try await withBankDesk { desk in
      let party = try await desk.party("Daisy")
      let other = try await desk.party("Lily")
      let invoice = try await desk.invoice(party, "100")
      let line = try await desk.statement(closing: "100", [("100", "Pay")]).lines[0]
      let fee = JSON.id(try await desk.ledger("91"))
      let receivable = JSON.id(try await desk.ledger("62"))
      let faults: [(JSON, String)] = [
        ([:], "/parts/0"), (["invoice_id": 77], "/parts/0/invoice_id"),
        (["party_id": 77], "/parts/0/party_id"), (["payment_id": 77], "/parts/0/payment_id"),
        (["entry_line_id": 77_777], "/parts/0/entry_line_id"),
        (["account_id": 77_777], "/parts/0/account_id"),
        (["account_id": receivable], "/parts/0/account_id"),
        (["account_id": fee, "invoice_id": .id(invoice.id)], "/parts/0"),
        (["account_id": fee, "amount": "100.001"], "/parts/0/amount"),
        (["invoice_id": .id(invoice.id), "party_id": .id(other)], "/parts/0/party_id"),
      ]
      for (part, pointer) in faults {
        let reply = try await desk.match(line, part)
        #expect(reply.status == 422 && reply.pointers == [pointer], "\(part.text): \(reply.text)")
      }
      #expect(try await desk.match(77_777, ["account_id": fee]).status == 404)
      let money = try await desk.text("select min(account_id)::text from finance.bank_account")
      let paid = try await desk.clerk.post(
        "invoices/\(invoice.id)/payments",
        ["paid_on": "2025-03-01", "account_id": .number(money ?? "")])
      #expect(paid.status == 201, "\(paid.text)")
      let settled = try await desk.match(line, ["invoice_id": .id(invoice.id)])
      #expect(settled.rule == "allocation_something", "\(settled.text)")
      #expect(settled.pointers == ["/parts/0"], "\(settled.text)")
      let none = try await desk.clerk.post("bank-statement-lines/\(line)/matching", [:])
      #expect(none.pointers == ["/parts"], "\(none.text)")
      let year = try await desk.match(line, ["account_id": fee], on: "2031-01-01")
      #expect(year.status == 422, "\(year.text)")
      #expect(try await desk.text("select count(*)::text from finance.bank_match") == "0")
    }
  }

  @Test func `without a day of the bank asks for one`() async throws {
    try await withBankDesk { desk in
      let text = """
        1CClientBankExchange
        РасчСчет=40702810000000000001
        СекцияДокумент=Платежное поручение
        Номер=5
        Дата=01.03.2025
        Сумма=7.00
        ПлательщикСчет=40702810000000000001
        КонецДокумента
        КонецФайла
        """
      #expect(try await desk.take(Array(text.utf8)).status == 200)
      let line = try await desk.clerk.get("bank-statement-lines").data.first?["id"]?.int ?? 0
      let fee = JSON.id(try await desk.ledger("91"))
      let undated = try await desk.match(line, ["account_id": fee])
      #expect(undated.pointers == ["/posted_on"], "\(undated.text)")
      let dated = try await desk.match(line, ["account_id": fee], on: "2025-03-02")
      #expect(dated["state"] == "matched", "\(dated.text)")
    }
  }

  @Test func `of a hundred at once is matched by one`() async throws {
    try await withBankDesk { desk in
      let line = try await desk.statement(closing: "-7", [("-7", "Fee")]).lines[0]
      let fee = JSON.id(try await desk.ledger("91"))
      let statuses = try await atOnce(100) { _ in
        try await desk.match(line, ["account_id": fee])
      }
      #expect(statuses == [200: 1, 409: 99], "\(statuses)")
      #expect(try await desk.text("select finance.money_on(1, '2025-03-01')::text") == "-7.0000")
    }
  }

  @Test func `is matched with nothing untrue, whoever writes`() async throws {
    try await withBankDesk { desk in
      let statement = try await desk.statement(closing: "93", [("-7", "Fee"), ("100", "In")])
      let fee = JSON.id(try await desk.ledger("91"))
      _ = try await desk.match(statement.lines[0], ["account_id": fee])
      let insert = { (amount: String, code: String) -> SQL in
        """
        insert into finance.bank_match (statement_id, statement_line_id, entry_line_id, amount, made)
        select \(statement.id), \(statement.lines[1]), l.id, \(amount)::numeric, false
        from finance.entry_line as l join finance.account as a on a.id = l.account_id
        where a.code = \(code)
        """
      }
      let attacks: [(SQL, String)] = [
        (insert("7", "91"), "bank_match_true"),
        (insert("-7", "51 40702810000000000001"), "bank_match_entry_line_once"),
        ("update finance.bank_match set amount = 1", "bank_match_kept"),
        ("update finance.bank_match set state = 'undone', undone_at = now()", "bank_match_whole"),
        ("delete from finance.bank_match", "bank_match_stays"),
        ("truncate finance.bank_match", "bank_match_kept_whole"),
        (
          "update finance.bank_statement_line set state = 'open' where id = \(statement.lines[0])",
          "bank_match_whole"
        ),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(asOwner: true, attack) == rule)
      }
      let kept = try await desk.clerk.delete("bank-statements/\(statement.id)")
      #expect(kept.status == 409 && kept.problem == "in_use", "\(kept.text)")
    }
  }
}
