import ArgumentParser
import Foundation
import License

/// Where private keys lie and what opens them.
struct KeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The directory of the private keys (CRM_LICENSE_KEYS; else keys in the data directory).",
      valueName: "directory"))
  var keys: String?

  @Option(
    help: ArgumentHelp(
      "The file whose first line is the passphrase; else CRM_LICENSE_PASSPHRASE, else you are asked.",
      valueName: "file"))
  var passphraseFile: String?

  /// The fewest characters of a passphrase.
  static let minimumLength = 12

  func directory(_ place: LedgerOptions) -> String {
    keys ?? ProcessInfo.processInfo.environment["CRM_LICENSE_KEYS"] ?? "\(place.directory)/keys"
  }

  func path(_ kid: String, _ place: LedgerOptions) -> String {
    "\(directory(place))/crm-\(kid).pem"
  }

  /// The passphrase; a new one is asked for twice and must be long enough.
  ///
  /// - Throws: ``Failure``.
  func passphrase(isNew: Bool = false) throws -> String {
    let text = try given() ?? ask(isNew: isNew)
    guard !isNew || text.count >= Self.minimumLength else {
      throw Failure(
        .policy, "passphrase",
        "The passphrase has \(text.count) characters; it must have at least \(Self.minimumLength).",
        ru: "В парольной фразе \(text.count) знаков; нужно не меньше \(Self.minimumLength).")
    }
    return text
  }

  private func given() throws -> String? {
    guard let passphraseFile else {
      return ProcessInfo.processInfo.environment["CRM_LICENSE_PASSPHRASE"]
    }
    let text = String(decoding: try OutputFile.read(passphraseFile), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  private func ask(isNew: Bool) throws -> String {
    guard isatty(STDIN_FILENO) == 1 else {
      throw Failure(
        .usage, "passphrase",
        "No passphrase: give --passphrase-file or CRM_LICENSE_PASSPHRASE, or work on a terminal.",
        ru:
          "Нет парольной фразы: укажите --passphrase-file или CRM_LICENSE_PASSPHRASE либо работайте в терминале."
      )
    }
    let text = Self.prompt("Passphrase of the private key: ")
    guard !isNew || Self.prompt("Once more: ") == text else {
      throw Failure(
        .usage, "passphrase", "The passphrases differ.", ru: "Парольные фразы различаются.")
    }
    return text
  }

  private static func prompt(_ question: String) -> String {
    getpass(question).map { String(cString: $0) } ?? ""
  }

  /// Opens the private key of that name.
  ///
  /// - Throws: ``Failure``.
  func open(_ kid: String, _ place: LedgerOptions) throws -> SigningKey {
    let pem = try OutputFile.read(path(kid, place))
    return try KeyFile.read(pem, kid: kid, passphrase: passphrase())
  }
}
