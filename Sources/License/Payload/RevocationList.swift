import Foundation

/// The serials that are valid no more (`crm-revocations/1`).
public struct RevocationList: Payload {
  /// `crm-revocations/1`.
  public static let format = Format.revocations

  /// One revoked licence.
  public struct Entry: Sendable, Hashable {
    /// Which licence.
    public var serial: String
    /// Which revision, or nil for all of them.
    public var revision: Int?
    /// The first day it is not valid; at least 30 days after the list that first named it.
    public var effective: Day
    /// Why.
    public var reason: String

    /// An entry of its parts.
    public init(serial: String, revision: Int?, effective: Day, reason: String) {
      self.serial = serial
      self.revision = revision
      self.effective = effective
      self.reason = reason
    }
  }

  /// A licence that stays valid though the key that signed it was revoked: one file alone, since whoever has the key
  /// can sign others under its number.
  public struct Reissue: Sendable, Hashable {
    /// The revoked key.
    public var kid: String
    /// Which licence.
    public var serial: String
    /// Which revision.
    public var revision: Int
    /// SHA-256 of the signed bytes in lower-case hexadecimal.
    public var sha256: String

    /// A re-issue of its parts.
    public init(kid: String, serial: String, revision: Int, sha256: String) {
      self.kid = kid
      self.serial = serial
      self.revision = revision
      self.sha256 = sha256
    }
  }

  /// The key that signed it.
  public var kid: String
  /// Counts from 1; a lower one never takes the place of a higher one.
  public var sequence: Int
  /// When it was signed.
  public var issued: Date
  /// What is revoked.
  public var entries: [Entry]
  /// What stays valid.
  public var reissued: [Reissue]

  /// What this build understands.
  public static let known: Set<String> = [
    "format", "kid", "seq", "issued", "entries", "reissued", "crit",
  ]

  /// A list of its parts.
  public init(kid: String, sequence: Int, issued: Date, entries: [Entry], reissued: [Reissue] = [])
  {
    self.kid = kid
    self.sequence = sequence
    self.issued = issued
    self.entries = entries
    self.reissued = reissued
  }

  /// Reads the members of a list.
  public init(_ payload: PayloadFields) throws {
    let fields = payload.fields
    kid = try fields.kid()
    sequence = try fields.int("seq", 1...1_000_000_000)
    issued = try fields.instant("issued")
    entries = try fields.objects("entries").map { try Entry($0) }
    reissued = try fields.objects("reissued").map { try Reissue($0) }
  }

  /// The first day that revision is not valid, or nil while nothing revokes it.
  public func effective(serial: String, revision: Int) -> Day? {
    entries.filter { $0.serial == serial && ($0.revision ?? revision) == revision }
      .map(\.effective).min()
  }

  /// Whether this list may take the place of the installed one.
  ///
  /// - Throws: ``Refusal`` with `revocations_rollback`.
  public func judge(replacing installed: RevocationList?) throws {
    guard let installed, sequence < installed.sequence else { return }
    throw Refusal(
      .revocationsRollback,
      Wording(
        "The list of revocations has the number \(sequence); number \(installed.sequence) of "
          + "\(Instant.text(installed.issued)) is installed already. Use the newest list.",
        ru:
          "Номер списка отзыва \(sequence), а уже установлен номер \(installed.sequence) от \(Instant.text(installed.issued)). Возьмите самый новый список."
      ))
  }

  /// The members in the order of the format's description.
  public var bytes: [UInt8] {
    let value: Value = [
      "format": .string(Self.format.rawValue), "kid": .string(kid), "seq": Value(sequence),
      "issued": .string(Instant.text(issued)), "entries": .array(entries.map(\.value)),
      "reissued": .array(reissued.map(\.value)), "crit": [],
    ]
    return value.payload
  }
}

extension RevocationList.Entry {
  init(_ fields: Fields) throws {
    serial = try fields.serial()
    revision = try fields.revisionOrAll()
    effective = try fields.day("effective")
    reason = try fields.string("reason", limit: 500)
  }

  var value: Value {
    [
      "serial": .string(serial), "revision": revision.map { Value($0) } ?? "*",
      "effective": .string("\(effective)"), "reason": .string(reason),
    ]
  }
}

extension RevocationList.Reissue {
  init(_ fields: Fields) throws {
    kid = try fields.kid()
    serial = try fields.serial()
    revision = try fields.int("revision", 1...1_000_000)
    sha256 = try fields.digest("sha256")
  }

  var value: Value {
    [
      "kid": .string(kid), "serial": .string(serial), "revision": Value(revision),
      "sha256": .string(sha256),
    ]
  }
}

extension Fields {
  /// A revision, or nil for `"*"`.
  fileprivate func revisionOrAll() throws -> Int? {
    if case .string("*") = try value("revision") { return nil }
    return try int("revision", 1...1_000_000)
  }
}
