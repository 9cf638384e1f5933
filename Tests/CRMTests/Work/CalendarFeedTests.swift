import Foundation
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A calendar outside` {
  @Test func `is read by a secret address alone, until a new one ends it`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      _ = try await seller.create(
        "meetings",
        [
          "title": "Plan; \"all\", and more", "body": "one\ntwo",
          "starts_at": .string(Self.soon), "ends_at": .string(Self.soon),
          "participants": [["account_id": .id(buyer.account)]],
        ])
      _ = try await seller.create(
        "tasks",
        ["title": "Buy", "assignee_id": .id(buyer.account), "due_on": "2031-05-06"])
      let opened = try await buyer.post("me/calendar-feed")
      let path = try #require(opened["path"]?.string)
      #expect(opened.status == 201 && path.utf8.count > 60)
      let feed = try await crm.anyone.get(path)
      #expect(feed[header: "content-type"]?.hasPrefix("text/calendar") == true)
      let entries = try CalendarFile(feed.text).entries
      #expect(entries.map(\.title) == ["Plan; \"all\", and more", "Buy"], "\(feed.text)")
      #expect(entries.first?.text == "one\ntwo" && entries.last?.end?.local == "20310506T000000")
      let own = try await seller.post("me/calendar-feed")
      let others = try await crm.anyone.get(own["path"]?.string ?? "")
      #expect(!others.text.contains("Buy") && others.text.contains("Plan"))

      let again = try await buyer.post("me/calendar-feed")
      #expect(try await crm.anyone.get(path).status == 404)
      let next = try #require(again["path"]?.string)
      #expect(try await crm.anyone.get(next).status == 200)
      let stolen = try await crm.sql(seller, "select secret_hash from work.calendar_feed")
      #expect(stolen.error?.sqlState == "42501")
      _ = try await crm.arrange(
        "update access.account set locked_at = now() where id = \(buyer.account) returning id")
      #expect(try await crm.anyone.get(next).status == 404)
      #expect(try await seller.delete("me/calendar-feed", ifMatch: nil).status == 204)
      #expect(try await seller.delete("me/calendar-feed", ifMatch: nil).status == 404)
    }
  }

  @Test func `shows nothing any more to whom no role lets read it`() async throws {
    try await withCRM { crm in
      let buyer = try await crm.as(.purchasing)
      try await buyer.create(
        "tasks", ["title": "Buy", "assignee_id": .id(buyer.account), "due_on": "2031-05-06"])
      let opened = try await buyer.post("me/calendar-feed")
      let path = try #require(opened["path"]?.string)
      let before = try await crm.anyone.get(path)
      #expect(before.text.contains("SUMMARY:Buy"), "\(before.text)")
      try await crm.arrange(
        """
        update access.account_role set valid_until = now() where account_id = \(buyer.account)
        returning id
        """)
      let after = try await crm.anyone.get(path)
      #expect(after.status == 200 && !after.text.contains("Buy"), "\(after.text)")
    }
  }

  /// Tomorrow, since a feed has what is near.
  private static var soon: String {
    ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 86_400))
  }

  @Test(.enabled(if: SharedData.isHere))
  func `from outside becomes meetings and tasks, once, and says what it left out`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      var counts: [String: String] = [:]
      for name in [
        "ms_tzid", "recurrence", "simple_test", "standard_test", "utf8_test", "vtodo", "recurrence",
      ] {
        let text = String(decoding: try SharedData.bytes("calendar/\(name).ics"), as: UTF8.self)
        let reply = try await seller.post("meetings/import", ["calendar": .string(text)])
        #expect(reply.status == 200, "\(name): \(reply.text)")
        let told = ["meetings", "tasks", "known"].map { String(reply[$0]?.int ?? -1) }
        let skipped = reply["skipped"]?.array?.count ?? -1
        counts[name, default: ""] += told.joined(separator: " ") + " \(skipped);"
      }
      #expect(
        counts == [
          "ms_tzid": "1 0 0 0;", "recurrence": "12 0 0 0;0 0 12 0;", "simple_test": "0 0 0 1;",
          "standard_test": "10 0 0 0;", "utf8_test": "1 0 0 0;", "vtodo": "0 1 0 0;",
        ])
      let first = try await crm.observed(
        """
        select starts_at = '2008-05-30 05:00Z' as sydney, ends_at = starts_at as open from work.meeting
        where external_key like 'CommaTest%'
        """
      ).single
      #expect(try first.bool("sydney") && first.bool("open"))
      let pacific = try await crm.observed(
        """
        select count(distinct (starts_at at time zone 'US/Pacific')::time) as hours,
          count(distinct (starts_at at time zone 'UTC')::time) as utc, bool_and(ends_at - starts_at = '1 hour') as hour
        from work.meeting where title = 'Coffee with Jason'
        """
      ).single
      #expect(try pacific.int("hours") == 1 && pacific.int("utc") == 1 && pacific.bool("hour"))
      let wrong = try await seller.post("meetings/import", ["calendar": "hello"])
      #expect(wrong.status == 422 && wrong.pointers == ["/calendar"], "\(wrong.text)")
      let endless = """
        BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Daily\r\nDTSTART:20300101T090000Z\r
        RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
        """
      let bounded = try await seller.post("meetings/import", ["calendar": .string(endless)])
      #expect(bounded["meetings"]?.int == Recurrence.most, "\(bounded.text)")
      #expect(bounded["bounded"]?.array?.count == 1)
    }
  }

  /// As Outlook and Google write a series of which one time was moved and another left out.
  private static let series = """
    BEGIN:VCALENDAR\r\nVERSION:2.0\r
    BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Weekly\r\nDTSTART;TZID=Europe/Berlin:20300107T100000\r
    DTEND;TZID=Europe/Berlin:20300107T110000\r\nRRULE:FREQ=WEEKLY;COUNT=4\r
    EXDATE:20300114T090000Z\r\nEND:VEVENT\r
    BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Weekly\r\nRECURRENCE-ID:20300121T090000Z\r
    DTSTART;TZID=Europe/Berlin:20300122T150000\r\nDTEND;TZID=Europe/Berlin:20300122T160000\r
    END:VEVENT\r
    BEGIN:VEVENT\r\nUID:old\r\nSUMMARY:Standing\r\nDTSTART:20000101T090000Z\r
    RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
    """

  @Test func `has a moved time in its new place alone, and of a long series what is near`()
    async throws
  {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let body: JSON = ["calendar": .string(Self.series)]
      let reply = try await seller.post("meetings/import", body)
      #expect(reply["meetings"]?.int == 3 + Recurrence.most, "\(reply.text)")
      #expect(reply["bounded"]?.array?.count == 1, "\(reply.text)")
      let times = try await crm.observed(
        """
        select to_char(starts_at at time zone 'UTC', 'DD HH24') as at from work.meeting
        where title = 'Weekly' order by starts_at
        """)
      let told = try times.map { try $0.string("at") }
      #expect(told == ["07 09", "22 14", "28 09"])
      let standing = try await crm.observed(
        """
        select min(starts_at) > now() - interval '367 days' and max(starts_at) > now() as near
        from work.meeting where title = 'Standing'
        """)
      #expect(try standing.single.bool("near"))
      let again = try await seller.post("meetings/import", body)
      #expect(again["meetings"] == 0 && again["known"]?.int == 3 + Recurrence.most)
    }
  }
}
