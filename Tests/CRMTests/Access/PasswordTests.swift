import CRM
import Testing

@Suite struct `A password` {
  @Test func `matches its own hash and no other`() async throws {
    let hash = try await Password.hash("верная лошадь")
    let again = try await Password.hash("верная лошадь")
    #expect(hash.hasPrefix("scrypt$ln=15,r=8,p=3$"))
    #expect(hash != again)
    #expect(try await Password.matches("верная лошадь", hash))
    #expect(try await !Password.matches("верная лошадь ", hash))
  }

  @Test func `matches the vector of RFC 7914`() async throws {
    let hash = "scrypt$ln=10,r=8,p=16$TmFDbA==$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI="
    #expect(try await Password.matches("password", hash))
  }

  @Test func `is the same however its letters were composed`() async throws {
    let hash = try await Password.hash("caf\u{e9}")
    #expect(try await Password.matches("cafe\u{301}", hash))
  }

  @Test(arguments: [
    "", "scrypt", "plain$ln=15,r=8,p=3$AAAA$AAAA", "scrypt$ln=40,r=8,p=3$AAAA$AAAA",
    "scrypt$ln=15,r=8$AAAA$AAAA", "scrypt$ln=15,r=8,p=3$?$?", "scrypt$ln=10,r=8,p=1$AAAA$",
  ])
  func `matches no malformed hash`(hash: String) async throws {
    #expect(try await !Password.matches("", hash))
  }
}
