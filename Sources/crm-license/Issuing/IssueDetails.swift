import ArgumentParser
import Foundation
import License

/// What may be said of a licence beside what is billed.
struct IssueDetails: ParsableArguments {
  @Option(help: ArgumentHelp("Bind the licence to this instance.", valueName: "uuid"))
  var instance: String?
  @Option(help: ArgumentHelp("Bind it to the instance that asks for it.", valueName: "file"))
  var activation: String?
  @Option(
    name: .customLong("network"),
    help: ArgumentHelp("A network of the site; may be repeated.", valueName: "cidr"))
  var networks: [String] = []
  @Option(help: "How many more are let in than there are seats, where that was sold.")
  var overdraft = 0
  @Option(help: "How many service accounts; those of the edition unless given.")
  var serviceAccounts: Int?
  @Option(help: ArgumentHelp("A module beyond those of the edition.", valueName: "name"))
  var feature: [String] = []
  @Flag(help: "For a test instance.") var test = false
  @Option(help: ArgumentHelp("In which calendar days are counted.", valueName: "zone"))
  var zone = Zone.standard.identifier

  func validate() throws {
    if let instance, UUID(uuidString: instance) == nil {
      throw ValidationError("--instance \(instance) is no UUID.")
    }
    if instance != nil, activation != nil {
      throw ValidationError("Give --instance or --activation, not both.")
    }
    if Zone(zone) == nil {
      throw ValidationError("--zone \(zone) is no zone; write Europe/Moscow.")
    }
    if let name = feature.first(where: { Feature(rawValue: $0) == nil }) {
      let known = Feature.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--feature \(name) is no module; there are \(known).")
    }
    if let network = networks.first(where: { !Network.isValid($0) }) {
      throw ValidationError("--network \(network) is no block of addresses; write 10.1.0.0/16.")
    }
    guard (0...1_000_000).contains(overdraft), (0...1_000_000).contains(serviceAccounts ?? 0) else {
      throw ValidationError("--overdraft and --service-accounts are numbers from 0.")
    }
  }

  /// The details with the request read and its signature found good.
  ///
  /// - Throws: ``Failure``, `Refusal`.
  func read() throws -> Read {
    Read(details: self, request: try activation.map { try Activation.read($0) })
  }

  struct Read {
    let details: IssueDetails
    let request: ActivationRequest?

    /// - Parameter seats: Those of each site.
    /// - Throws: ``Failure`` where something holds for one site only and there are more, or more are let in
    ///   beyond the seats than there are seats.
    func judge(seats: [Int]) throws {
      for count in seats { try Issuing.judge(overdraft: details.overdraft, seats: count) }
      let siteCount = seats.count
      let single = instance != nil || !details.networks.isEmpty
      guard !single || siteCount == 1 else {
        throw Failure(
          .usage, "sites", "An instance and networks are of one site; issue the sites one by one.",
          ru: "Экземпляр и сети относятся к одной площадке; выпускайте площадки по одной.")
      }
    }

    var instance: UUID? {
      request?.instance ?? details.instance.flatMap { UUID(uuidString: $0) }
    }

    func activation(serial: String) -> Value? {
      request.map { Activation.row($0, serial: serial) }
    }

    func grant(
      kid: String, serial: String, issued: Date, order: Issue.Order, site: String, seats: Int,
      term: Term
    ) -> LicenseGrant {
      let edition = order.request.edition
      let years = order.request.maintenanceYears
      let maintenance =
        term.until.map { Period(from: term.from, until: $0) }
        ?? (years > 0 ? Period(from: term.from, until: term.from.adding(years: years)) : nil)
      return LicenseGrant(
        kid: kid, serial: serial, issued: issued, order: order.quote, licensee: order.licensee,
        edition: edition, environment: details.test ? .test : .production,
        site: Site(id: UUID(), name: site, networks: details.networks), instance: instance,
        seats: Seats(
          count: seats, overdraft: details.overdraft,
          serviceAccounts: details.serviceAccounts ?? edition.serviceAccounts),
        term: term, maintenance: maintenance, features: details.feature,
        zone: Zone(details.zone) ?? .standard)
    }
  }
}

/// Requests of instances.
enum Activation {
  /// - Throws: `Refusal` for a file that was not signed by the key in it.
  static func read(_ path: String) throws -> ActivationRequest {
    try Verifier.verifySelfSigned(
      OutputFile.read(path), as: ActivationRequest.self, key: \.key)
  }

  /// The row of ledger.activation.
  static func row(_ request: ActivationRequest, serial: String) -> Value {
    [
      "serial": .string(serial), "instance": Value(request.instance),
      "public_key": .string(PublicKey.hex(request.key)),
      "facts": .object(
        request.facts.sorted { $0.key < $1.key }.map {
          .init(name: $0.key, value: .string($0.value))
        }),
    ]
  }
}
