import Cluster
import Foundation
import License
import Testing

/// The check with `openssl` and a shell that README.md gives a customer, run as it stands there.
@Suite struct `The documented shell check` {
  /// The lines of the block in README.md, without the ones that name a file.
  private static let script: String = {
    let readme = try! String(
      contentsOf: Sample.root.appendingPathComponent("README.md"), encoding: .utf8)
    let start = readme.range(of: "body() { tr -d")!.lowerBound
    return String(readme[start...].prefix { $0 != "`" })
  }()

  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent(UUID().uuidString)

  /// What the check prints for a file, or nil when it refuses it.
  private func check(_ file: [UInt8], key: [UInt8] = Sample.testKey.publicKey) async throws
    -> [UInt8]?
  {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(file).write(to: folder.appending(path: "x.lic"))
    let head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    let pem = String(decoding: Base64.encode(head + key), as: UTF8.self)
    try "-----BEGIN PUBLIC KEY-----\n\(pem)\n-----END PUBLIC KEY-----\n".write(
      to: folder.appending(path: "crm-2026a.pub.pem"), atomically: true, encoding: .utf8)
    do {
      let output = try await Tool(
        "sh", ["-c", "cd '\(folder.path)'\n\(Self.script)"]
      ).output()
      #expect(output.contains("Signature Verified Successfully"))
      return Array(try Data(contentsOf: folder.appending(path: "p")))
    } catch ClusterError.failed {
      return nil
    }
  }

  @Test(arguments: ["good.lic", "crlf.lic", "mail.lic", "no-last-newline.lic", "correction.lic"])
  func `takes what the service takes`(vector: String) async throws {
    let bytes = Sample.bytes(vector)
    let payload = try Armor(bytes, as: .license).payload
    #expect(try await check(bytes) == payload)
  }

  @Test(arguments: [
    "payload-bit.lic", "signature-bit.lic", "signature-short.lic", "other-domain.lic",
    "no-domain.lic", "forged.lic", "unknown-key.lic", "no-signature.lic", "empty.lic",
    "payload-twice.lic",
  ])
  func `refuses what the service refuses`(vector: String) async throws {
    #expect(try await check(Sample.bytes(vector)) == nil)
  }

  @Test func `refuses another key`() async throws {
    let other = SigningKey.random(kid: "test")!
    #expect(try await check(Sample.bytes("good.lic"), key: other.publicKey) == nil)
  }

  /// Changes anywhere in the text: what the service takes, the check takes too. The check is less strict about
  /// armour and base64 only, and then it shows the very payload that was signed.
  @Test func `agrees on files that were changed anywhere`() async throws {
    var dice = Dice(state: 64)
    let good = Sample.bytes("good.lic")
    let payload = try Armor(good, as: .license).payload
    for _ in 0..<200 {
      var bytes = good
      let place = bytes.indices.randomElement(using: &dice)!
      switch Int.random(in: 0..<3, using: &dice) {
      case 0: bytes[place] = .random(in: 0...255, using: &dice)
      case 1: bytes.insert(.random(in: 0...255, using: &dice), at: place)
      default: bytes.remove(at: place)
      }
      let shown = try await check(bytes)
      switch Sample.code(bytes) {
      case nil: #expect(shown == payload, "byte \(place)")
      case .armorMissing, .armorRepeated, .base64, .signatureLength:
        #expect(shown == nil || shown == payload, "byte \(place)")
      default: #expect(shown == nil, "byte \(place)")
      }
    }
  }
}
