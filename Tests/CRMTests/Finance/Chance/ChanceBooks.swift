import CRM
import Foundation
import Postgres
import Support

/// The books of an enterprise in which many people do whatever comes to their minds, all at once.
struct ChanceBooks: Sendable {
  let database: TestDatabase
  let people: [TestSession]
  /// Departments that documents are of; nil for the one of who makes them.
  let departments: [Int?]
  let parties: [Int]
  let term: Int
  /// Taxes by code.
  let taxes: [String: Int]
  /// Accounts that documents do not explain.
  let plain: [Int]
  let journals: [Int]

  /// - Parameter people: How many accountants; the first two may enter what is locked in sales and in all.
  init(_ crm: TestCRM, people count: Int) async throws {
    database = crm.database
    var all: [TestSession] = []
    for number in 1...count { all.append(try await crm.as(.accountant, number: number)) }
    people = all
    departments = [
      nil, nil, try await crm.id(of: .sales), try await crm.id(of: .purchasing),
    ]
    for statement in Self.books { try await crm.arrange(statement) }
    // Locks go up and down by chance, which an accountant may not do alone.
    try await crm.arrange(
      "select system.permit('{accountant}', '{lock_dates}', '{delete}', 'all')")
    for (person, area) in [(all[0], "sales"), (all[1], "all")] {
      try await crm.as(.administrator).create(
        "lock-exceptions",
        [
          "area": .string(area), "account_id": .id(person.account), "reason": "Chance",
          "valid_until": .string(Date(timeIntervalSinceNow: 86_400).ISO8601Format()),
        ])
    }
    parties = try await Self.ids(crm, "select id from clients.party order by id")
    plain = try await Self.ids(
      crm, "select id from finance.account where code in ('80', '76', '44', '50') order by id")
    journals = try await Self.ids(
      crm, "select id from finance.journal where kind in ('general', 'bank') order by id")
    term = try await Self.ids(crm, "select id from finance.payment_term where name = 'Halves'")[0]
    taxes = try await crm.observed("select code, id from finance.tax").reduce(into: [:]) {
      $0[try $1.string("code")] = try $1.int("id")
    }
  }

  private static func ids(_ crm: TestCRM, _ sql: SQL) async throws -> [Int] {
    try await crm.observed(sql).map { try $0.int("id") }
  }

  /// How far the books go: those who name no day do it today.
  private static let books: [SQL] = [
    """
    insert into finance.account (code, name, type) values ('62', 'Receivables', 'asset'),
      ('60', 'Payables', 'liability'), ('6202', 'Advances received', 'liability'),
      ('6002', 'Advances paid', 'asset'), ('68', 'Tax owed', 'liability'),
      ('19', 'Tax deducted', 'asset'), ('90', 'Revenue', 'income'), ('26', 'Costs', 'expense'),
      ('9101', 'Gain', 'income'), ('9102', 'Loss', 'expense'), ('9103', 'Given up', 'expense'),
      ('51', 'Bank', 'asset'), ('50', 'Cash', 'asset'), ('84', 'Retained', 'equity'),
      ('80', 'Capital', 'equity'), ('76', 'Others', 'liability'), ('44', 'Rent', 'expense')
    """,
    """
    insert into finance.account_use (use, account_id)
    select u.use, a.id from (values ('receivable', '62'), ('payable', '60'),
      ('advance_received', '6202'), ('advance_paid', '6002'), ('tax_output', '68'),
      ('tax_input', '19'), ('revenue', '90'), ('expense', '26'), ('exchange_gain', '9101'),
      ('exchange_loss', '9102'), ('write_off', '9103'), ('bank', '51'), ('cash', '50'),
      ('retained_earnings', '84')) as u (use, code)
    join finance.account as a on a.code = u.code
    """,
    """
    insert into finance.fiscal_year (name, starts_on, ends_on)
    select y::text, make_date(y, 1, 1), make_date(y, 12, 31)
    from generate_series(2025, greatest(2026, extract(year from current_date)::integer + 1)) as y
    """,
    """
    insert into finance.rate (currency, rated_on, rate)
    select c.code, date '2024-12-25' + n * 17, round((c.rate * (0.8 + 0.5 * random()))::numeric, 4)
    from (values ('USD', 83.7), ('EUR', 97.31), ('JPY', 0.5813)) as c (code, rate)
    cross join generate_series(0, 42) as n
    """,
    """
    insert into finance.write_off_limit (currency, amount, percent)
    values ('RUB', 500, 50), ('USD', 10, 100), ('EUR', 10, 100)
    """,
    "insert into finance.payment_term (name) values ('Halves')",
    """
    insert into finance.payment_term_part (payment_term_id, percent, days)
    select t.id, p.percent, p.days from finance.payment_term as t
    cross join (values (33.3333, 0), (66.6667, 40)) as p (percent, days) where t.name = 'Halves'
    """,
    """
    insert into clients.party (name, customer, supplier)
    select 'Party ' || n, true, true from generate_series(1, 12) as n
    """,
  ]
}
