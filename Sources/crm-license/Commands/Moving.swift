import ArgumentParser
import Foundation
import License
import Postgres

struct Activate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bind a licence to the instance that asks for it.")

  @Argument(help: "The request, crm-activation/1.") var request: String
  @OptionGroup var options: RevisionOptions

  func run() async throws {
    let request = try Activation.read(request)
    let revising = Revising(serial: request.serial, kind: "activated", options: options)
    try await revising.run { grant, _, _ in
      if let bound = grant.instance, bound != request.instance {
        throw Failure(
          .policy, "bound",
          "\(request.serial) is bound to the instance \(bound.uuidString.lowercased()). Move it by "
            + "crm-license transfer.",
          ru:
            "\(request.serial) привязана к экземпляру \(bound.uuidString.lowercased()). Перенесите её: crm-license transfer."
        )
      }
      grant.instance = request.instance
      return RevisionExtras(
        activations: [Activation.row(request, serial: request.serial)],
        reason: "asked for by the instance")
    }
  }
}

struct Transfer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bind a licence to another instance; the revisions before are revoked in 30 days.")

  @Argument(help: "The licence.") var serial: String
  @Option(help: ArgumentHelp("The instance it moves to.", valueName: "uuid"))
  var toInstance: String
  @Option(
    help: ArgumentHelp(
      "The last usage report of the old instance, which proves who asks.", valueName: "file"))
  var receipt: String?
  @OptionGroup var options: RevisionOptions

  func validate() throws {
    guard UUID(uuidString: toInstance) != nil else {
      throw ValidationError("--to-instance \(toInstance) is no UUID.")
    }
  }

  func run() async throws {
    let target = UUID(uuidString: toInstance)
    let report = try receipt.map { try UsageFile($0).report }
    try await Revising(serial: serial, kind: "transferred", options: options).run {
      grant, stored, transaction in
      guard grant.instance != target else {
        throw Failure(
          .conflict, "conflict", "\(serial) is bound to that instance already.",
          ru: "\(serial) уже привязана к этому экземпляру.")
      }
      if let report { try await judge(report, stored, transaction) }
      grant.instance = target
      let proof = report == nil ? "without a receipt" : "with a receipt"
      return RevisionExtras(revokesFormer: true, reason: "moved, \(proof)")
    }
  }

  private func judge(
    _ report: UsageReport, _ stored: Stored, _ transaction: Transaction
  ) async throws {
    guard report.serial == serial, report.instance == stored.grant.instance else {
      throw Failure(
        .policy, "receipt", "The receipt is not from the instance that \(serial) is bound to.",
        ru: "Отчёт не от того экземпляра, к которому привязана \(serial).")
    }
    if let known = try await UsageFile.key(of: report.instance, transaction), known != report.key {
      throw Failure(
        .untrusted, "receipt",
        "The receipt is not signed by the key that the instance was activated with.",
        ru: "Отчёт подписан не тем ключом, с которым экземпляр активирован.")
    }
  }
}

struct Assign: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give a licence to another customer; the revisions before are revoked in 30 days.")

  @Argument(help: "The licence.") var serial: String
  @Option(help: ArgumentHelp("The new holder.", valueName: "name")) var customer: String
  @Option(help: ArgumentHelp("The holder's tax number.", valueName: "digits")) var inn: String?
  @OptionGroup var options: RevisionOptions

  func validate() throws { try Naming.judge(customer, "--customer") }

  func run() async throws {
    let reason = try options.change.demandReason()
    let holder = try LicenseGrant.Licensee.named(customer, inn: inn)
    try await Revising(serial: serial, kind: "assigned", options: options).run { grant, _, _ in
      let isSame = grant.licensee.name == customer && [nil, grant.licensee.inn].contains(inn)
      guard !isSame else {
        throw Failure(
          .conflict, "conflict", "\(serial) is held by \(customer) already.",
          ru: "\(serial) уже принадлежит: \(customer).")
      }
      grant.licensee = holder
      return RevisionExtras(revokesFormer: true, reason: reason)
    }
  }
}
