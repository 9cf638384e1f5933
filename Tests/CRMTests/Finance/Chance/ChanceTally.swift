import CRM
import Postgres
import Support

/// What became of all that was done.
struct ChanceTally: Sendable {
  /// A lock that was set behind the last entry of a number, and the how many-th of its area it was.
  struct Lock: Sendable {
    let area: String
    let until: String
    let last: Int
    let turn: Int
  }

  /// How often each was done, or found nobody to be done to.
  var done: [ChanceDeed.Kind: Int] = [:]
  var nothing = 0
  /// The numbers that answered, by table.
  var ids: [String: [Int]] = [:]
  /// Which rules refused how often.
  var refused: [String: Int] = [:]
  var givenUp = 0
  /// Others held for too long what it needed.
  var busy = 0
  /// Nobody knows: the answer did not come.
  var unknown = 0
  /// Why, some of them.
  var reasons: [String] = []
  var locks: [Lock] = []
  /// What should not have been answered.
  var faults: [String] = []

  /// How many were done.
  var successes: Int { done.values.reduce(0, +) }

  mutating func done(_ deed: ChanceDeed, _ id: Int?) {
    guard let id else {
      nothing += 1
      return
    }
    done[deed.kind, default: 0] += 1
    if let table = deed.kind.table { ids[table, default: []].append(id) }
    if let lock = deed.lock {
      let (last, turn) = id.quotientAndRemainder(dividingBy: ChanceDeed.turns)
      locks.append(Lock(area: lock.area, until: lock.until, last: last, turn: turn))
    }
  }

  mutating func refused(_ deed: ChanceDeed, _ error: DatabaseError, givesUp: Bool) {
    switch (error.sqlState, error.constraint) {
    case ("22012", _) where givesUp: givenUp += 1
    case ("CJ010", _): refused["state", default: 0] += 1
    case ("55P03", _): busy += 1
    case ("23514", let rule?) where Self.lawful.contains(rule): refused[rule, default: 0] += 1
    case ("08006", _), ("08001", _), ("57P01", _), ("57P02", _), ("57P03", _): unknown += 1
    default: faults.append("\(deed.kind): \(error.sqlState) \(error.constraint ?? error.message)")
    }
  }

  mutating func answered(_ deed: ChanceDeed, _ reply: Reply) {
    switch reply.status {
    case 200, 201: done(deed, reply.json["id"]?.int)
    case 404: nothing += 1
    case 409 where reply.problem == "record_state": refused["state", default: 0] += 1
    case 422 where reply.rule.map(Self.lawful.contains) == true:
      refused[reply.rule ?? "", default: 0] += 1
    case 503: busy += 1
    default: faults.append("\(deed.kind): \(reply.status) \(reply.text)")
    }
  }

  /// In a few words.
  var summary: String {
    let parts = [
      "done \(successes)", "nothing \(nothing)", "busy \(busy)", "given up \(givenUp)",
      "unknown \(unknown)", "refused \(refused.values.reduce(0, +))",
    ]
    let rules = refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let kinds = done.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key) \($0.value)" }
    return [parts, kinds, rules].map { $0.joined(separator: ", ") }.joined(separator: "; ")
  }

  /// Rules that may refuse what chance does.
  static let lawful: Set = [
    "entry_unlocked", "entry_reversal", "entry_year", "allocation_something",
    "allocation_within_open", "allocation_within_limit", "allocation_day", "allocation_side",
    "allocation_after_revaluation", "allocation_takes_back", "invoice_unsettled",
    "payment_unsettled", "invoice_uncredited", "invoice_credits_own", "invoice_credit_within",
    "invoice_line_within_credited", "invoice_worth", "revaluation_in_order",
    "revaluation_something", "revaluation_unsettled", "revaluation_reversed_after",
    "revaluation_last", "allocation_ever_within", "invoice_credit_day",
    "invoice_credit_used",
  ]
}
