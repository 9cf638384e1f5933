import ArgumentParser
import Foundation
import License
import Postgres

struct Issue: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Issue licences, one file for each site, from a quote or from what is written here.",
    discussion: "A licence grants the seats that are billed: at least the minimum of its edition.")

  @Option(help: ArgumentHelp("The quote.", valueName: "number")) var quote: String?
  @OptionGroup var request: RequestOptions
  @Option(
    help: ArgumentHelp("The first day, at most 90 days ago; today unless given.", valueName: "date")
  )
  var from: String?
  @OptionGroup var details: IssueDetails
  @OptionGroup var options: RevisionOptions

  func validate() throws {
    if let from, Day(from) == nil { throw ValidationError("--from \(from) is no day.") }
    if let quote, let given = request.given.first {
      throw ValidationError("\(quote) says that already: leave out \(given), or --quote.")
    }
    guard quote != nil || !request.sites.isEmpty else {
      throw ValidationError("Give --quote, or --site and what else is asked for.")
    }
  }

  /// How many days before today a term may begin, for an order that was agreed on earlier.
  private static let backdating = 90

  private func judgeStart() throws {
    let earliest = options.change.place.answer.today.adding(days: -Self.backdating)
    guard let first = from.flatMap({ Day($0) }), first < earliest else { return }
    throw Failure(
      .policy, "backdated",
      "--from \(first) is more than \(Self.backdating) days ago: \(earliest) is the earliest day.",
      ru: "--from \(first): это более \(Self.backdating) дней назад, а можно не раньше \(earliest)."
    )
  }

  func run() async throws {
    try judgeStart()
    let details = try details.read()
    try await Ledger.open(options.change.place.conninfo()) { ledger in
      try await ledger.add(options.change) { transaction in
        let order = try await order(transaction)
        let key = try await Signer(place: options.change.place, keys: options.keys)
          .open(transaction)
        let grants = try await grants(order, details, key.kid, transaction)
        return try event(
          order,
          grants.map { grant in
            SignedRevision(
              grant: grant, armor: try Issuing.sign(grant, key), cause: "issued", quote: order.quote
            )
          }, details)
      }
    }
  }

  /// What is issued, and to whom.
  struct Order {
    let quote: String?
    let licensee: LicenseGrant.Licensee
    let request: QuoteRequest
    let billable: [Int]
  }

  private func order(_ transaction: Transaction) async throws -> Order {
    guard let quote else {
      let prices = try await LedgerPrices.find(options.change.place.answer.today, transaction)
      let request = self.request.request(setup: false)
      let priced = try MakeQuote.priced(request, prices)
      return Order(
        quote: nil, licensee: try self.request.licensee(), request: request,
        billable: priced.sites.map(\.billable))
    }
    let row = try await transaction.first(
      """
      select q.customer, nullif(q.inn, '') as inn, q.content::text as content,
        (select min(l.serial) from ledger.license as l where l.quote = q.no) as serial
      from ledger.quote as q where q.no = \(quote)
      """)
    guard let row else {
      throw Failure(
        .notFound, "not_found", "There is no quote \(quote).", ru: "Предложения \(quote) нет.")
    }
    if let serial = try row.stringIfPresent("serial") {
      throw Failure(
        .conflict, "conflict", "\(serial) was issued from \(quote) already.",
        ru: "По \(quote) уже выпущена \(serial).")
    }
    let read = try QuoteRequest.read(Array(try row.string("content").utf8))
    return Order(
      quote: quote,
      licensee: .init(name: try row.string("customer"), inn: try row.stringIfPresent("inn")),
      request: read.request, billable: read.billable)
  }

  private func grants(
    _ order: Order, _ details: IssueDetails.Read, _ kid: String, _ transaction: Transaction
  ) async throws -> [LicenseGrant] {
    let year = options.change.place.answer.today.parts.year
    let first = try await transaction.rows("select ledger.next_serial(\(year)::integer) as serial")
      .single.string("serial")
    guard let serial = Serial(first) else {
      throw Failure(.usage, "ledger", "The ledger gave \(first).", ru: "Реестр дал \(first).")
    }
    try details.judge(seats: order.billable)
    return zip(order.request.sites, order.billable).enumerated().map { place, pair in
      let own = Serial(year: serial.year, number: serial.number + place)
      return details.grant(
        kid: kid, serial: own.text, issued: options.change.place.answer.now, order: order,
        site: pair.0.name, seats: pair.1, term: term(order.request))
    }
  }

  private func term(_ request: QuoteRequest) -> Term {
    let first = from.flatMap { Day($0) } ?? options.change.place.answer.today
    return request.kind == .annual
      ? .annual(from: first, years: request.years)
      : Term(kind: .perpetual, from: first, until: nil)
  }

  private func event(
    _ order: Order, _ revisions: [SignedRevision], _ details: IssueDetails.Read
  ) throws -> Event {
    let serials = revisions.map(\.grant.serial)
    let files = revisions.map { $0.file(in: options.output) }
    let columns = [
      "serial", "site", "edition", "seats", "from", "until", "maintenance_until", "file",
    ]
    let rows: [[Value]] = zip(revisions.map(\.grant), files).map { grant, file in
      [
        .string(grant.serial), .string(grant.site.name), .string(grant.edition.rawValue),
        Value(grant.seats.count), Value(grant.term.from), Value(grant.term.until),
        Value(grant.maintenance?.until), .string(file.path),
      ]
    }
    return Event(
      kind: "issued", subject: serials[0], reason: order.quote.map { "from \($0)" } ?? "ordered",
      rows: [
        "customers": [order.licensee.row], "licenses": revisions.map(\.licenseRow),
        "revisions": revisions.map(\.revisionRow),
        "activations": details.activation(serial: serials[0]).map { [$0] } ?? [],
      ], files: files,
      answer: Table(columns: columns, rows: rows))
  }
}
