import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A bank statement` {
  @Test(.enabled(if: SharedData.isHere), arguments: StatementAnswer.files)
  func `of every file is here with its figures, and once`(file: String) async throws {
    try await withBankDesk { desk in
      let answers = StatementAnswer.all.filter { $0.file == file }
      // A currency of before the euro, which the answers know.
      try await desk.crm.arrange(
        """
        insert into system.currency (code, name_en, name_ru) values ('DEM', 'Mark', 'Марка')
        """)
      let bytes = try StatementAnswer.bytes(file)
      for (number, currency) in try accounts(bytes, answers) {
        try await desk.account(number, currency)
      }
      let reply = try await desk.take(bytes, "?name=statement.txt")
      #expect(reply.status == 200, "\(reply.text)")
      let taken = reply["statements"]?.array ?? []
      #expect(taken.count == answers.count)
      for (answer, one) in zip(answers, taken) { try await compare(desk, answer, one) }
      let tables: SQL = """
        select (select count(*) from finance.bank_statement) || ' '
          || (select count(*) from finance.bank_statement_line)
        """
      let before = try await desk.text(tables)
      let again = try await desk.take(bytes)
      #expect(again.status == 409 && again.problem == "statements_known", "\(again.text)")
      #expect(again.pointers == answers.indices.map { "/statements/\($0)" })
      #expect(try await desk.text(tables) == before)
    }
  }

  /// The accounts that a file speaks of, as it writes them, and their currencies.
  private func accounts(
    _ bytes: [UInt8], _ answers: [StatementAnswer]
  ) throws -> [(String, String)] {
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    let numbers = [
      /(?m)^:25:([^\r\n]+)/, /<ACCTID>([^<\r\n]+)/, /(?m)^РасчСчет=([0-9]+)/,
      /<Acct>\s*<Id>\s*<IBAN>([A-Z0-9]+)/,
    ].flatMap { text.matches(of: $0).map { String($0.output.1) } }
    var known: [(String, String)] = []
    for (place, number) in numbers.enumerated() where !known.contains(where: { $0.0 == number }) {
      let answer = place < answers.count ? answers[place] : answers.last
      known.append((number, answer?.currency ?? "RUB"))
    }
    return known
  }

  private func compare(_ desk: BankDesk, _ answer: StatementAnswer, _ one: JSON) async throws {
    let number = StatementAnswer.number
    let id = try #require(one["id"]?.int, "\(answer): \(one.text)")
    let statement = try await desk.clerk.get("bank-statements/\(id)")
    #expect(number(statement["opening"]?.string) == number(answer.opening), "\(answer)")
    #expect(number(statement["closing"]?.string) == number(answer.closing), "\(answer)")
    #expect(number(statement["difference"]?.string) == number(answer.difference), "\(answer)")
    #expect(number(one["difference"]?.string) == number(answer.difference), "\(answer)")
    #expect(one["unread"]?.int == answer.unread, "\(answer)")
    let lines = statement["lines"]?.array ?? []
    #expect(lines.count == answer.lines + answer.unread, "\(answer)")
    let amounts = lines.compactMap { number($0["amount"]?.string) }
    #expect(amounts.filter { $0 > 0 }.reduce(0, +) == number(answer.credits), "\(answer)")
    #expect(amounts.filter { $0 < 0 }.reduce(0, +) == number(answer.debits), "\(answer)")
    let states = lines.map { $0["state"]?.string }
    let idle = lines.map { $0["amount"]?.string == nil ? "idle" : "open" }
    #expect(states == idle, "\(answer)")
  }

  @Test func `that does not add up is kept and marked with the difference`() async throws {
    try await withBankDesk { desk in
      let statement = try await desk.statement(closing: "90", [("100", "In"), ("-7", "Out")])
      let kept = try await desk.clerk.get("bank-statements/\(statement.id)")
      #expect(kept["difference"] == "3.0000" && kept["adds_up"] == false, "\(kept.text)")
      let marked = try await desk.clerk.get("bank-statements?adds_up=false")
      #expect(marked.data.map { $0["id"]?.int } == [statement.id], "\(marked.text)")
    }
  }

  @Test func `tells of turnovers that the bank added up otherwise`() async throws {
    try await withBankDesk { desk in
      let text = """
        1CClientBankExchange
        СекцияРасчСчет
        РасчСчет=40702810000000000001
        ДатаНачала=01.03.2025
        ДатаКонца=01.03.2025
        НачальныйОстаток=0
        ВсегоПоступило=12
        ВсегоСписано=0
        КонечныйОстаток=10
        КонецРасчСчет
        СекцияДокумент=Платежное поручение
        Номер=5
        Сумма=10.00
        ПолучательСчет=40702810000000000001
        ДатаПоступило=01.03.2025
        КонецДокумента
        КонецФайла
        """
      let reply = try await desk.take(Array(text.utf8))
      let one = try #require(reply["statements"]?.array?.first, "\(reply.text)")
      #expect(one["difference"] == "0" && one["credits_difference"] == "-2", "\(reply.text)")
      #expect(one["debits_difference"] == "0" && one["adds_up"] == false, "\(reply.text)")
    }
  }

  @Test func `comes once, whatever the file around it`() async throws {
    try await withBankDesk { desk in
      let first = BankDesk.mt940("1", closing: "100", [("100", "In")])
      let second = BankDesk.mt940("2", opening: "100", closing: "93", [("-7", "Out")])
      #expect(try await desk.take(first).status == 200)
      let both = try await desk.take(first + second)
      #expect(both.status == 200, "\(both.text)")
      let told = both["statements"]?.array ?? []
      #expect(told.map { $0["refused"]?.string } == ["bank_statement_once", nil], "\(both.text)")
      #expect(told.first?["detail"]?.string?.hasPrefix("Line 1: ") == true, "\(both.text)")
      // The bank's own number and time, and another content.
      let other = try await desk.take(BankDesk.mt940("1", closing: "99", [("99", "In")]))
      #expect(other.status == 409, "\(other.text)")
      #expect(other.firstFault.contains("delete it first"), "\(other.text)")
      #expect(try await desk.text("select count(*)::text from finance.bank_statement") == "2")
    }
  }

  @Test func `of a hundred at once is one`() async throws {
    try await withBankDesk { desk in
      let bytes = BankDesk.mt940(closing: "100", [("100", "In")])
      let statuses = try await atOnce(100) { _ in try await desk.take(bytes) }
      #expect(statuses == [200: 1, 409: 99], "\(statuses)")
      #expect(try await desk.text("select count(*)::text from finance.bank_statement") == "1")
    }
  }

  @Test func `repeats movements that another had, and they are matched once`() async throws {
    try await withBankDesk { desk in
      let ofx = { (end: String, lines: [(String, String)]) in
        let entries = lines.map {
          "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20250301<TRNAMT>\($0.0)<FITID>\($0.1)</STMTTRN>"
        }.joined()
        let text =
          "<OFX><STMTRS><CURDEF>RUB<BANKACCTFROM><ACCTID>40702810000000000001</BANKACCTFROM><BANKTRANLIST><DTSTART>20250301<DTEND>\(end)\(entries)</BANKTRANLIST></STMTRS></OFX>"
        return Array(text.utf8)
      }
      #expect(
        try await desk.take(ofx("20250302", [("-5", "A"), ("-5", "B")])).status == 200)
      let next = try await desk.take(ofx("20250303", [("-5", "B"), ("-6", "C")]))
      #expect(next["statements"]?.array?.first?["repeated"]?.int == 1, "\(next.text)")
      let repeated = try await desk.clerk.get("bank-statement-lines?state=repeated")
      let line = try #require(repeated.data.first?["id"]?.int, "\(repeated.text)")
      #expect(repeated.data.first?["repeats_id"]?.int != nil, "\(repeated.text)")
      let fee = JSON.id(try await desk.ledger("91"))
      let refused = try await desk.match(line, ["account_id": fee])
      #expect(refused.problem == "record_state", "\(refused.text)")
      // The bank says that it was another one after all.
      let path = "bank-statement-lines/\(line)/repetition"
      let distinct = try await desk.clerk.delete(path, ifMatch: .some(nil))
      #expect(distinct["state"] == "open", "\(distinct.text)")
      let again = try await desk.clerk.delete(path, ifMatch: .some(nil))
      #expect(again.problem == "record_state", "\(again.text)")
      #expect(try await desk.match(line, ["account_id": fee]).status == 200)
    }
  }

  @Test func `is of an account of ours, in its currency`() async throws {
    try await withBankDesk { desk in
      let strange = BankDesk.mt940(account: "999", closing: "1", [("1", "In")])
      let unknown = try await desk.take(strange)
      #expect(unknown.status == 422 && unknown.pointers == ["/statements/0"], "\(unknown.text)")
      #expect(unknown.firstFault.contains("no money account 999"), "\(unknown.text)")
      let euro = try await desk.account("999", "EUR")
      let currency = try await desk.take(strange)
      #expect(currency.firstFault.contains("in RUB, the account in EUR"), "\(currency.text)")
      let own = BankDesk.mt940(closing: "1", [("1", "In")])
      let other = try await desk.take(own, "?bank_account_id=\(euro)")
      #expect(other.firstFault.contains("not of 999"), "\(other.text)")
      #expect(try await desk.take(own, "?bank_account_id=77").status == 404)
      let csv = Array("Date;Amount\n2025-03-01;5,00\n".utf8)
      #expect(try await desk.take(csv).firstFault.contains("give bank_account_id"))
      let taken = try await desk.take(csv, "?bank_account_id=\(euro)")
      #expect(taken.status == 200 && taken["format"] == "csv", "\(taken.text)")
    }
  }

  @Test func `in a file that cannot be read is refused with the line`() async throws {
    try await withBankDesk { desk in
      let reply = try await desk.take(Array(":20:A\n:25:1\n:60F:nothing\n".utf8))
      #expect(reply.status == 422 && reply.problem == "unreadable_file", "\(reply.text)")
      #expect(reply["line"]?.int == 3 && reply.text.contains("Line 3: "), "\(reply.text)")
      for query in [
        "?column[x]=y", "?date=day", "?decimal=x", "?format=x", "?bank_account_id=0", "?x=1",
      ] {
        #expect(try await desk.take([0x41], query).status == 400, "\(query)")
      }
    }
  }

  @Test func `in CSV may call its columns as it likes`() async throws {
    try await withBankDesk { desk in
      let csv = Array("Tag;Betrag;Text\n01/03/2025;-1.234,5;Miete\n".utf8)
      let account = try await desk.text("select id::text from finance.bank_account") ?? ""
      let reply = try await desk.take(
        csv,
        "?bank_account_id=\(account)&date=dd/mm/yyyy&decimal=,&column[booked]=Tag&column[amount]=Betrag&column[purpose]=Text"
      )
      #expect(reply.status == 200, "\(reply.text)")
      let line = try await desk.clerk.get("bank-statement-lines").data.first
      #expect(line?["amount"] == "-1234.5000" && line?["booked_on"] == "2025-03-01")
      #expect(line?["purpose"] == "Miete")
    }
  }

  @Test func `is answered once more for its key`() async throws {
    try await withBankDesk { desk in
      let key = [("Idempotency-Key", "statement 1")]
      let bytes = BankDesk.mt940(closing: "1", [("1", "In")])
      let first = try await desk.take(bytes, headers: key)
      let again = try await desk.take(bytes, headers: key)
      #expect(again.status == 200 && again[header: "idempotency-replayed"] == "true")
      #expect(again["statements"] == first["statements"], "\(again.text)")
    }
  }

  @Test func `stays as the bank wrote it, whoever writes`() async throws {
    try await withBankDesk { desk in
      let statement = try await desk.statement(closing: "100", [("100", "In")])
      let line = statement.lines[0]
      for change: SQL in [
        "update finance.bank_statement set closing = 1",
        "update finance.bank_statement_line set amount = 1",
        "insert into finance.bank_statement_line (state) values ('open')",
        "delete from finance.bank_statement_line",
        "insert into finance.bank_match (amount) values (1)",
      ] { #expect(try await desk.refusal(change) == "42501") }
      let owner: [(SQL, String)] = [
        ("update finance.bank_statement set closing = 1", "bank_statement_kept"),
        ("update finance.bank_statement_line set amount = 1", "bank_statement_line_written"),
        ("delete from finance.bank_statement_line", "bank_statement_line_kept"),
        ("truncate finance.bank_statement_line cascade", "bank_statement_line_kept_whole"),
        (
          """
          insert into finance.bank_statement_line (statement_id, bank_account_id, position, file_line,
            amount, source, fingerprint, occurrence)
          select statement_id, bank_account_id, 2, 1, 5, 'x', 'x', 1
          from finance.bank_statement_line where id = \(line)
          """, "bank_statement_true"
        ),
        (
          "update finance.bank_statement_line set state = 'matched' where id = \(line)",
          "bank_match_whole"
        ),
      ]
      for (change, rule) in owner {
        #expect(try await desk.refusal(asOwner: true, change) == rule)
      }
      #expect(try await desk.clerk.delete("bank-statements/\(statement.id)").status == 204)
      #expect(try await desk.text("select count(*)::text from finance.bank_statement_line") == "0")
    }
  }
}
