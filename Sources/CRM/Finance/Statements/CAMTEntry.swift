/// An entry of camt.053: what the bank booked as one, be it one payment or a batch.
struct CAMTEntry {
  typealias Element = StatementXML.Element

  let entry: Element
  let source: String
  /// Of the account.
  let currency: String?

  var line: StatementLine {
    var line = StatementLine(line: entry.line, source: source)
    line.amount = CAMTStatement.amount(entry)
    if line.amount == nil {
      line.fault = Text(
        "The entry has no amount or side (Amt, CdtDbtInd).",
        ru: "У операции нет суммы или стороны (Amt, CdtDbtInd).")
    }
    judge(&line)
    line.booked = CAMTStatement.day(entry.first("BookgDt"), "Dt", "DtTm")
    line.valued = CAMTStatement.day(entry.first("ValDt"), "Dt", "DtTm")
    line.kind = kind
    line.bankReference = entry["AcctSvcrRef"]
    let details = entry.all("NtryDtls").flatMap { $0.all("TxDtls") }
    if details.count == 1 { put(details[0], &line) } else { line.parts = details.map(part) }
    line.purpose = line.purpose ?? entry["AddtlNtryInf"]
    return line
  }

  /// An entry in another currency, or one that is not booked, moves nothing.
  private func judge(_ line: inout StatementLine) {
    let status = entry["Sts", "Cd"] ?? entry["Sts"]
    let written = entry.first("Amt")?.attributes["Ccy"]
    if let status, status != "BOOK" {
      line.fault = Text("It is not booked: \(status).", ru: "Не проведена: \(status).")
    } else if let currency, let written, written != currency {
      line.fault = Text(
        "It is in \(written), the account in \(currency).",
        ru: "Сумма в \(written), а счёт в \(currency).")
    } else {
      return
    }
    line.amount = nil
  }

  private var kind: String? {
    let code = entry.first("BkTxCd")
    let domain = code?.first("Domn")
    let parts = [domain?["Cd"], domain?["Fmly", "Cd"], domain?["Fmly", "SubFmlyCd"]]
    let told = parts.compactMap { $0 }.joined(separator: "/")
    return StatementValue.words(told) ?? code?["Prtry", "Cd"]
  }

  private func put(_ details: Element, _ line: inout StatementLine) {
    let part = part(details)
    (line.reference, line.purpose, line.party) = (part.reference, part.purpose, part.party)
    line.bankReference = line.bankReference ?? details["Refs", "AcctSvcrRef"]
    line.document = details["RmtInf", "Strd", "RfrdDocInf", "Nb"]
  }

  private func part(_ details: Element) -> StatementLine.Part {
    let refs = details.first("Refs")
    let amount = details["Amt"] ?? details["AmtDtls", "TxAmt", "Amt"]
    let isOut = (details["CdtDbtInd"] ?? entry["CdtDbtInd"]) == "DBIT"
    let sum = amount.flatMap { StatementValue.amount($0) }
    let given = details["RmtInf", "Strd", "CdtrRefInf", "Ref"] ?? refs?["EndToEndId"]
    return StatementLine.Part(
      amount: isOut ? sum.map(StatementValue.negated) : sum,
      reference: given == "NOTPROVIDED" ? nil : given, purpose: purpose(details),
      party: party(details, isOut: isOut))
  }

  private func purpose(_ details: Element) -> String? {
    let free = details.first("RmtInf")?.all("Ustrd").map(\.text).joined(separator: " ")
    return StatementValue.words(free) ?? details["AddtlTxInf"]
  }

  /// The creditor of what went, the debtor of what came; the other where the bank names only that one.
  private func party(_ details: Element, isOut: Bool) -> StatementLine.Counterparty {
    let sides = isOut ? ["Cdtr", "Dbtr"] : ["Dbtr", "Cdtr"]
    let parties = details.first("RltdPties")
    let side = sides.first { parties?.first($0) != nil || parties?.first("\($0)Acct") != nil }
    guard let side else { return .init() }
    let named = parties?.first(side, "Pty") ?? parties?.first(side)
    let account = parties?.first("\(side)Acct")
    let bank = details.first("RltdAgts", "\(side)Agt", "FinInstnId")
    return .init(
      name: named?["Nm"], account: account?["Id", "IBAN"] ?? account?["Id", "Othr", "Id"],
      bank: bank?["BICFI"] ?? bank?["BIC"] ?? bank?["ClrSysMmbId", "MmbId"],
      taxNumber: named?["Id", "OrgId", "Othr", "Id"] ?? named?["Id", "PrvtId", "Othr", "Id"])
  }
}
