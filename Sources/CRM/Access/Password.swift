import CCrypto
import Dispatch
import Foundation
import Synchronization

/// Passwords as scrypt keeps them: `scrypt$ln=15,r=8,p=3$salt$hash`, salt and hash in base64.
///
/// One hash takes 32 MB and some 0.2 s of a core, so only a few are computed at once, on queues of
/// their own; a few dozen others wait, more are turned away.
public enum Password {
  /// libcrypto could not do it, for want of memory.
  public struct Failure: Error, Sendable {}

  /// The cost of new hashes: N = 2^15, r = 8, p = 3.
  private static let cost = Cost(log: 15, blocks: 8, lanes: 3)
  private static let queues = (0..<max(1, ProcessInfo.processInfo.activeProcessorCount / 2)).map {
    DispatchQueue(label: "password \($0)")
  }
  private static let turn = Atomic(0)
  private static let waiting = Atomic(0)
  /// How many may be computed and wait at a time.
  private static let limit = 64

  /// How many characters a new one has: at least 12, as NIST SP 800-63B counts them; no rules of composition.
  public static let length = 12...1000

  /// What is wrong with a new password; nil for a fit one.
  public static func fault(_ password: String) -> Text? {
    if password.count < length.lowerBound {
      return Text(
        "A password has at least \(length.lowerBound) characters.",
        ru: "В пароле не меньше \(length.lowerBound) знаков.")
    }
    guard password.count > length.upperBound else { return nil }
    return Text(
      "A password has at most \(length.upperBound) characters.",
      ru: "В пароле не больше \(length.upperBound) знаков.")
  }

  /// Hashes a password with a salt of its own.
  public static func hash(_ password: String) async throws -> String {
    var salt = [UInt8](repeating: 0, count: 16)
    guard RAND_bytes(&salt, Int32(salt.count)) == 1 else { throw Failure() }
    let key = try await derive(password, salt, cost)
    return
      "scrypt$\(cost.text)$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
  }

  /// Whether the password is the one that was hashed; false as well for a hash of another form.
  public static func matches(_ password: String, _ stored: String) async throws -> Bool {
    let parts = stored.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, parts[0] == "scrypt", let cost = Cost(text: parts[1]),
      let salt = Data(base64Encoded: parts[2]), let expected = Data(base64Encoded: parts[3])
    else { return false }
    let key = try await derive(password, Array(salt), cost)
    return key.count == expected.count && CRYPTO_memcmp(key, Array(expected), key.count) == 0
  }

  private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) async throws
    -> [UInt8]
  {
    let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
    let (others, _) = waiting.add(1, ordering: .relaxed)
    defer { waiting.subtract(1, ordering: .relaxed) }
    guard others < limit else { throw Problem.crowded }
    let (_, place) = turn.add(1, ordering: .relaxed)
    return try await withCheckedThrowingContinuation { continuation in
      queues[place % queues.count].async {
        continuation.resume(with: Result { try scrypt(bytes, salt, cost) })
      }
    }
  }

  private static func scrypt(_ password: [UInt8], _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
    var key = [UInt8](repeating: 0, count: 32)
    let text = password.map { CChar(bitPattern: $0) }
    let done = EVP_PBE_scrypt(
      text, text.count, salt, salt.count, 1 << cost.log, cost.blocks, cost.lanes, 256 << 20, &key,
      key.count)
    guard done == 1 else { throw Failure() }
    return key
  }

  /// The parameters of scrypt, kept with each hash so that they can grow.
  private struct Cost: Sendable {
    let log: UInt64
    let blocks: UInt64
    let lanes: UInt64

    var text: String { "ln=\(log),r=\(blocks),p=\(lanes)" }

    init(log: UInt64, blocks: UInt64, lanes: UInt64) {
      self.log = log
      self.blocks = blocks
      self.lanes = lanes
    }

    /// Nil for another form, or for more work than a hash of ours could ask for.
    init?(text: String) {
      let values = zip(["ln=", "r=", "p="], text.split(separator: ",")).compactMap { name, part in
        part.hasPrefix(name) ? UInt64(part.dropFirst(name.count)) : nil
      }
      guard values.count == 3, (1...20).contains(values[0]), (1...32).contains(values[1]),
        (1...16).contains(values[2])
      else { return nil }
      self.init(log: values[0], blocks: values[1], lanes: values[2])
    }
  }
}

extension Problem {
  /// 503: too many passwords are being checked at this moment.
  static var crowded: Problem {
    Problem(
      503, "crowded", Text("Too many at once", ru: "Слишком много сразу"),
      detail: Text(
        "Too many people sign in at this moment. Try again in 5 s.",
        ru: "Сейчас входит слишком много людей. Повторите через 5 с."),
      headers: [("Retry-After", "5")])
  }
}
