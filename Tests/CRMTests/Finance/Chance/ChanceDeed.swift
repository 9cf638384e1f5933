import CRM
import Postgres
import Support

/// Something that somebody does to the books in one transaction.
struct ChanceDeed: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case invoice, bill, credit, advance, payment, refund, allocation, settling, writeOff
    case takeBack, undoInvoice, undoPayment, entry, undoEntry, lock, revaluation, undoRevaluation

    /// How often it comes.
    var weight: Int {
      switch self {
      case .invoice: 22
      case .bill: 12
      case .credit: 6
      case .advance: 14
      case .payment: 8
      case .refund, .settling, .undoInvoice, .undoPayment, .undoEntry: 3
      case .allocation: 14
      case .writeOff: 4
      case .takeBack: 5
      case .entry: 4
      case .revaluation: 2
      case .undoRevaluation: 4
      case .lock: 1
      }
    }

    /// What its answer is a number of; nil where it leaves none of its own.
    var table: String? {
      switch self {
      case .invoice, .bill, .credit: "invoice"
      case .advance, .payment, .refund: "payment"
      case .allocation, .settling, .writeOff, .takeBack: "allocation"
      case .entry, .undoEntry: "entry"
      case .revaluation: "revaluation"
      case .lock, .undoInvoice, .undoPayment, .undoRevaluation: nil
      }
    }

    static let drawn: [Kind] = allCases.flatMap { Array(repeating: $0, count: $0.weight) }
  }

  /// More than an area is ever locked: a lock answers with the last entry times this, and the how many-th it is.
  static let turns = 100_000

  let kind: Kind
  /// What comes before, in the same transaction.
  var before: [SQL] = []
  /// One row: whom it is done to, and with whom.
  var pick: SQL = "select null::bigint as subject, null::bigint as target"
  /// The verb, of the row of `pick`; its number answers.
  let verb: SQL
  /// The same over HTTP, of the row of `pick`; nil where it is done in SQL alone.
  var request: (@Sendable (_ subject: Int, _ target: Int?) -> (path: String, body: JSON))?
  /// What is locked by it.
  var lock: (area: String, until: String)?

  /// All of it for the service's log-in, the answer last.
  var statements: [SQL] {
    before + ["with k as materialized (\(pick)) select \(verb)::bigint as id from k"]
  }
}
