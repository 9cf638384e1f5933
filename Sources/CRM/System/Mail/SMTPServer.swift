import CCurl
import NIOPosix

/// A server that takes our letters (RFC 5321).
public struct SMTPServer: Sendable, Hashable {
  /// How what is said to it is protected.
  public enum Security: String, Sendable, CaseIterable {
    /// From the first byte, on port 465 as a rule (RFC 8314).
    case tls
    /// Once greeted, and nothing is said without (RFC 3207).
    case starttls
    /// Not at all; for a server on the same machine.
    case none
  }

  /// Its name or address.
  public var host: String
  /// The port that it listens on.
  public var port = 587
  /// How the way there is protected.
  public var security = Security.starttls
  /// As whom we sign in; nil where it asks for nobody.
  public var user: String?
  /// With which password.
  public var password: String?
  /// The address that letters come from.
  public var sender: String
  /// How long one letter may take.
  public var patience = Duration.seconds(60)

  /// A server, and the address that letters to it come from.
  public init(host: String, sender: String) {
    self.host = host
    self.sender = sender
  }

  /// Why a letter was not taken.
  struct Refusal: Error {
    /// What the server or the network says.
    let reason: String
    /// Whether another try can come to nothing else: the mailbox or the letter is refused (550 to 554 of RFC 5321,
    /// 4.2.3). That we may not sign in can be mended.
    let isForGood: Bool
  }

  private static let isReady = ccurl_begin()

  private static let threads: NIOThreadPool = {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    return threads
  }()

  /// Hands it a letter.
  ///
  /// - Throws: ``Refusal`` unless it has taken it.
  func send(_ letter: String, to recipient: String) async throws {
    try await Self.threads.runIfActive { try hand(letter, recipient) }
  }

  private func hand(_ letter: String, _ recipient: String) throws {
    guard Self.isReady else { throw Refusal(reason: "libcurl does not start", isForGood: false) }
    let scheme = security == .tls ? "smtps" : "smtp"
    let place = host.contains(":") ? "[\(host)]" : host
    var code = 0
    var error = [CChar](repeating: 0, count: Int(CCURL_ERROR_SIZE))
    let bytes = letter.utf8CString
    let result = bytes.withUnsafeBufferPointer { text in
      ccurl_send(
        "\(scheme)://\(place):\(port)", security != .none, user, password, "<\(sender)>",
        "<\(recipient)>", text.baseAddress, text.count - 1,
        Int(patience.components.seconds), &code, &error)
    }
    guard result != 0 else { return }
    let reason = String(
      decoding: error.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw Refusal(
      reason: code > 0 ? "\(code): \(reason)" : reason, isForGood: (550...554).contains(code))
  }
}
