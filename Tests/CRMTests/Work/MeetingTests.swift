import CRM
import Postgres
import Support
import Testing

@Suite struct `A meeting` {
  private func meeting(
    _ title: String, _ from: String, _ until: String, in room: Int? = nil
  ) -> JSON {
    [
      "title": .string(title), "starts_at": .string("2030-01-01T\(from):00Z"),
      "ends_at": .string("2030-01-01T\(until):00Z"),
      "reservations": .array(room.map { [["facility_id": .id($0)]] } ?? []),
    ]
  }

  @Test func `reserves a room that no other has then, and is told which one is in the way`()
    async throws
  {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let buyer = try await crm.as(.purchasing)
      let room = try await chief.create("facilities", ["name": "Blue room"]).id
      let first = try await seller.create("meetings", meeting("Plan", "10:00", "11:00", in: room))
      let second = try await seller.create("meetings", meeting("Pay", "11:00", "12:00", in: room))
      let refused = try await seller.post("meetings", meeting("Late", "10:30", "11:30", in: room))
      #expect(refused.status == 422, "\(refused.text)")
      #expect(
        refused.text.contains("«Plan» (\(first.id)), «Pay» (\(second.id))"), "\(refused.text)")
      // A stranger is told that it is taken, not by what.
      let hidden = try await buyer.post("meetings", meeting("Mine", "10:30", "11:30", in: room))
      #expect(hidden.status == 422 && !hidden.text.contains("Plan"), "\(hidden.text)")
      #expect(!hidden.text.contains("{value}"))
      let moved = try await seller.patch(
        "meetings/\(first.id)", ["ends_at": "2030-01-01T11:10:00Z"])
      #expect(moved.status == 422 && moved.text.contains("«Pay»"), "\(moved.text)")
      _ = try await seller.patch("meetings/\(second.id)", ["state": "cancelled"])
      let free = try await seller.patch(
        "meetings/\(first.id)", ["ends_at": "2030-01-01T11:10:00Z"])
      #expect(free.status == 200, "\(free.text)")
      let ends = try await crm.observed(
        "select ends_at = '2030-01-01 11:10Z' as same from work.reservation where not released")
      #expect(try ends.single.bool("same"))
      let forged = try await crm.sql(
        seller,
        """
        update work.reservation set starts_at = '2040-01-01', released = true
        where meeting_id = \(first.id) returning starts_at < '2031-01-01' and not released
        """)
      #expect(forged.results.first?.string(0, 0) == "t")
    }
  }

  @Test func `keeps the room at its own time when it is moved while the room is reserved`()
    async throws
  {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let room = try await chief.create("facilities", ["name": "Blue room"]).id
      let meeting = try await seller.create(
        "meetings",
        ["title": "Plan", "starts_at": "2030-01-01T10:00:00Z", "ends_at": "2030-01-01T11:00:00Z"])
      let token = try #require(seller.token)
      let database = crm.database
      let moving = try await withClient(database.service) { reserving in
        try await reserving.transaction { transaction in
          for statement in TestCRM.entry(token) { _ = try await transaction.rows(statement) }
          _ = try await transaction.rows(
            """
            insert into work.reservation (meeting_id, facility_id) values (\(meeting.id), \(room))
            returning id
            """)
          let moving = Task {
            try await seller.patch(
              "meetings/\(meeting.id)",
              ["starts_at": "2030-01-01T15:00:00Z", "ends_at": "2030-01-01T16:00:00Z"])
          }
          let isHeld = try await eventually { try await database.blocked() == 1 }
          #expect(isHeld)
          return moving
        }
      }
      let moved = try await moving.value
      #expect(moved.status == 200, "\(moved.text)")
      let same = try await crm.observed(
        """
        select r.starts_at = m.starts_at and r.ends_at = m.ends_at as same
        from work.reservation as r join work.meeting as m on m.id = r.meeting_id
        """)
      #expect(try same.single.bool("same"))
    }
  }

  @Test func `gets a room once when a hundred want it at once`() async throws {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let room = try await chief.create("facilities", ["name": "Blue room"]).id
      let token = try #require(seller.token)
      let statement: SQL = """
        with made as (
          insert into work.meeting (title, starts_at, ends_at)
          values ('Plan', '2030-01-01 10:00Z', '2030-01-01 11:00Z') returning id)
        select set_config('crm.made', id::text, true) from made
        """
      let reservation: SQL = """
        insert into work.reservation (meeting_id, facility_id)
        values (current_setting('crm.made')::bigint, \(room))
        """
      let rules = try await withClient(crm.database.service, connections: 20) { client in
        try await withThrowingTaskGroup(of: String.self) { group in
          for _ in 0..<100 {
            group.addTask {
              let attempt = try await client.attempt(
                TestCRM.entry(token) + [statement, reservation])
              return attempt.error.map { $0.constraint ?? $0.sqlState } ?? "made"
            }
          }
          return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
      }
      #expect(rules == ["made": 1, "reservation_no_overlap": 99])
      let kept = try await crm.observed("select from work.meeting")
      #expect(kept.count == 1)
    }
  }

  @Test func `is seen by who takes part, who answers for himself alone`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      var body = meeting("Plan", "10:00", "11:00", in: 1).object ?? []
      body =
        body.filter { $0.name != "reservations" } + [
          .init("private", true),
          .init("participants", [["account_id": .id(buyer.account)]]),
        ]
      let made = try await seller.create("meetings", .object(body))
      let colleague = try await crm.as(.sales, number: 2)
      #expect(try await colleague.get("meetings/\(made.id)").status == 404)
      let seen = try await buyer.get("meetings/\(made.id)")
      let part = try #require(seen["participants"]?.array?.first?["id"]?.int)
      #expect(try await buyer.patch("meetings/\(made.id)", ["title": "Mine"]).status == 403)
      let accepted = try await buyer.patch("meeting-participants/\(part)", ["answer": "accepted"])
      #expect(accepted.status == 200, "\(accepted.text)")
      let attack = try await crm.sql(
        buyer, "update work.meeting_participant set account_id = \(colleague.account)")
      #expect(attack.error?.sqlState == "42501")

      let period = "from=2030-01-01T00:00:00Z&until=2030-02-01T00:00:00Z"
      let path = "free-busy?accounts=\(seller.account),\(buyer.account)&\(period)"
      let busy = try await colleague.get(path)
      let people = busy["accounts"]?.array ?? []
      let hour: JSON = [
        ["from": "2030-01-01T10:00:00+00:00", "until": "2030-01-01T11:00:00+00:00"]
      ]
      #expect(people.count == 2 && people.allSatisfy { $0["busy"] == hour }, "\(busy.text)")
      #expect(!busy.text.contains("Plan"))
      _ = try await buyer.patch("meeting-participants/\(part)", ["answer": "declined"])
      let after = try await colleague.get("free-busy?accounts=\(buyer.account)&\(period)")
      #expect(after["accounts"]?.array?.first?["busy"] == [], "\(after.text)")
      for wrong in ["accounts=x&\(period)", "from=2030-01-01T00:00:00Z", "\(period)&x=1"] {
        #expect(try await seller.get("free-busy?\(wrong)").status == 400)
      }
      let long = try await seller.get(
        "free-busy?from=2030-01-01T00:00:00Z&until=2032-01-01T00:00:00Z")
      #expect(long.status == 400 && long.pointers == ["until"], "\(long.text)")
    }
  }

  @Test func `tells who is asked to it, when it changes, and who is wanted no more`() async throws {
    try await withCRM { crm in
      // Of the same department, so that he sees a meeting that he is wanted at no more.
      let (seller, colleague) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      var made: [Int] = []
      for (title, day) in [("Plan", "2040-01-01T10:00:00Z"), ("Past", "2020-01-01T10:00:00Z")] {
        made.append(
          try await seller.create(
            "meetings",
            [
              "title": .string(title), "starts_at": .string(day), "ends_at": .string(day),
              "participants": [["account_id": .id(colleague.account)]],
            ]
          ).id)
      }
      let asked = try #require(try await colleague.notifications(1).first)
      #expect(asked["kind"] == "assigned" && asked["label"] == "Plan")
      for meeting in made {
        let reply = try await seller.patch("meetings/\(meeting)", ["location": "Blue room"])
        #expect(reply.status == 200, "\(reply.text)")
      }
      #expect(try await colleague.notifications(2).count == 2)
      let part = try await crm.observed(
        "select id from work.meeting_participant where meeting_id = \(made[0])"
      ).single.int("id")
      #expect(try await seller.delete("meeting-participants/\(part)").status == 204)
      #expect(try await colleague.notifications(3).count == 3)
      try await crm.settle()
      let told = try await colleague.get("notifications").data
      let kinds = told.compactMap { $0["kind"]?.string }.sorted()
      #expect(kinds == ["assigned", "changed", "changed"], "\(told)")
      #expect(told.allSatisfy { $0["record_id"]?.int == made[0] })
      #expect(try await seller.get("notifications").data.isEmpty)
    }
  }

  @Test func `of today stands in the day of who takes part and has not declined`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let made = try await seller.create(
        "meetings",
        [
          "title": "Today", "starts_at": "2030-01-01T10:00:00Z", "ends_at": "2030-01-01T11:00:00Z",
          "participants": [["account_id": .id(buyer.account)]],
        ])
      _ = try await seller.create("meetings", meeting("Far", "10:00", "11:00"))
      _ = try await crm.arrange(
        """
        update work.meeting set starts_at = now(), ends_at = now() where id = \(made.id) returning id
        """)
      for session in [seller, buyer] {
        let day = try await session.get("tasks/my-day")
        let titles = (day["meetings"]?.array ?? []).compactMap { $0["title"]?.string }
        #expect(titles == ["Today"], "\(day.text)")
      }
      let part = try await crm.observed("select id from work.meeting_participant")
      let path = "meeting-participants/\(try part.single.int("id"))"
      #expect(try await buyer.patch(path, ["answer": "declined"]).status == 200)
      #expect(try await buyer.get("tasks/my-day")["meetings"] == [])
    }
  }
}
