import Postgres

/// Keeps a message as the caller: its bytes and attachments as files, and an interaction where it is plain with whom it
/// was written; all in one transaction.
struct MailKeeping: Sendable {
  let engine: Engine
  let rules: FileRules
  /// Addresses and domains that are ours, beside those of our accounts; small letters.
  let own: Set<String>

  /// What became of a message.
  enum Outcome: String, Sendable {
    /// It is an interaction now.
    case filed
    /// Somebody is to say with whom it was written.
    case open
    /// Its bytes are kept, with the reason.
    case unreadable
    /// It was here already.
    case known
  }

  /// - Throws: ``Problem``, `DatabaseError` or `ClientError`; then nothing of it is kept.
  func keep(_ bytes: [UInt8], _ call: Call) async throws -> Outcome {
    let plain = MailDigest.withoutEnvelope(bytes)
    let digest = MailDigest.digest(plain)
    var (message, fault) = (MailMessage(), String?.none)
    do { message = try MailMessage(reading: plain) } catch let error as MailMessage.Unreadable {
      fault = error.reason
    }
    let known = try await look(message, digest, call)
    guard !known.isHere else { return .known }
    let files = try await MailFiles(bytes, message, rules)
    var told = Self.told(message, digest, own.union(known.ours))
    told += [
      .init("fault", fault.map(JSON.string) ?? .null),
      .init("left_out", .number(String(files.leftOut))), .init("files", files.described),
    ]
    let mail = JSON.object(told).text
    let results = try await FileStore(door: engine.door).keep(all: files.contents, for: call) {
      ["select clients.take_mail(\(mail)::jsonb, \($0)) ->> 'state' as state"]
    }
    guard let state = try results.first?.single.string("state"),
      let outcome = Outcome(rawValue: state)
    else { throw Problem.internalError }
    return outcome
  }

  private func look(
    _ message: MailMessage, _ digest: String, _ call: Call
  ) async throws -> (isHere: Bool, ours: [String]) {
    let addresses = Array(Set(message.everybody.map(\.address)))
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Permission("mail_messages", "create"))
      return [
        "select clients.knows_mail(\(message.identifier), \(digest)) as here",
        "select a.address from clients.own_addresses(\(addresses)) as a (address)",
      ]
    }
    if let error = passage.error { throw error }
    let ours = try passage.results[1].map { try $0.string("address") }
    return (try passage.results[0].single.bool("here"), ours)
  }

  /// What the database is told of it. What we wrote was written with whom it went to, all else with its sender.
  private static func told(
    _ message: MailMessage, _ digest: String, _ ours: Set<String>
  ) -> [JSON.Member] {
    let isOurs = message.from.first?.isAmong(ours) ?? false
    let theirs = isOurs ? message.to + message.copies + message.hidden : message.from
    var seen: Set<String> = []
    let correspondents = theirs.filter { !$0.isAmong(ours) && seen.insert($0.address).inserted }
    let sender = message.from.first?.text ?? message.sender
    return [
      .init("message_id", text(message.identifier, 998)),
      .init("references", .array(message.references.map(JSON.string))),
      .init("digest", .string(digest)), .init("direction", isOurs ? "out" : "in"),
      .init("at", message.date.map { .number(String($0)) } ?? .null),
      .init("sender", text(sender, 1000)),
      .init("sender_address", text(message.from.first?.address, 320)),
      .init("recipients", list(message.to)),
      .init("copies", list(message.copies + message.hidden)),
      .init("correspondents", .array(correspondents.prefix(200).map { .string($0.address) })),
      .init("subject", text(message.subject, 1000)),
      .init("body", text(message.text, MailMessage.longestText)),
      .init("is_cut", .bool(message.isCut)),
    ]
  }

  private static func text(_ text: String?, _ longest: Int) -> JSON {
    guard let text, !text.isEmpty else { return .null }
    return .string(text.cut(to: longest))
  }

  private static func list(_ addresses: [MailAddress]) -> JSON {
    .array(addresses.prefix(500).map { .string($0.text) })
  }
}
