import Cluster
import Foundation
import License
import Postgres
import Support
import Testing

/// Who signed a file is judged by the program, by openssl(1) as README.md tells a customer, and by the database.
@Suite struct `The signature of a licence` {
  private static let count = 200

  @Test func `is judged alike by program, openssl and database, two hundred times damaged`()
    async throws
  {
    let armor = try Armor(try TestLicence.file(seats: 5), as: .license)
    var dice = Dice(state: 8032)
    let files = (0..<Self.count).map { number in
      number.isMultiple(of: 10) ? armor : Self.damaged(armor, &dice)
    }
    let program = files.indices.filter { Self.isSigned(files[$0]) }
    let shell = try await Self.takenByShell(files)
    let database = try await Self.takenByDatabase(files)
    #expect(program == shell)
    #expect(shell == database)
    #expect(shell.count >= Self.count / 10 && shell.count < Self.count / 2)
  }

  /// One to three changes of payload or signature.
  private static func damaged(_ armor: Armor, _ dice: inout Dice) -> Armor {
    var payload = armor.payload
    var signature = armor.signature
    for _ in 0..<Int.random(in: 1...3, using: &dice) {
      if Bool.random(using: &dice) {
        MutatedLicence.change(&payload, &dice)
      } else {
        MutatedLicence.change(&signature, &dice)
      }
    }
    return Armor(format: .license, payload: payload, signature: signature)
  }

  /// Whether the program finds nothing wrong, or nothing but what it reads behind the signature.
  private static func isSigned(_ armor: Armor) -> Bool {
    do {
      _ = try Verifier(trust: .testing).verify(Array(armor.text.utf8), as: LicenseGrant.self)
      return true
    } catch let refusal as Refusal {
      return ![.badSignature, .unknownKey, .signatureLength].contains(refusal.code)
    } catch {
      return false
    }
  }

  /// The numbers of the files that the lines of README.md take, each run in a folder of its own.
  private static func takenByShell(_ files: [Armor]) async throws -> [Int] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (number, file) in files.enumerated() {
      let place = folder.appendingPathComponent(String(number))
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: place.appendingPathComponent("x.lic"))
      try Data(publicKey.utf8).write(to: place.appendingPathComponent("crm-2026a.pub.pem"))
    }
    try Data(try check().utf8).write(to: folder.appendingPathComponent("check"))
    let output = try await Tool(
      "bash",
      [
        "-c",
        """
        cd "$1"
        judge() { for n; do (cd "$n" && sh ../check >/dev/null 2>&1 && echo "$n"); done; true; }
        export -f judge
        seq 0 \(files.count - 1) | xargs -P 2 -n 50 bash -c 'judge "$@"' judge
        """, "check", folder.path,
      ]
    ).output()
    return output.split(separator: "\n").compactMap { Int($0) }.sorted()
  }

  /// The lines of README.md between the fences.
  private static func check() throws -> String {
    let root = URL(fileURLWithPath: TestDatabase.files.directory).deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let start = try #require(readme.range(of: "body() { tr -d")).lowerBound
    return String(readme[start...].prefix { $0 != "`" })
  }

  /// The key for tests as openssl reads it.
  private static var publicKey: String {
    let head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    let body = Data(head + TrustedKeys.test.bytes).base64EncodedString()
    return "-----BEGIN PUBLIC KEY-----\n\(body)\n-----END PUBLIC KEY-----\n"
  }

  /// The numbers of the files whose signer the database knows; it believes the key for tests alone.
  private static func takenByDatabase(_ files: [Armor]) async throws -> [Int] {
    try await withDatabase { database in
      try await withClient(database.migration, connections: 2) { client in
        _ = try await client.execute("delete from licensing.trusted_key where kid <> 'test'")
        return try await withThrowingTaskGroup(of: Int?.self) { group in
          for (number, file) in files.enumerated() {
            group.addTask { try await isTaken(file, client) ? number : nil }
          }
          return try await group.reduce(into: [Int]()) { taken, number in
            if let number { taken.append(number) }
          }.sorted()
        }
      }
    }
  }

  private static func isTaken(_ file: Armor, _ client: Client) async throws -> Bool {
    let attempt = try await client.attempt([
      "select licensing.signer('crm-license/1', \(file.payload), \(file.signature), true) as kid"
    ])
    guard let error = attempt.error else { return true }
    let isMeant = ["unknown_key", "signature_length"].contains(error.constraint)
    #expect(isMeant, "\(error)")
    return false
  }

  /// 48246 bytes are what a file of 64 KiB holds in its armour.
  @Test func `is looked at only where the file is not too large, by the same measure`()
    async throws
  {
    let key = try #require(SigningKey(kid: "own", seed: [UInt8](repeating: 7, count: 32)))
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        for (count, isTaken) in [(48_246, true), (48_247, false)] {
          let file = key.sign([UInt8](repeating: 0x20, count: count), as: .license)
          let read = try? Armor(Array(file.text.utf8), as: .license)
          #expect((read != nil) == isTaken)
          let attempt = try await client.attempt([
            "select licensing.signer('crm-license/1', \(file.payload), \(file.signature), true)"
          ])
          #expect(attempt.error?.constraint == (isTaken ? "unknown_key" : "too_large"))
        }
      }
    }
  }
}
