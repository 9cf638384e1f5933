import CRM
import Foundation
import License
import Postgres
import Support
import Testing

@Suite struct `The database checks signatures` {
  /// RFC 8032, 7.1: tests 1, 2, 3 and SHA(abc).
  private static let vectors: [(key: String, message: String, signature: String)] = [
    (
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
    (
      "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
      "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    ),
  ]

  @Test func `as RFC 8032 has them`() async throws {
    try await withDatabase { database in
      await each(Self.vectors) { key, message, signature in
        let right = try await Self.verifies(database, key, message, signature)
        let longer = try await Self.verifies(database, key, message + "00", signature)
        #expect(right && !longer, "\(key)")
      }
    }
  }

  /// Each makes another signature, key or message of what is right; OpenSSL and the database refuse all.
  @Test func `and refuses every other way to write one, as OpenSSL does`() async throws {
    let vector = Self.vectors[1]
    let order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"
    let (r, s) = (vector.signature.prefix(64), vector.signature.suffix(64))
    let changed = [
      (vector.key, r + Self.sum(String(s), order), "s and the order of the group"),
      (vector.key, r + String(repeating: "f", count: 64), "the greatest s"),
      (vector.key, String(vector.signature.dropLast(2)), "63 bytes"),
      (vector.key, vector.signature + "00", "65 bytes"),
      (vector.key, String(repeating: "0", count: 128), "zeros"),
      ("ed" + String(repeating: "f", count: 60) + "7f", vector.signature, "a key of y = p"),
      (String(vector.key.dropLast(2)), vector.signature, "a key of 31 bytes"),
    ]
    try await withDatabase { database in
      for (key, signature, what) in changed {
        let told = try await Self.verifies(database, key, vector.message, signature)
        #expect(!told, "\(what)")
        let openssl = Ed25519.isValid(
          signature: Self.bytes(signature), of: [0x72], by: Self.bytes(key))
        #expect(told == openssl, "\(what)")
      }
    }
  }

  /// Of what implementations of Ed25519 disagree about, over `crm-license/1`, a line feed and `{}`.
  private static let disputed: [(what: String, key: String, signature: String, isRight: Bool)] = [
    (
      "an honest signature",
      "7767a3242dc9b58bbc68488c1265cc6cc5f26c6f3c88a5d55e901b0734dca572",
      "1d84c09c915b1e355f4130b3950f6754270b37696f36f1b6ca5d4a9b4cf488609dc57b5064b8e96aa88667453447e3ff7be1daccf9b01229f9f1ccb1c0c16405",
      true
    ),
    (
      "that with s and the order of the group",
      "7767a3242dc9b58bbc68488c1265cc6cc5f26c6f3c88a5d55e901b0734dca572",
      "1d84c09c915b1e355f4130b3950f6754270b37696f36f1b6ca5d4a9b4cf488608a9971ad7e1bfcc27e235fe81241c2147ce1daccf9b01229f9f1ccb1c0c16415",
      false
    ),
    (
      "what fits only when multiplied by the cofactor",
      "7767a3242dc9b58bbc68488c1265cc6cc5f26c6f3c88a5d55e901b0734dca572",
      "1c354c4c7a6de4bcb4fd275f391333dd9bf17d38b41332753f60cf56d5ef4fccc87ab881b81a5ab1dde300547e21b6e483cfb9eff3d60632fb6f968724eb2b02",
      false
    ),
    (
      "R written with a y not below the prime",
      "7767a3242dc9b58bbc68488c1265cc6cc5f26c6f3c88a5d55e901b0734dca572",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f0bd28258ca6117ee1d0a44ad31fa165c01e5e7a13efe332e9aad4006c48f5f09",
      false
    ),
    (
      "a key of small order",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "01000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
      true
    ),
    (
      "that key with a y not below the prime, which libcrypto itself takes",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "c0f1225584444ec730446e231390781ffdd2f256e9fcbeb2f40dddc2c2233d7f0900000000000000000000000000000000000000000000000000000000000000",
      false
    ),
    (
      "that key with a sign for x = 0, which libcrypto itself takes",
      "0100000000000000000000000000000000000000000000000000000000000080",
      "c0f1225584444ec730446e231390781ffdd2f256e9fcbeb2f40dddc2c2233d7f0900000000000000000000000000000000000000000000000000000000000000",
      false
    ),
    (
      "a key of y = -1 with a sign for x = 0, which libcrypto itself takes",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      "c0f1225584444ec730446e231390781ffdd2f256e9fcbeb2f40dddc2c2233d7f0900000000000000000000000000000000000000000000000000000000000000",
      false
    ),
  ]

  @Test func `and decides what is disputed as the program does`() async throws {
    let message = Array("crm-license/1\n{}".utf8)
    try await withDatabase { database in
      for one in Self.disputed {
        let told = try await Self.verifies(
          database, one.key, "63726d2d6c6963656e73652f310a7b7d", one.signature)
        let program = Ed25519.isValid(
          signature: Self.bytes(one.signature), of: message, by: Self.bytes(one.key))
        #expect(told == one.isRight && program == one.isRight, "\(one.what)")
      }
    }
  }

  @Test func `and no single bit of file or signature can be another`() async throws {
    let file = try TestLicence.file(seats: 5)
    let armor = try Armor(file, as: .license)
    let key = TrustedKeys.test.bytes
    let message = Array("crm-license/1\n".utf8) + armor.payload
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        for _ in 0..<60 {
          var (text, signature) = (message, armor.signature)
          let bit = UInt8(1) << UInt8.random(in: 0..<8)
          if Bool.random() {
            text[Int.random(in: 0..<text.count)] ^= bit
          } else {
            signature[Int.random(in: 0..<64)] ^= bit
          }
          let told = try await client.rows(
            "select licensing.ed25519_verifies(\(key), \(text), \(signature)) as answer")
          #expect(try !told.single.bool("answer"))
        }
      }
    }
  }

  private static func verifies(
    _ database: TestDatabase, _ key: String, _ message: String, _ signature: String
  ) async throws -> Bool {
    try await withClient(database.migration) { client in
      try await client.rows(
        """
        select licensing.ed25519_verifies(decode(\(key), 'hex'), decode(\(message), 'hex'),
          decode(\(signature), 'hex')) as answer
        """
      ).single.bool("answer")
    }
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }

  /// The sum of two little-endian numbers of 32 bytes.
  private static func sum(_ left: String, _ right: String) -> String {
    var carry = 0
    return zip(bytes(left), bytes(right)).map { one, other in
      let total = Int(one) + Int(other) + carry
      carry = total >> 8
      let digits = String(total & 255, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
