import License
import Postgres

/// A file for the vendor that the instance signs by its own key, which is made when it is first needed.
struct SelfSignedFile: Sendable {
  /// What the file is made of, to be asked in one transaction by who manages the licence.
  let statements: [SQL]
  private let make: @Sendable (SigningKey, [Rows]) throws -> Armor

  /// - Parameters:
  ///   - parts: What the file says.
  ///   - make: Signs it; gets the results of `parts` in their order.
  /// - Throws: ``Problem/internalError`` where libcrypto has no random numbers.
  init(
    _ parts: [SQL], _ make: @escaping @Sendable (SigningKey, [Rows]) throws -> Armor
  ) throws {
    guard let new = SigningKey.random(kid: SelfSigned.kid) else { throw Problem.internalError }
    let seed: SQL = "select licensing.own_seed(\(new.seed)) as seed"
    statements = [seed] + parts
    self.make = make
  }

  /// The file, from the results of ``statements``.
  ///
  /// - Throws: ``Problem/unlicensed`` where no licence is installed that it could be about, `RowError`.
  func text(_ results: [Rows]) throws -> String {
    guard results.count == statements.count else { throw Problem.internalError }
    let seed = try results[0].single.bytes("seed")
    guard let key = SigningKey(kid: SelfSigned.kid, seed: seed) else { throw Problem.internalError }
    return try make(key, Array(results.dropFirst())).text
  }
}

extension Problem {
  /// 409: what is told to the vendor names a licence, and there is none.
  static var unlicensed: Problem {
    .conflict(
      "license_none",
      Text(
        "No licence is installed. Install the file that the vendor has issued first.",
        ru: "Лицензия не установлена. Сначала установите файл, выпущенный поставщиком."))
  }
}
