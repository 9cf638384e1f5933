import ArgumentParser
import Foundation
import License

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge a file by the code that the service runs.",
    discussion: """
      The keys are those that this build was made with. A licence is judged for the day of --at: exit 0 \
      when it is in force (also in its grace), 3 when it is pending, ended or revoked, or does not cover \
      the build of --build.
      """)

  @Argument(help: "The file.") var file: String
  @OptionGroup var answer: AnswerOptions
  @Option(
    help: ArgumentHelp(
      "Also trust this key (PEM), as the one that its file is named after: crm-2026a.pub.pem or "
        + "2026a.pem; else name it by --kid. May be repeated.", valueName: "file"))
  var publicKey: [String] = []
  @Option(
    help: ArgumentHelp(
      "The name of the key in each --public-key, in their order.", valueName: "name"))
  var kid: [String] = []
  @Flag(help: "Also take files signed by the key for tests.") var testKey = false
  @Option(help: ArgumentHelp("A list of revocations to judge by.", valueName: "file"))
  var revocations: String?
  @Option(help: ArgumentHelp("Judge for this version of the product.", valueName: "version"))
  var build: String?
  @Option(
    help: ArgumentHelp("The day X.Y.0 of that version was released.", valueName: "date"))
  var seriesDate: String?
  @Option(help: ArgumentHelp("Facts of an instance as JSON.", valueName: "file"))
  var facts: String?

  func validate() throws {
    if let seriesDate, Day(seriesDate) == nil {
      throw ValidationError("--series-date \(seriesDate) is no day.")
    }
    guard kid.isEmpty || kid.count == publicKey.count else {
      throw ValidationError("Give one --kid for each --public-key, or none.")
    }
    if let name = kid.first(where: { !KeyName.isValid($0) }) {
      throw ValidationError("--kid \(name) cannot be the name of a key; write 2026a.")
    }
    guard (build == nil) == (seriesDate == nil) else {
      throw ValidationError("--build and --series-date go together.")
    }
  }

  func run() async throws {
    let bytes = try OutputFile.read(file)
    let trust = try trust()
    let list = try revocations.map {
      try Verifier(trust: trust).verify(OutputFile.read($0), as: RevocationList.self).payload
    }
    let verifier = Verifier(trust: trust, revocations: list)
    switch Armor.format(of: bytes) ?? .license {
    case .license: try judge(verifier.verify(bytes), list)
    case .revocations: try tell(verifier.verify(bytes, as: RevocationList.self))
    case .clock: try tell(verifier.verify(bytes, as: ClockToken.self))
    case .priceList: try tell(verifier.verify(bytes, as: PriceList.self))
    case .activation:
      let request = try Verifier.verifySelfSigned(bytes, as: ActivationRequest.self, key: \.key)
      tellOwn("crm-activation/1", request.instance)
    case .usage:
      let report = try Verifier.verifySelfSigned(bytes, as: UsageReport.self, key: \.key)
      tellOwn("crm-usage/1", report.instance)
    }
  }

  private func trust() throws -> Trust {
    var trust = testKey ? Trust.testing : Trust.production
    for (place, path) in publicKey.enumerated() {
      let key = try KeyFile.readPublic(OutputFile.read(path), path: path)
      let name = kid.isEmpty ? try Self.name(path) : kid[place]
      trust.keys.append(TrustedKey(kid: name, bytes: key))
    }
    return trust
  }

  /// The key that a file is named after.
  private static func name(_ path: String) throws -> String {
    let file = URL(fileURLWithPath: path).lastPathComponent
    let stem = file.components(separatedBy: ".").first ?? file
    let name = stem.hasPrefix("crm-") ? String(stem.dropFirst(4)) : stem
    guard KeyName.isValid(name) else {
      throw Failure(
        .usage, "kid", "\(file) is not named after a key; name the key by --kid.",
        ru: "Имя файла \(file) не называет ключ; назовите его: --kid.")
    }
    return name
  }

  private func judge(_ verified: Verified<LicenseGrant>, _ list: RevocationList?) throws {
    let grant = verified.payload
    let today = answer.at == nil ? grant.zone.day(of: Date()) : answer.today
    var given = Facts(grant: grant, today: today, revocations: list)
    given.build = build.flatMap { version in
      seriesDate.flatMap { Day($0) }.map { Facts.Build(version: version, seriesDate: $0) }
    }
    if let facts {
      do { try given.read(OutputFile.read(facts)) } catch let refusal as Refusal {
        throw Failure(refusal, status: .usage)
      }
    }
    try grant.judge(revocations: list, today: today)
    if let build = given.build {
      try grant.judge(build: build.version, seriesDate: build.seriesDate)
    }
    let evaluation = given.evaluate()
    try Self.judgeTerm(evaluation)
    Console.show(Verdict(verified: verified, evaluation: evaluation), json: answer.json)
  }

  private static func judgeTerm(_ evaluation: Evaluation) throws {
    let reason = evaluation.reasons.first { [.pending, .ended].contains($0.code) }
    guard let reason else { return }
    throw Refusal(reason.code == .pending ? .pending : .ended, reason.message)
  }

  private func tell(_ verified: Verified<some Payload>) {
    Console.show(
      [
        "verified": true, "format": .string(verified.armor.format.rawValue),
        "key": .string(verified.key.kid), "key_status": .string(verified.key.status.rawValue),
      ] as Sheet, json: answer.json)
  }

  private func tellOwn(_ format: String, _ instance: UUID) {
    Console.show(
      [
        "verified": true, "format": .string(format), "signed_by": "the instance itself",
        "instance": Value(instance),
      ] as Sheet, json: answer.json)
  }
}

/// A licence that is in force, and what the service makes of it.
private struct Verdict: Answer {
  let verified: Verified<LicenseGrant>
  let evaluation: Evaluation

  private var sheet: Sheet {
    var sheet: Sheet = [
      "verified": true, "key_status": .string(verified.key.status.rawValue),
      "mode": .string(evaluation.mode.rawValue),
    ]
    for member in GrantSheet.all(verified.payload).members { sheet.add(member.name, member.value) }
    return sheet
  }

  var value: Value {
    var sheet = sheet
    sheet.add(
      "reasons",
      .array(
        evaluation.reasons.map {
          [
            "code": .string($0.code.rawValue), "since": Value($0.since),
            "en": .string($0.message.en), "ru": .string($0.message.ru),
          ]
        }))
    return sheet.value
  }

  var text: String {
    let words = evaluation.reasons.map { Console.isRussian ? $0.message.ru : $0.message.en }
    return ([sheet.text] + words).joined(separator: "\n")
  }
}
