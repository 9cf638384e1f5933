extension RecordVerb {
  /// A credit note over the invoice, or over some of its lines.
  static let invoiceCredit = RecordVerb(
    id: "invoices.credit", method: .post, resource: .invoices, noun: "credit-notes",
    summary: Text("Credit an invoice", ru: "Выписать кредит-ноту"),
    permission: Permission("invoices", "credit"), makes: .invoices,
    body: [
      .optional("credited_on", .date, "The day; today without it."),
      .optional("notes", .text(2000), "Why."),
      .optional(
        "lines",
        .rows([
          .required("line_id", .id, "The line of the invoice."),
          .required("quantity", .decimal, "How much of it is credited."),
        ]), "What is credited; all that is left without it."),
    ], members: ["invoiced_on": "credited_on"]
  ) { id, body in
    "finance.credit_invoice(\(id), \(body["credited_on"]), \(body["notes"]), \(body["lines"]))"
  }

  /// Against which document, how much and when.
  static let allocating: [VerbField] = [
    .optional("invoice_id", .id, "Against this invoice."),
    .optional("payment_id", .id, "Against this payment."),
    .optional(
      "oldest_first", .boolean,
      "Against all that the party has open in the currency, oldest due first; the last allocation is answered."
    ),
    .optional("amount", .decimal, "How much; all that both leave without it."),
    .optional("allocated_on", .date, "The day; today without it."),
  ]

  /// An invoice, or a credit note, against another document of the same party.
  static let invoiceAllocation = RecordVerb(
    id: "invoices.allocate", method: .post, resource: .invoices, noun: "allocations",
    summary: Text("Allocate an invoice or credit note", ru: "Разнести счёт или кредит-ноту"),
    permission: Permission("invoices", "allocate"), makes: .allocations, movesMoney: true,
    body: allocating, members: ["posted_on": "allocated_on"]
  ) { id, body in
    """
    finance.allocate_invoice(\(id), \(body["invoice_id"]), \(body["payment_id"]), \(body["amount"]),
      \(body["allocated_on"]), \(body["oldest_first"]))
    """
  }

  /// Money that comes or goes for what is sent here.
  private static let money: [VerbField] = [
    .optional("amount", .decimal, "How much; all that is open without it."),
    .optional("paid_on", .date, "The day; today without it."),
    .optional("account_id", .id, "The account of the money; the usual one without it."),
    .optional("reference", .text(200), "What the bank calls it."),
  ]
  private static let paying = ["posted_on": "paid_on", "allocated_on": "paid_on"]

  /// A payment with its allocation at once; of a credit note, the money goes back.
  static let invoicePayment = RecordVerb(
    id: "invoices.pay", method: .post, resource: .invoices, noun: "payments",
    summary: Text("Pay an invoice", ru: "Оплатить счёт"),
    permission: Permission("invoices", "pay"), makes: .payments, movesMoney: true, body: money,
    members: paying
  ) { id, body in
    """
    finance.pay_invoice(\(id), \(body["amount"]), \(body["paid_on"]), \(body["account_id"]),
      \(body["reference"]))
    """
  }

  /// What nothing was settled with goes back.
  static let paymentRefund = RecordVerb(
    id: "payments.refund", method: .post, resource: .payments, noun: "refunds",
    summary: Text("Refund a payment", ru: "Вернуть платёж"),
    permission: Permission("payments", "refund"), makes: .payments, movesMoney: true, body: money,
    members: paying
  ) { id, body in
    """
    finance.refund_payment(\(id), \(body["amount"]), \(body["paid_on"]), \(body["account_id"]),
      \(body["reference"]))
    """
  }

  private static let forgiving: [VerbField] = [
    .optional("amount", .decimal, "How much; all that is open without it."),
    .optional("written_off_on", .date, "The day; today without it."),
    .required("reason", .text(2000), "Why."),
  ]
  private static let givingUp = ["posted_on": "written_off_on", "allocated_on": "written_off_on"]

  /// What nobody will pay any more, within the limit of its currency.
  static let invoiceWriteOff = RecordVerb(
    id: "invoices.write_off", method: .post, resource: .invoices, noun: "write-offs",
    summary: Text("Write an invoice off", ru: "Списать остаток счёта"),
    permission: Permission("invoices", "write_off"), makes: .allocations, movesMoney: true,
    body: forgiving,
    members: givingUp
  ) { id, body in
    """
    finance.write_off_invoice(\(id), \(body["amount"]), \(body["written_off_on"]),
      \(body["reason"]))
    """
  }

  /// What is left of a payment, within the limit of its currency.
  static let paymentWriteOff = RecordVerb(
    id: "payments.write_off", method: .post, resource: .payments, noun: "write-offs",
    summary: Text("Write the rest of a payment off", ru: "Списать остаток платежа"),
    permission: Permission("payments", "write_off"), makes: .allocations, movesMoney: true,
    body: forgiving,
    members: givingUp
  ) { id, body in
    """
    finance.write_off_payment(\(id), \(body["amount"]), \(body["written_off_on"]),
      \(body["reason"]))
    """
  }

  static let financeSettlement = [
    invoiceCredit, invoiceAllocation, invoicePayment, paymentRefund, invoiceWriteOff,
    paymentWriteOff,
  ]
}
