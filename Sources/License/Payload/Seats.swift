import Foundation

/// How many may work at once.
public struct Seats: Sendable, Hashable {
  /// What takes a seat.
  public enum Subject: String, Sendable, CaseIterable {
    /// A person, however many windows are open.
    case user
    /// A device, whoever sits at it. No build counts them yet, so that none takes such a file.
    case workstation
  }

  /// How many, at least 1.
  public var count: Int
  /// What takes one.
  public var subject: Subject
  /// How many more are let in, shown and logged; 0 unless sold.
  public var overdraft: Int
  /// How many service accounts there may be; they take no seat.
  public var serviceAccounts: Int

  /// Seats of their parts.
  public init(count: Int, subject: Subject = .user, overdraft: Int = 0, serviceAccounts: Int) {
    self.count = count
    self.subject = subject
    self.overdraft = overdraft
    self.serviceAccounts = serviceAccounts
  }

  init(_ fields: Fields, edition: Edition) throws {
    count = try fields.int("count", 1...(edition.maximumSeats ?? 1_000_000))
    subject = try fields.choice("subject")
    // Counted as users they would be another thing than what was bought.
    if subject == .workstation {
      throw Refusal.field(
        fields.name("subject"), "must be user: this build counts users only",
        "должно быть user: эта сборка считает только пользователей")
    }
    overdraft = try fields.int("overdraft", 0...1_000_000)
    serviceAccounts = try fields.int("service_accounts", 0...1_000_000)
    if edition.maximumSeats != nil, overdraft > 0 {
      throw Refusal.field(
        fields.name("overdraft"), "must be 0 in a free edition",
        "должно быть 0 в бесплатной редакции")
    }
  }

  /// How many are let in at once.
  public var capacity: Int { count + overdraft }

  var value: Value {
    [
      "count": Value(count), "subject": .string(subject.rawValue), "overdraft": Value(overdraft),
      "service_accounts": Value(serviceAccounts),
    ]
  }
}

/// One LAN with one instance of the product.
public struct Site: Sendable, Hashable {
  /// What follows from work outside the networks.
  public enum NetworkPolicy: String, Sendable, CaseIterable {
    /// Administrators are told.
    case warn
    /// Nothing.
    case ignore
  }

  /// The site, for ever.
  public var id: UUID
  /// How people call it.
  public var name: String
  /// Its addresses as CIDR blocks, `10.1.0.0/16`; none where nothing was said.
  public var networks: [String]
  /// What follows from work outside the networks.
  public var networkPolicy: NetworkPolicy

  /// A site of its parts.
  public init(
    id: UUID, name: String, networks: [String] = [], networkPolicy: NetworkPolicy = .warn
  ) {
    self.id = id
    self.name = name
    self.networks = networks
    self.networkPolicy = networkPolicy
  }

  init(_ fields: Fields) throws {
    id = try fields.uuid("id")
    name = try fields.string("name")
    networks = try fields.strings("networks")
    networkPolicy = try fields.choice("network_policy")
    for network in networks where !Network.isValid(network) {
      throw Refusal.field(
        fields.name("networks"), "has \"\(network)\", which is no block such as 10.1.0.0/16",
        "содержит «\(network)»; нужен блок адресов, например 10.1.0.0/16")
    }
  }

  var value: Value {
    [
      "id": .string(id.uuidString.lowercased()), "name": .string(name),
      "networks": Value(networks), "network_policy": .string(networkPolicy.rawValue),
    ]
  }
}
