import CCrypto

/// A stretch of an instance's seat events; each one's hash covers the one before.
public struct UsageChain: Sendable, Hashable {
  /// The number of the event before the first one here, 0 at the beginning.
  public var after: Int
  /// The hash of that event, 64 zeros at the beginning.
  public var previous: String
  /// The events, their numbers without a gap.
  public var events: [UsageEvent]

  /// The hash in front of the first event.
  public static let origin = String(repeating: "0", count: 64)

  /// A stretch of its parts.
  public init(after: Int, previous: String, events: [UsageEvent]) {
    self.after = after
    self.previous = previous
    self.events = events
  }

  init(_ fields: Fields) throws {
    after = try fields.int("after", 0...Int(Int32.max))
    previous = try fields.digest("previous")
    events = try fields.objects("events").map { try UsageEvent($0) }
  }

  /// The number of the first event that does not follow from the one before, or nil when all do.
  public var firstBreak: Int? {
    var hash = previous
    var number = after
    for event in events {
      number += 1
      guard event.number == number, event.hash == event.digest(after: hash) else { return number }
      hash = event.hash
    }
    return nil
  }

  /// The hash of every event here, and of the one before, by its number.
  public var hashes: [Int: String] {
    var hashes = Dictionary(events.map { ($0.number, $0.hash) }) { first, _ in first }
    hashes[after] = previous
    return hashes
  }

  var value: Value {
    [
      "after": Value(after), "previous": .string(previous), "events": .array(events.map(\.value)),
    ]
  }
}

/// One seat event.
public struct UsageEvent: Sendable, Hashable {
  /// Counts from 1.
  public var number: Int
  /// When, as the instance's database wrote it.
  public var at: String
  /// admit, renew-fail, release, reap, force or deny.
  public var kind: String
  /// A pseudonym of who it was.
  public var subject: String
  /// Which slot, 0 where there was none.
  public var slot: Int
  /// Which epoch of the slot, 0 where there was none.
  public var epoch: Int
  /// SHA-256 in lower-case hexadecimal over the hash before and the fields above, a line feed between two.
  public var hash: String

  /// An event that follows on another, with its hash.
  public init(
    number: Int, at: String, kind: String, subject: String, slot: Int, epoch: Int,
    after previous: String
  ) {
    self.number = number
    self.at = at
    self.kind = kind
    self.subject = subject
    self.slot = slot
    self.epoch = epoch
    hash = ""
    hash = digest(after: previous)
  }

  init(_ fields: Fields) throws {
    number = try fields.int("seq", 1...Int(Int32.max))
    at = try fields.string("at", limit: 40)
    kind = try fields.string("kind", limit: 20)
    subject = try fields.string("subject", limit: 100)
    slot = try fields.int("slot", 0...1_000_000)
    epoch = try fields.int("epoch", 0...Int(Int32.max))
    hash = try fields.digest("hash")
  }

  /// The hash it must have behind that one.
  public func digest(after previous: String) -> String {
    let parts = [previous, "\(number)", at, kind, subject, "\(slot)", "\(epoch)"]
    return Digest.sha256(Array(parts.joined(separator: "\n").utf8))
  }

  var value: Value {
    [
      "seq": Value(number), "at": .string(at), "kind": .string(kind), "subject": .string(subject),
      "slot": Value(slot), "epoch": Value(epoch), "hash": .string(hash),
    ]
  }
}

extension Fields {
  /// 64 lower-case hexadecimal digits.
  func digest(_ member: String) throws -> String {
    let text = try string(member, limit: 64)
    guard text.utf8.count == 64,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else {
      throw Refusal.field(
        name(member), "must have 64 hexadecimal digits",
        "должно содержать 64 шестнадцатеричные цифры"
      )
    }
    return text
  }
}

/// SHA-256 of libcrypto.
public enum Digest {
  /// The digest in lower-case hexadecimal.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let done = EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
    precondition(done == 1, "libcrypto has no SHA-256")
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
