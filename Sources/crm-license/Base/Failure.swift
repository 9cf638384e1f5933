import Cluster
import Foundation
import License
import Postgres

/// The exit codes; they never change.
enum ExitStatus: Int32 {
  case ok = 0
  case usage = 1
  case untrusted = 2
  case notValidNow = 3
  case notFound = 4
  case conflict = 5
  case policy = 6
}

/// A failure told to a person in their language and to a program by its code.
struct Failure: Error {
  let status: ExitStatus
  let code: String
  let message: Wording

  init(_ status: ExitStatus, _ code: String, _ en: String, ru: String) {
    self.status = status
    self.code = code
    message = Wording(en, ru: ru)
  }

  /// A refusal of a file, or of what was asked for; the vendor is not told to ask the vendor.
  init(_ refusal: Refusal, status: ExitStatus) {
    self.status = status
    code = refusal.code.rawValue
    message = refusal.fault
  }

  /// Translates what the layers below throw.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let refusal as Refusal: self.init(refusal, status: Self.status(of: refusal.code))
    case let error as DatabaseError: self.init(database: error)
    case let error as ClientError:
      self.init(
        .usage, "unreachable", "The ledger cannot be reached (\(error)). \(Self.advice)",
        ru: "Реестр недоступен (\(error)). \(Self.adviceInRussian)")
    case let error as ClusterError:
      self.init(.usage, "cluster", error.description, ru: error.description)
    default:
      let text = FileTrouble(error)?.description ?? "\(error)"
      self.init(.usage, "failed", text, ru: text)
    }
  }

  private static let advice =
    "Is it running (crm-license up), and are --ledger or CRM_LICENSE_LEDGER and the password right?"
  private static let adviceInRussian =
    "Запущен ли он (crm-license up), верны ли --ledger или CRM_LICENSE_LEDGER и пароль?"

  private init(database error: DatabaseError) {
    let text = "\(error.message) [\(error.sqlState)]"
    switch error.sqlState {
    case "23505":
      self.init(
        .conflict, "conflict", "It is in the ledger already: \(text)",
        ru: "Уже есть в реестре: \(text)")
    case "23503":
      self.init(
        .notFound, "not_found", "The ledger does not have it: \(text)",
        ru: "Этого нет в реестре: \(text)")
    case "23514":
      self.init(.policy, "policy", "The ledger refuses it: \(text)", ru: "Реестр отказал: \(text)")
    // The connection, the log-in, the database, its resources, its shutdown.
    case _ where ["08", "28", "3D", "53", "57"].contains(error.sqlState.prefix(2)):
      self.init(
        .usage, "ledger", "The ledger says: \(text). \(Self.advice)",
        ru: "Ответ реестра: \(text). \(Self.adviceInRussian)")
    default:
      self.init(
        .usage, "ledger", "The ledger says: \(text). Is it migrated (crm-license ledger migrate)?",
        ru: "Ответ реестра: \(text). Обновлена ли его схема (crm-license ledger migrate)?")
    }
  }

  private static func status(of code: Refusal.Code) -> ExitStatus {
    switch code {
    case .revoked, .pending, .ended, .notEntitled: .notValidNow
    case .instance, .rollback, .revocationsRollback: .conflict
    default: .untrusted
    }
  }

  /// With `--json`, an object on standard output.
  func tellProgram() {
    guard CommandLine.arguments.contains("--json") else { return }
    Console.write(
      Value.object([
        .init(name: "error", value: .string(code)),
        .init(name: "exit", value: Value(Int(status.rawValue))),
        .init(
          name: "message", value: ["en": .string(message.en), "ru": .string(message.ru)]),
      ]).json)
  }

  /// Writes the message on standard error; with `--json` also an object on standard output.
  func tell() {
    tellProgram()
    let text = "crm-license: \(Console.isRussian ? message.ru : message.en)\n"
    // The exit code tells it too, where nobody reads.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
