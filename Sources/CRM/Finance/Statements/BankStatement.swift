/// What a bank says of an account in a time: balances and lines, as the file has them.
struct BankStatement: Sendable {
  /// Where in the file it begins, counted from 1.
  var line: Int
  /// The number of the account as the bank writes it.
  var account: String?
  /// The code of the bank: BIC, SWIFT or whatever it writes.
  var bank: String?
  /// ISO 4217; nil where the file does not say it.
  var currency: String?
  /// How the bank calls the statement.
  var number: String?
  /// `YYYY-MM-DD`.
  var begins: String?
  var ends: String?
  /// Decimal text, what is owed to the bank below zero; nil where the file does not say it.
  var opening: String?
  var closing: String?
  /// The sums of what came and of what went, as the bank adds them up.
  var credits: String?
  var debits: String?
  var lines: [StatementLine] = []
}

/// One movement, or what stands in a movement's place and cannot be read.
struct StatementLine: Sendable {
  /// Where in the file it begins, counted from 1.
  var line: Int
  /// All that the bank wrote, letter by letter.
  var source: String
  /// Decimal text, what went below zero; nil where it cannot be read.
  var amount: String?
  /// What is wrong with it.
  var fault: Text?
  /// `YYYY-MM-DD`: when the bank booked it.
  var booked: String?
  /// `YYYY-MM-DD`: from when interest counts.
  var valued: String?
  /// The bank's code of what it was.
  var kind: String?
  /// The number of the document that it was done by, and its date.
  var document: String?
  var documented: String?
  /// What the payer calls it.
  var reference: String?
  /// What the bank calls it; the same movement has it in every statement.
  var bankReference: String?
  var purpose: String?
  var party = Counterparty()
  /// The payments of a batch that the bank booked as one.
  var parts: [Part] = []

  /// The other side, as the bank writes it, valid or not.
  struct Counterparty: Sendable, Hashable {
    var name: String?
    var account: String?
    var bank: String?
    var taxNumber: String?
  }

  /// A payment of a batch.
  struct Part: Sendable {
    var amount: String?
    var reference: String?
    var purpose: String?
    var party = Counterparty()
  }
}

/// A form in which banks write statements.
enum StatementFormat: String, Sendable, CaseIterable {
  case camt053 = "camt.053"
  case mt940
  case ofx
  case exchange = "1c"
  case csv
}

/// Why a file cannot be read, and in which line.
struct StatementFailure: Error, Sendable {
  let line: Int
  let reason: Text

  init(_ line: Int, _ reason: Text) { (self.line, self.reason) = (line, reason) }
}
