import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A meeting that comes again` {
  private func meeting(
    _ title: String, _ from: String, _ until: String, in room: Int, with account: Int? = nil
  ) -> JSON {
    [
      "title": .string(title), "starts_at": .string(from), "ends_at": .string(until),
      "zone": "Europe/Berlin", "reservations": [["facility_id": .id(room)]],
      "participants": .array(account.map { [["account_id": .id($0)]] } ?? []),
    ]
  }

  /// The times of the meetings of this title that are held, in UTC.
  private func times(_ crm: TestCRM, _ title: String) async throws -> [String] {
    try await crm.observed(
      """
      select to_char(m.starts_at at time zone 'UTC', 'MM-DD HH24') as at from work.meeting as m
      where m.title = \(title) and m.state = 'planned' order by m.starts_at
      """
    ).map { try $0.string("at") }
  }

  @Test func `has its people and its room at each time, at the same hour of its clocks`()
    async throws
  {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let buyer = try await crm.as(.purchasing)
      let room = try await chief.create("facilities", ["name": "Blue room"]).id
      let first = try await seller.create(
        "meetings",
        meeting(
          "Plan", "2030-03-17T09:00:00Z", "2030-03-17T10:00:00Z", in: room, with: buyer.account))
      let path = "meetings/\(first.id)/repetition"
      let body: JSON = ["rule": "rrule:freq=weekly; count=4", "omitted": ["20300324T100000"]]
      let key = [("Idempotency-Key", "once")]
      let made = try await seller.post(path, body, headers: key)
      #expect(made.status == 201 && made["meetings"] == 2 && made["more"] == false, "\(made.text)")
      // Clocks go forward on the last day of March.
      #expect(try await times(crm, "Plan") == ["03-17 09", "03-31 08", "04-07 08"])
      let again = try await seller.post(path, body, headers: key)
      #expect(again["meeting_rule_id"] == made["meeting_rule_id"], "\(again.text)")
      #expect(again[header: "idempotency-replayed"] == "true")
      let kept = try await crm.observed(
        """
        select (select count(*) from work.reservation) as rooms,
          (select count(*) from work.meeting_participant where account_id = \(buyer.account)) as people
        """
      ).single
      #expect(try kept.int("rooms") == 3 && kept.int("people") == 3)
      let seen = try await buyer.get("meetings?sort=starts_at")
      #expect(seen.data.count == 3, "\(seen.text)")

      let other = try await seller.create(
        "meetings", meeting("Other", "2030-03-18T09:00:00Z", "2030-03-18T10:00:00Z", in: room))
      let refused = try await seller.post(
        "meetings/\(other.id)/repetition", ["rule": "FREQ=DAILY;COUNT=40;BYHOUR=10,11"])
      #expect(refused.status == 422 && refused.text.contains("«Plan» ("), "\(refused.text)")
      // All or none.
      #expect(try await times(crm, "Other") == ["03-18 09"])
      let late = try await seller.create(
        "meetings",
        [
          "title": "Late", "starts_at": "2030-03-31T08:30:00Z", "ends_at": "2030-03-31T08:40:00Z",
        ])
      let attack = try await crm.sql(
        seller,
        "insert into work.reservation (meeting_id, facility_id) values (\(late.id), \(room))")
      #expect(attack.error?.constraint == "reservation_no_overlap")
    }
  }

  @Test func `without an end is bounded, says so, goes on when asked, and ends from one on`()
    async throws
  {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let first = try await seller.create(
        "meetings",
        [
          "title": "Plan", "starts_at": "2040-01-02T09:00:00Z", "ends_at": "2040-01-02T10:00:00Z",
          "zone": "UTC",
        ])
      let path = "meetings/\(first.id)/repetition"
      let made = try await seller.post(path, ["rule": "FREQ=WEEKLY;INTERVAL=4"])
      #expect(made["more"] == true && made["meetings"] == 26, "\(made.text)")
      #expect(made["until"]?.string?.hasPrefix("2041-12-30T09:00:00") == true, "\(made.text)")
      let twice = try await seller.post(path, ["rule": "FREQ=DAILY"])
      #expect(twice.problem == "meeting_repeats", "\(twice.text)")
      let more = try await seller.post(path, [:])
      #expect(more["meetings"] == 26 && more["more"] == true, "\(more.text)")
      let all = try await times(crm, "Plan")
      #expect(all.count == 53 && Set(all).count == 53)

      let middle = try await crm.observed(
        "select id from work.meeting where starts_at = '2040-01-30 09:00Z'"
      ).single.int("id")
      let middlePath = "meetings/\(middle)/repetition"
      #expect(try await buyer.delete(middlePath, ifMatch: nil).status == 404)
      let ended = try await seller.delete(middlePath, ifMatch: nil)
      #expect(ended.status == 200 && ended["cancelled"] == 52, "\(ended.text)")
      #expect(try await times(crm, "Plan") == ["01-02 09"])
      let on = try await seller.post(path, [:])
      #expect(on.problem == "meeting_not_repeatable", "\(on.text)")
      let rule = try await seller.get("meeting-rules?meeting_id=\(first.id)")
      #expect(rule.data.first?["ended_at"] != .null && rule.data.count == 1, "\(rule.text)")
      // The pattern of others is put away rather than deleted.
      #expect(try await seller.delete("meetings/\(first.id)").status == 204)
      let away = try await crm.observed(
        "select archived_at is not null as away from work.meeting where id = \(first.id)")
      #expect(try away.single.bool("away"))
    }
  }

  @Test func `says which rule it does not take`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let one = try await seller.create(
        "meetings",
        [
          "title": "Plan", "starts_at": "2030-01-01T09:00:00Z", "ends_at": "2030-01-01T10:00:00Z",
        ])
      let path = "meetings/\(one.id)/repetition"
      for rule in ["FREQ=NEVER", "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20", "FREQ=DAILY;COUNT=1"] {
        let reply = try await seller.post(path, ["rule": .string(rule)])
        #expect(reply.status == 422 && reply.pointers == ["/rule"], "\(rule): \(reply.text)")
      }
      #expect(try await seller.post(path, [:]).pointers == ["/rule"])
      let wrong = try await seller.post(path, ["rule": "FREQ=DAILY", "omitted": "x"])
      #expect(wrong.pointers == ["/omitted"], "\(wrong.text)")
      let alone = try await seller.delete(path, ifMatch: nil)
      #expect(alone.problem == "meeting_alone", "\(alone.text)")
      let attacks: [(SQL, String)] = [
        ("update work.meeting set meeting_rule_id = 1", "42501"),
        (
          """
          insert into work.meeting_rule (meeting_id, rule, starts_at, made_until)
          values (\(one.id), 'FREQ=NEVER', now(), now())
          """, "meeting_rule_rule_valid"
        ),
        (
          """
          insert into work.meeting (title, starts_at, ends_at, meeting_rule_id, occurrence_at)
          values ('x', now(), now(), 999999, now())
          """, "42501"
        ),
      ]
      for (attack, rule) in attacks {
        let error = try await crm.sql(seller, attack).error
        #expect(error?.constraint == rule || error?.sqlState == rule, "\(attack)")
      }
    }
  }
}
