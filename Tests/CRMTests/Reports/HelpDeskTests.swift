import CRM
import Postgres
import Support
import Testing

/// Four years of tickets of a help desk: tasks, and what its program tells of them. What is expected stands in section E
/// of ANSWERS.md beside the data.
@Suite(.enabled(if: SharedData.isHere)) struct `The log of a help desk` {
  private static let activities = [
    "Take in charge ticket": 5058, "Assign seriousness": 4929, "Resolve ticket": 4895,
    "Closed": 4561, "Wait": 1450, "Insert ticket": 118, "Require upgrade": 118,
    "Create SW anomaly": 66, "Resolve SW anomaly": 13, "Schedule intervention": 5, "VERIFIED": 3,
    "RESOLVED": 2, "INVALID": 2, "DUPLICATE": 1,
  ]
  private static let resolvers = [
    "Value 2 1234", "Value 9 654", "Value 1 585", "Value 13 482", "Value 4 356", "Value 6 233",
  ]

  @Test func `becomes tasks with their history, and the figures of those who did them`()
    async throws
  {
    try await withRealData { data in
      try await data.unpackHelpDesk()
      let reports = try await data.load(
        "departments", "helpdesk-accounts", "helpdesk-agents", "helpdesk-tickets",
        "helpdesk-events")
      #expect(reports["helpdesk-agents"]?.created == 22)
      #expect(reports["helpdesk-tickets"]?.created == 4580)
      let events = try #require(reports["helpdesk-events"])
      #expect(
        [events.read, events.created, events.skipped] == [21348, 21221, 127], "\(events)")
      let again = try await data.load("helpdesk-tickets")
      #expect(again["helpdesk-tickets"]?.unchanged == 4580)
      let reader = try await data.crm.as(.auditor)
      try await history(reader)
      try await times(reader, data)
      try await figures(reader)
    }
  }

  private func history(_ reader: TestSession) async throws {
    let counts = try await reader.get("task-events/summary?group=activity&measure=count")
    let found = counts.data.map { row in
      (row["group"]?["activity"]?.string ?? "", row["measures"]?["count"]?.int ?? 0)
    }
    #expect(Dictionary(found) { $1 } == Self.activities, "\(counts.text)")
    let ticket = try #require(try await reader.get("tasks?external_key=Case3608").data.first)
    #expect(ticket["state"] == "done" && ticket["closed_on"] == "2010-01-29", "\(ticket)")
    let course = try await reader.get(
      "task-events?task_id=\(ticket["id"]?.int ?? 0)&sort=happened_at&expand=account")
    #expect(
      course.data.compactMap { $0["happened_at"]?.string } == [
        "2010-01-13T08:40:25Z", "2010-01-29T08:52:27Z", "2010-01-29T08:52:34Z",
        "2010-02-13T08:52:48Z",
      ], "\(course.text)")
    #expect(
      course.data.compactMap { $0["activity"]?.string } == [
        "Assign seriousness", "Take in charge ticket", "Resolve ticket", "Closed",
      ])
    #expect(
      course.data.compactMap { $0["account"]?["name"]?.string } == [
        "Value 2", "Value 2", "Value 2", "Value 5",
      ], "\(course.text)")
  }

  /// By SQL as the reader, under the policies.
  private func times(_ reader: TestSession, _ data: RealData) async throws {
    let answer = try await data.crm.sql(reader, Self.question, Self.top)
    try #require(
      answer.error == nil && answer.results.count == 2, "\(String(describing: answer.error))")
    let row = try answer.results[0].single
    for (name, expected) in Self.expected { #expect(try row.string(name) == expected, "\(name)") }
    #expect(try answer.results[1].map { try $0.string("row") } == Self.resolvers)
  }

  private static let expected = [
    "span": "2010-01-13 08:40:25+00 … 2014-01-03 13:20:58+00", "tickets": "4580 by 22",
    "resolved": "4569, 11.54 / 6.66 days", "closed": "4559, 40.84 / 39.78 days",
    "within_a_day": "1290", "again": "152", "years": "977 1518 1412 673",
    "months": "202 146 145 126 188 173 216 78 35 42 27 34", "backlog_2011": "199 35",
    "backlog_2012": "48 33",
  ]

  private static func days(_ from: SQL, _ to: SQL) -> SQL {
    """
    round(avg(extract(epoch from \(to) - \(from)) / 86400), 2) || ' / ' || round((percentile_cont(0.5)
      within group (order by extract(epoch from \(to) - \(from))::float8) / 86400)::numeric, 2) || ' days'
    """
  }

  private static func backlog(_ day: SQL) -> SQL {
    """
    (select count(*) filter (where closed > \(day) or closed is null) || ' '
      || count(*) filter (where resolved > \(day) or resolved is null) from t where opened <= \(day))
    """
  }

  private static let question: SQL = """
    with t as (
      select task_id, min(happened_at) as opened,
        max(happened_at) filter (where activity = 'Resolve ticket') as resolved,
        min(happened_at) filter (where activity = 'Resolve ticket') as first_resolved,
        max(happened_at) filter (where activity = 'Closed') as closed,
        max(happened_at) filter (where activity in (
          'Take in charge ticket', 'Assign seriousness', 'Wait', 'Require upgrade')) as worked
      from work.task_event group by task_id
    )
    select (select min(happened_at) || ' … ' || max(happened_at) from work.task_event) as span,
      count(*) || ' by ' || (select count(distinct account_id) from work.task_event) as tickets,
      count(resolved) || ', ' || \(days("opened", "resolved")) as resolved,
      count(closed) || ', ' || \(days("opened", "closed")) as closed,
      count(*) filter (where resolved - opened <= interval '1 day') || '' as within_a_day,
      count(*) filter (where worked > first_resolved) || '' as again,
      (select string_agg(n || '', ' ' order by y) from (
        select extract(year from opened) as y, count(*) as n from t group by y) as y) as years,
      (select string_agg(n || '', ' ' order by m) from (
        select extract(month from opened) as m, count(*) as n from t
        where opened >= '2012-01-01' and opened < '2013-01-01' group by m) as m) as months,
      \(backlog("timestamptz '2011-12-31 23:59:59Z'")) as backlog_2011,
      \(backlog("timestamptz '2012-12-31 23:59:59Z'")) as backlog_2012
    from t
    """

  private static let top: SQL = """
    select a.name || ' ' || count(*) as row from (
      select distinct on (task_id) account_id from work.task_event
      where activity = 'Resolve ticket' order by task_id, happened_at desc, id desc) as r
    join access.account as a on a.id = r.account_id
    group by a.name order by count(*) desc limit 6
    """

  /// What the same comes to as figures. One ticket was taken in charge again after it had been closed.
  private func figures(_ reader: TestSession) async throws {
    let people = try await reader.get(
      "employee-figures/summary?group=employee_id&measure=sum(tasks_done)&sort=-sum(tasks_done)&limit=3"
    )
    #expect(
      people.data.compactMap { $0["measures"]?["sum(tasks_done)"]?.int } == [1234, 654, 584],
      "\(people.text)")
    let firm = try await reader.get(
      "firm-figures/summary?measure=sum(tasks_done),sum(tasks_timed),sum(response_seconds),sum(lead_seconds)"
    )
    #expect(
      firm.data.first?["measures"] == [
        "sum(tasks_done)": 4568, "sum(tasks_timed)": 4568, "sum(response_seconds)": 1_573_618_052,
        "sum(lead_seconds)": 4_554_762_992,
      ], "\(firm.text)")
    // Reckoned from the raw file for the tickets that were resolved in that month.
    let month = try #require(try await reader.get("firm-figures?month=2012-05-01").data.first)
    #expect(month["tasks_done"] == 199, "\(month)")
    #expect(month["response_hours"] == "35.51" && month["response_hours_median"] == "4.40")
    #expect(month["lead_hours"] == "166.00" && month["lead_hours_median"] == "71.64", "\(month)")
    #expect(month["on_time_percent"] == .null && month["tasks_due"] == 0)
    let desk = try await reader.get("department-figures?month=2012-05-01").data
    #expect(desk.count == 1 && desk.first?["lead_seconds"] == month["lead_seconds"])
  }
}
