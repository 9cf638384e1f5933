import Foundation
import License
import Testing

@Suite struct `A licence file` {
  private static let expected: [(file: String, code: String)] = String(
    decoding: Sample.bytes("expected.tsv"), as: UTF8.self
  ).split(separator: "\n").map { line in
    let parts = line.split(separator: "\t")
    return (String(parts[0]), String(parts[1]))
  }

  @Test func `has vectors for many faults`() {
    #expect(Self.expected.count > 90)
    #expect(Set(Self.expected.map(\.code)).count >= 14)
  }

  @Test(arguments: Self.expected)
  func `of the vectors is judged as written down`(file: String, code: String) {
    let found = Sample.code(Sample.bytes(file))?.rawValue ?? "ok"
    #expect(found == code, "\(file)")
  }

  @Test func `says in both languages what is wrong with it`() {
    for (file, code) in Self.expected where code != "ok" {
      do {
        _ = try Sample.verify(Sample.bytes(file))
        Issue.record("\(file) was taken")
      } catch {
        let message = (error as! Refusal).message
        #expect(message.en.count > 30 && message.ru.count > 30, "\(file)")
        #expect(message.en != message.ru && message.ru.contains { ("а"..."я").contains($0) })
      }
    }
  }

  @Test func `of the test key is refused in production`() {
    #expect(Sample.code(Sample.bytes("good.lic"), trust: .production) == .testKey)
  }

  @Test func `is read as it was written`() throws {
    let grant = try Sample.verify(Sample.bytes("good.lic"))
    #expect(grant.licensee.name == "ООО «Ромашка»")
    #expect(grant.seats.count == 25 && grant.term.until == nil)
    #expect(grant.zone == .standard)
    #expect(Instant.text(grant.issued) == "2026-11-23T10:00:00Z")
    let again = Sample.testKey.sign(grant)
    #expect(try Sample.verify(Array(again.text.utf8)) == grant)
  }

  @Test func `is refused for a single bit`() throws {
    let armor = try Armor(Sample.bytes("good.lic"), as: .license)
    for bit in 0..<(armor.payload.count + armor.signature.count) * 8 {
      let changed = flipped(armor, bit)
      let code = Sample.code(Array(changed.text.utf8))
      let isKnown = code == .badSignature || code == .unknownKey
      #expect(isKnown, "bit \(bit): \(code?.rawValue ?? "taken")")
    }
  }

  private func flipped(_ armor: Armor, _ bit: Int) -> Armor {
    var bytes = armor.payload + armor.signature
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    return Armor(
      format: .license, payload: Array(bytes.prefix(armor.payload.count)),
      signature: Array(bytes.suffix(64)))
  }

  @Test func `is not taken for a file of another kind`() throws {
    let list = RevocationList(kid: "test", sequence: 1, issued: Date(), entries: [])
    let armor = Sample.testKey.sign(list)
    let disguised = Armor(
      format: .license, payload: armor.payload, signature: armor.signature)
    #expect(Sample.code(Array(disguised.text.utf8)) == .badSignature)
  }
}

@Suite struct `A key` {
  private let own = SigningKey.random(kid: "own")!

  private func code(
    _ status: TrustedKey.Status, _ grant: LicenseGrant, revocations: RevocationList? = nil
  ) -> Refusal.Code? {
    let trust = Trust(keys: [TrustedKey(kid: "own", bytes: own.publicKey, status: status)])
    return Sample.code(
      Array(own.sign(grant).text.utf8), trust: trust, revocations: revocations)
  }

  @Test func `that is retired verifies for ever, one that is revoked does not`() {
    let grant = Sample.grant(kid: "own")
    #expect(code(.active, grant) == nil)
    #expect(code(.retired, grant) == nil)
    #expect(code(.revoked, grant) == .revokedKey)
  }

  @Test func `that is revoked verifies the file that was re-issued, and no other under its number`()
  {
    let grant = Sample.grant(kid: "own")
    let sha256 = Digest.sha256(own.sign(grant).payload)
    func list(_ revision: Int, _ sha256: String) -> RevocationList {
      RevocationList(
        kid: "own", sequence: 1, issued: Date(), entries: [],
        reissued: [.init(kid: "own", serial: grant.serial, revision: revision, sha256: sha256)])
    }
    #expect(code(.revoked, grant, revocations: list(1, sha256)) == nil)
    #expect(code(.revoked, grant, revocations: list(2, sha256)) == .revokedKey)
    var forged = grant
    forged.seats.count += 1
    #expect(code(.revoked, forged, revocations: list(1, sha256)) == .revokedKey)
  }

  @Test func `that nobody knows is not called a forgery`() throws {
    let file = Array(own.sign(Sample.grant(kid: "own")).text.utf8)
    #expect(Sample.code(file) == .unknownKey)
    let named = SigningKey(kid: "2026a", seed: own.seed)!
    let forged = Array(named.sign(Sample.grant(kid: "2026a")).text.utf8)
    #expect(Sample.code(forged) == .badSignature)
  }

  @Test func `comes in at least two from the first day`() {
    let active = TrustedKeys.vendor.filter { $0.status == .active }
    #expect(active.count >= 2)
    #expect(Set(TrustedKeys.vendor.map(\.bytes)).count == TrustedKeys.vendor.count)
    #expect(!TrustedKeys.vendor.contains { $0.bytes == TrustedKeys.test.bytes })
    #expect(TrustedKeys.test.bytes == Sample.testKey.publicKey)
  }
}
