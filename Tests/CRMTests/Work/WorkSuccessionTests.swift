import CRM
import Postgres
import Support
import Testing

@Suite struct `The work of somebody who leaves` {
  private static let later: JSON = "2040-01-01T10:00:00Z"

  private static func meeting(
    _ title: String, with accounts: [Int] = [], isPrivate: Bool = false
  ) -> JSON {
    [
      "title": .string(title), "starts_at": later, "ends_at": later,
      "private": .bool(isPrivate),
      "participants": .array(accounts.map { ["account_id": .id($0)] }),
    ]
  }

  @Test func `is the successor's where it is open, and stays his where it is done`() async throws {
    try await withPersonnel { firm in
      let (seller, heir) = (try await firm.crm.as(.sales), try await firm.crm.as(.sales, number: 2))
      let colleague = try await firm.crm.as(.sales, number: 3)
      let (one, two, three) = (seller.account, heir.account, colleague.account)
      let anna = try await firm.worker("Anna", account: seller)
      for (resource, body) in [
        ("projects", ["name": "Open"]), ("projects", ["name": "Over", "state": "done"]),
        ("tasks", ["title": "Open", "assignee_id": .id(one)]),
        ("tasks", ["title": "Over", "assignee_id": .id(one), "state": "done"]),
        ("task-rules", ["title": "Again", "rule": "FREQ=DAILY", "assignee_id": .id(one)]),
        ("time-entries", ["minutes": 30, "worked_on": "2025-01-01"]),
        ("meetings", Self.meeting("Plan")), ("meetings", Self.meeting("Secret", isPrivate: true)),
      ] as [(String, JSON)] {
        try await seller.create(resource, body)
      }
      let asked = try await colleague.create(
        "tasks",
        [
          "title": "Asked", "assignee_id": .id(one), "watchers": [["account_id": .id(one)]],
        ])
      for people in [[one], [one, two]] {
        let body = Self.meeting("Talk of \(people.count)", with: people)
        try await colleague.create("meetings", body)
      }
      let mine = try await seller.create("documents", ["title": "Mine"]).id
      let theirs = try await colleague.create("documents", ["title": "Theirs"]).id
      for (session, document) in [(seller, theirs), (colleague, mine)] {
        let taken = try await session.patch(
          "documents/\(document)", ["checked_out_by": .id(session.account)])
        #expect(taken.status == 200, "\(taken.text)")
      }
      #expect(try await seller.post("me/calendar-feed").status == 201)

      let reply = try await firm.hr.post(
        "employees/\(anna)/departure", ["last_day": "2025-01-31", "successor_id": .id(two)])
      #expect(reply.status == 201, "\(reply.text)")
      let told = reply["report"]?["moved"]?.array?.first {
        $0["place"] == "work.task.assignee_id"
      }
      #expect(told?["records"]?.int == 2 && told?["rule"] == "hand_over", "\(reply.text)")
      let tasks = try await firm.text(
        """
        select string_agg(concat_ws('/', title, owner_id, assignee_id), ' ' order by title)
        from work.task where title <> 'Again'
        """)
      #expect(
        tasks == "Asked/\(three)/\(two) Open/\(two)/\(two) Over/\(one)/\(one)")
      let others = try await firm.text(
        """
        select concat_ws(' ',
          (select string_agg(name || '/' || owner_id, ' ' order by name) from work.project),
          (select string_agg(title || '/' || owner_id || '/' || assignee_id, ' ') from work.task_rule),
          (select string_agg(concat_ws('/', title, owner_id, checked_out_by), ' ' order by title)
            from work.document))
        """)
      #expect(
        others == "Open/\(two) Over/\(one) Again/\(two)/\(two) Mine/\(two)/\(three) Theirs/\(three)"
      )
      let meetings = try await firm.text(
        """
        select string_agg(concat_ws('/', m.title, m.owner_id, m.state, p.account_id, p.answer), ', '
          order by m.title, p.id)
        from work.meeting as m left join work.meeting_participant as p on p.meeting_id = m.id
        """)
      #expect(
        meetings == """
          Plan/\(two)/planned, Secret/\(one)/cancelled, Talk of 1/\(three)/planned/\(two)/open, \
          Talk of 2/\(three)/planned/\(two)/open
          """)
      let left = try await firm.text(
        """
        select concat_ws(' ', (select owner_id from work.time_entry),
          (select count(*) from work.task_watcher where task_id = \(asked.id)),
          (select count(*) from work.calendar_feed))
        """)
      #expect(left == "\(one) 0 0")
    }
  }

  @Test func `is given to somebody else, also by who gives it while he leaves`() async throws {
    try await withPersonnel { firm in
      let (seller, heir) = (try await firm.crm.as(.sales), try await firm.crm.as(.sales, number: 2))
      let chief = try await firm.crm.as(.administrator)
      let anna = try await firm.worker("Anna", account: seller)
      let done = try await seller.create("tasks", ["title": "Done", "state": "done"])
      let database = firm.crm.database
      let token = try #require(firm.hr.token)
      let late = try await withClient(database.service) { leaving in
        try await leaving.transaction { transaction in
          for statement in TestCRM.entry(token) { _ = try await transaction.rows(statement) }
          _ = try await transaction.rows(
            "select staff.depart(\(anna), '2025-01-31', \(heir.account), null)")
          let late = Task {
            try await firm.refusal(
              chief,
              """
              insert into work.task (title, owner_id, assignee_id)
              values ('Late', \(chief.account), \(seller.account))
              """)
          }
          let isHeld = try await eventually { try await database.blocked() == 1 }
          #expect(isHeld)
          return late
        }
      }
      #expect(try await late.value == "task_assignee_active")
      let given = try await chief.post(
        "tasks", ["title": "Later", "assignee_id": .id(seller.account)])
      #expect(given.pointers == ["/assignee_id"], "\(given.text)")
      let led = try await chief.post(
        "projects", ["name": "Later", "owner_id": .id(seller.account)])
      #expect(led.pointers == ["/owner_id"], "\(led.text)")
      let again = try await chief.patch("tasks/\(done.id)", ["state": "open"])
      #expect(again.pointers == ["/owner_id"], "\(again.text)")
      let renamed = try await chief.patch("tasks/\(done.id)", ["title": "Done long ago"])
      #expect(renamed.status == 200, "\(renamed.text)")
    }
  }

  /// What is not there can be handed over by nobody.
  @Test func `stays as it is while its module is off, and keeps nobody from leaving`() async throws
  {
    try await withPersonnel { firm in
      let (seller, chief) = (try await firm.crm.as(.sales), try await firm.crm.as(.administrator))
      let anna = try await firm.worker("Anna", account: seller)
      try await seller.create("tasks", ["title": "Open"])
      let needed = try await firm.hr.post(
        "employees/\(anna)/departure", ["last_day": "2025-01-31"])
      #expect(needed.pointers == ["/successor_id"], "\(needed.text)")
      let off = try await chief.put("license/modules", ["switched_off": ["work"]])
      #expect(off.status == 200, "\(off.text)")
      let reply = try await firm.hr.post("employees/\(anna)/departure", ["last_day": "2025-01-31"])
      #expect(reply.status == 201, "\(reply.text)")
      let owner = try await firm.text("select owner_id::text from work.task")
      #expect(owner == "\(seller.account)")
      #expect(try await seller.get("parties").status == 401)
    }
  }
}
