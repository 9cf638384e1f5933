import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite(.enabled(if: SharedData.isHere)) struct `Mail that others wrote` {
  private static func files() throws -> [URL] {
    let root = SharedData.folder.appendingPathComponent("emails")
    return try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
      .filter { $0.hasSuffix(".txt") || $0.hasSuffix(".eml") }
      .map { root.appendingPathComponent($0) }
  }

  @Test func `is all taken, byte by byte, and known when it comes again`() async throws {
    let files = try Self.files()
    try #require(files.count == 30)
    try await withCRM { crm in
      let post = Post(crm: crm, session: try await crm.as(.administrator))
      try await withFolder { folder in
        let maildir = try Post.maildir(files, in: folder)
        let first = try await post.take(maildir: maildir)
        #expect(first.refused.isEmpty, "\(first.refused)")
        #expect(first.filed == 0 && first.open == 29 && first.unreadable == 1, "\(first)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/new").isEmpty)
        let again = try await post.take(maildir: maildir, all: true)
        #expect(again.known == 30 && again.open == 0, "\(again)")
      }
      let kept = try await crm.observed(
        """
        select f.sha256 from clients.mail_message as m
        join system.file_link as l on l.table_name = 'clients.mail_message' and l.record_id = m.id
          and l.label = 'message'
        join system.file as f on f.id = l.file_id
        """
      ).map { try $0.string("sha256") }
      let sent = try files.map { Digest.sha256(Array(try Data(contentsOf: $0))) }
      #expect(kept.sorted() == sent.sorted())
      try await Self.judge(post)
    }
  }

  /// What these messages are known to be.
  private static func judge(_ post: Post) async throws {
    let unreadable = try await post.session.get("mail-messages?state=unreadable").data
    #expect(unreadable.count == 1)
    #expect(unreadable.first?["fault"]?.string?.contains("RFC 5322") == true)
    // Four messages with one Message-ID, which are not the same.
    let twins = try await post.session.get(
      "mail-messages?message_id=15090.61304.110929.45684@aaa.zzz.org"
    ).data
    #expect(twins.count == 4)
    #expect(Set(twins.map { $0["thread_id"]?.int }).count == 1)
    #expect(twins.allSatisfy { $0["sender"] == "John X. Doe <bbb@ddd.com>" }, "\(twins)")
    #expect(twins.contains { $0["copies"]?.array?.count == 3 })
    let fish = try await post.session.get("mail-messages?subject=Here%20is%20your%20dingus%20fish")
      .data
    #expect(fish.count == 3)
    #expect(fish.allSatisfy { $0["body"]?.string?.contains("This is the dingus fish.") == true })
    let gifs = try await post.crm.observed(
      "select from system.file where name = 'dingusfish.gif' and type = 'image/gif'")
    #expect(gifs.count == 2)
    let digest = try await post.session.get("mail-messages?subject[starts]=Ppp%20digest").data
    if let id = digest.first?["id"]?.int {
      let links = try await post.session.get("mail-messages/\(id)/files").data
      #expect(links.count { $0["label"] == "attachment" } == 5, "\(links)")
    }
    let answer = try await post.session.get("mail-messages?sender_address=xxx@yahoo.com").data
    #expect(answer.first?["at"] == "2012-04-02T13:45:30Z", "\(answer)")
  }
}
