import Foundation
import License
import Testing

@Suite struct `A quote` {
  private let prices = PriceList.standard(kid: "test")

  private func quote(
    _ seats: [Int], _ edition: Edition = .enterprise, _ kind: Term.Kind = .perpetual,
    years: Int = 1, maintenance: Int = 2, setup: Bool = true, prices: PriceList? = nil
  ) throws -> Quote {
    let sites = seats.enumerated().map {
      QuoteRequest.Site(name: "Площадка \($0.offset)", seats: $0.element)
    }
    return try (prices ?? self.prices).quote(
      QuoteRequest(
        edition: edition, kind: kind, years: years, maintenanceYears: maintenance, setup: setup,
        sites: sites))
  }

  @Test func `adds up by hand`() throws {
    let quote = try quote([3])
    // 5 x 36 000 + 90 000 = 270 000; 3 x 3 000; two years of 25 %; tax of 22 % on 414 000.
    let lines = quote.sites[0].lines.map { ($0.kind, $0.amount) }
    #expect(lines.map(\.0) == [.seats, .base, .setup, .maintenance, .vat])
    #expect(lines.map(\.1) == [18_000_000, 9_000_000, 900_000, 13_500_000, 9_108_000])
    #expect(quote.total == 50_508_000)
  }

  @Test(arguments: Edition.allCases, Term.Kind.allCases)
  func `never falls when seats rise`(edition: Edition, kind: Term.Kind) throws {
    var former = 0
    for seats in 1...400 {
      let total = try quote([seats], edition, kind).total
      #expect(total >= former, "\(seats)")
      former = total
    }
  }

  @Test func `is the sum of its sites, priced alone`() throws {
    var dice = Dice(state: 7)
    for _ in 0..<300 {
      var list = prices
      list.vatRate = .random(in: 0...3000, using: &dice)
      list.maintenanceRate = .random(in: 0...5000, using: &dice)
      list.setupPrice = .random(in: 0...99_999, using: &dice)
      list.editions[0].seatPrice.perpetual = .random(in: 1...999_999, using: &dice)
      let seats = (0..<Int.random(in: 1...5, using: &dice)).map { _ in
        Int.random(in: 1...300, using: &dice)
      }
      let whole = try quote(seats, prices: list)
      let parts = try seats.map { try quote([$0], prices: list).total }
      #expect(whole.total == parts.reduce(0, +))
    }
  }

  @Test func `costs the same software for one to five seats`() throws {
    let software = try (1...5).map { try quote([$0]).sites[0].software }
    #expect(Set(software).count == 1)
    #expect(try quote([6]).sites[0].software > software[0])
    let setup = try (1...5).map { try quote([$0]).sites[0].lines[2].amount }
    #expect(setup == (1...5).map { $0 * 300_000 })
  }

  @Test func `is the same to the byte for the same request`() throws {
    let first = try quote([3, 80])
    #expect(try quote([3, 80]).bytes == first.bytes && first.hash.count == 64)
    #expect(try quote([3, 81]).hash != first.hash)
    let read = try QuoteRequest.read(first.bytes)
    #expect(read.request == first.request && read.billable == [5, 80])
  }

  @Test func `ends with the tax and leaves out what is not wanted`() throws {
    let bare = try quote([5], .smallBusiness, .annual, setup: false)
    #expect(bare.sites[0].lines.map(\.kind) == [.seats, .base, .vat])
    #expect(bare.total == 5 * 600_000 * 122 / 100)
    #expect(try quote([5], .smallBusiness, .annual, years: 3, setup: false).total == bare.total * 3)
  }

  @Test(arguments: [Edition.freeSmall, .freeSingle], Term.Kind.allCases)
  func `costs nothing in a free edition, setting up neither`(edition: Edition, kind: Term.Kind)
    throws
  {
    let free = try quote([1], edition, kind)
    #expect(free.total == 0 && !free.sites[0].lines.contains { $0.kind == .setup })
  }

  @Test func `rounds halves up`() {
    #expect(Rounding.share(2_500, of: 2) == 1)
    #expect(Rounding.share(2_500, of: 1) == 0)
    #expect(Rounding.share(10_000, of: 900_000_000_000_000_000) == 900_000_000_000_000_000)
    #expect(Rounding.part(183, of: 365, amount: 1_000) == 501)
  }

  @Test func `may contain the first year of maintenance`() throws {
    var list = prices
    list.includesFirstYear = true
    #expect(try quote([5], maintenance: 1, prices: list).sites[0].lines[3].amount == 0)
    #expect(try quote([5], maintenance: 3, prices: list).sites[0].lines[3].amount == 13_500_000)
  }

  @Test func `is refused for what cannot be priced`() {
    for (seats, name) in [([], "sites"), ([0], "seats"), ([-1], "seats")] as [([Int], String)] {
      #expect { try quote(seats) } throws: { ($0 as? Refusal)?.field == name }
    }
    var list = prices
    list.editions.removeLast()
    #expect { try quote([1], .freeSingle, prices: list) } throws: {
      ($0 as? Refusal)?.field == "edition"
    }
  }

  @Test func `has its price list signed and read back`() throws {
    let armor = Sample.testKey.sign(prices)
    let read = try Verifier(trust: .testing).verify(Array(armor.text.utf8), as: PriceList.self)
    #expect(read.payload == prices)
  }
}
