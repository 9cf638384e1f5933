import ArgumentParser
import License

struct Renew: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Renew an annual licence: from its old end, or from today when its grace is over.")

  @Argument(help: "The licence.") var serial: String
  @Option(help: "For how many years; 1 to 10.") var years = 1
  @OptionGroup var options: RevisionOptions

  func validate() throws {
    guard (1...10).contains(years) else { throw ValidationError("--years is 1 to 10.") }
  }

  func run() async throws {
    let today = options.change.place.answer.today
    try await Revising(serial: serial, kind: "renewed", options: options).run { grant, _, _ in
      guard let until = grant.term.renewedUntil(years: years, today: today) else {
        throw Failure(
          .policy, "perpetual",
          "\(serial) is perpetual and needs no renewal; its maintenance is prolonged by crm-license maintain.",
          ru:
            "\(serial) бессрочная и не продлевается; сопровождение продлевает crm-license maintain."
        )
      }
      if case .ended = grant.term.state(on: today) { grant.term.from = today }
      grant.term.until = until
      grant.maintenance = Period(from: grant.term.from, until: until)
      return RevisionExtras(reason: "renewed for \(years)")
    }
  }
}

struct Extend: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give some days for nothing, at most 90 at a time.")

  @Argument(help: "The licence.") var serial: String
  @Option(help: "How many days.") var days: Int
  @OptionGroup var options: RevisionOptions

  /// The most days that are given at a time.
  private static let maximum = 90

  func validate() throws {
    guard days > 0 else { throw ValidationError("--days is a number from 1.") }
  }

  func run() async throws {
    let reason = try options.change.demandReason()
    guard days <= Self.maximum else {
      throw Failure(
        .policy, "courtesy", "At most \(Self.maximum) days are given at a time; renew it instead.",
        ru: "За один раз даётся не более \(Self.maximum) дней; продлите лицензию.")
    }
    let today = options.change.place.answer.today
    try await Revising(serial: serial, kind: "extended", options: options).run { grant, _, _ in
      guard let until = grant.term.until else {
        throw Failure(
          .policy, "perpetual", "\(serial) is perpetual.", ru: "\(serial) бессрочная.")
      }
      let last = until.adding(days: days)
      grant.term.until = last
      if case .ended = grant.term.state(on: today) { throw stillEnded(last) }
      if let maintenance = grant.maintenance {
        grant.maintenance = Period(from: maintenance.from, until: max(maintenance.until, last))
      }
      return RevisionExtras(reason: reason)
    }
  }
}

extension Extend {
  private func stillEnded(_ last: Day) -> Failure {
    Failure(
      .policy, "ended",
      "With \(days) more days \(serial) ends on \(last), and its grace is over too; renew it instead.",
      ru:
        "С \(days) днями \(serial) закончится \(last), и льготный срок тоже истёк; продлите её через renew."
    )
  }
}

struct Reseat: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Change the number of seats, or what is let in beyond them.")

  @Argument(help: "The licence.") var serial: String
  @Option(help: "How many seats from now on.") var seats: Int
  @Option(help: "How many more are let in, where that was sold.") var overdraft: Int?
  @OptionGroup var options: RevisionOptions

  func validate() throws {
    guard seats > 0, overdraft ?? 0 >= 0 else {
      throw ValidationError("--seats is a number from 1, --overdraft one from 0.")
    }
  }

  func run() async throws {
    let today = options.change.place.answer.today
    try await Revising(serial: serial, kind: "reseated", options: options).run {
      grant, _, transaction in
      let prices = try await LedgerPrices.find(today, transaction)
      let listed = prices.editions.first { $0.edition == grant.edition }?.minimumSeats
      let minimum = listed ?? grant.edition.minimumSeats
      guard seats >= minimum else {
        throw Failure(
          .policy, "minimum_seats",
          "A site of the edition \(grant.edition.rawValue) is billed at least \(minimum) seats.",
          ru:
            "Для площадки в редакции \(grant.edition.rawValue) оплачивается не менее \(minimum) мест."
        )
      }
      let former = grant.seats.count
      grant.seats.count = seats
      if let overdraft { grant.seats.overdraft = overdraft }
      try Issuing.judge(overdraft: grant.seats.overdraft, seats: seats)
      return RevisionExtras(reason: "\(former) to \(seats) seats")
    }
  }
}

struct Maintain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prolong the maintenance of a perpetual licence: from its end, or from today.")

  @Argument(help: "The licence.") var serial: String
  @Option(help: "For how many years; 1 to 10.") var years = 1
  @Flag(help: "Begin at the old end although it is past, where the gap is paid for.")
  var backdated = false
  @OptionGroup var options: RevisionOptions

  func validate() throws {
    guard (1...10).contains(years) else { throw ValidationError("--years is 1 to 10.") }
  }

  func run() async throws {
    let today = options.change.place.answer.today
    try await Revising(serial: serial, kind: "maintained", options: options).run { grant, _, _ in
      guard grant.term.kind == .perpetual else {
        throw Failure(
          .policy, "annual", "\(serial) is annual: its maintenance goes with its term; renew it.",
          ru: "\(serial) годовая: сопровождение входит в срок; продлите её через renew.")
      }
      grant.maintenance = prolonged(grant.maintenance, today)
      return RevisionExtras(reason: "maintenance for \(years)")
    }
  }

  private func prolonged(_ former: Period?, _ today: Day) -> Period {
    guard let former, backdated || former.until >= today else {
      return Period(from: today, until: today.adding(years: years))
    }
    return Period(from: former.from, until: former.until.adding(years: years))
  }
}
