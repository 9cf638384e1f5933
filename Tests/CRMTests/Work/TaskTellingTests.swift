import CRM
import Postgres
import Support
import Testing

@Suite struct `Of a task` {
  @Test func `are told who is to do it, who watches it, and who is mentioned`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let chief = try await crm.as(.administrator)
      let task = try await seller.create(
        "tasks",
        [
          "title": "Order paper", "assignee_id": .id(buyer.account),
          "watchers": [["account_id": .id(chief.account)]],
        ]
      ).id
      let assigned = try #require(try await buyer.notifications(1).first)
      #expect(assigned["kind"] == "assigned" && assigned["label"] == "Order paper")
      let login = try await crm.observed(
        "select login from access.account where id = \(chief.account)"
      ).single.string("login")
      let comment = try await buyer.create(
        "task-comments", ["task_id": .id(task), "body": .string("Which, @\(login)?")])
      try await crm.settle()
      let told = try await chief.get("notifications").data.compactMap { $0["kind"]?.string }
      #expect(told.filter { $0 == "mentioned" }.count == 1, "\(told)")
      #expect(try await seller.notifications(1).first?["kind"] == "changed")

      let forged = try await seller.patch("task-comments/\(comment.id)", ["body": "forged"])
      #expect(forged.status == 403)
      let attack = try await crm.sql(
        seller, "update work.task_comment set body = 'forged' returning id",
        "insert into work.task_mention (comment_id, account_id) values (\(comment.id), 1)")
      #expect(attack.results.first?.count == 0 && attack.error?.sqlState == "42501")
      #expect(try await buyer.delete("task-comments/\(comment.id)").status == 204)
      #expect(try await crm.observed("select from work.task_mention").count == 0)
    }
  }

  private static let mentions: [(text: String, logins: [String])] = [
    ("Ask @Anna, then @boris.", ["anna", "boris"]), ("mail a@b.example", []),
    ("(@ivan@firm.example)!", ["ivan@firm.example"]), ("@", []),
  ]

  @Test func `a mention is a login behind an at sign`() async throws {
    try await withDatabase { database in
      await each(Self.mentions) { text, logins in
        let found = try await withClient(database.migration) {
          try await $0.rows("select unnest(work.mentions_in(\(text))) as login order by 1")
        }
        #expect(try found.map { try $0.string("login") } == logins, "\(text)")
      }
    }
  }
}
