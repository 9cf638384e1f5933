import CRM
import Foundation
import Postgres
import Support
import Testing

/// The employees of a trading company and their orders, which are tasks: due when they are required, done when they
/// are shipped. What is expected stands in section A of ANSWERS.md beside the data.
@Suite(.enabled(if: SharedData.isHere)) struct `A trading company that moves in` {
  private static let orders: [String: [String]] = [
    "Margaret Peacock": ["156", "232890.85"], "Janet Leverling": ["127", "202812.84"],
    "Nancy Davolio": ["123", "192107.6"], "Andrew Fuller": ["96", "166537.76"],
    "Laura Callahan": ["104", "126862.28"], "Robert King": ["72", "124568.24"],
    "Anne Dodsworth": ["43", "77308.07"], "Michael Suyama": ["67", "73913.13"],
    "Steven Buchanan": ["42", "68792.28"],
  ]
  private static let late = [
    "Margaret Peacock": 10, "Janet Leverling": 5, "Andrew Fuller": 4, "Robert King": 4,
    "Laura Callahan": 4, "Anne Dodsworth": 4, "Michael Suyama": 3, "Nancy Davolio": 2,
    "Steven Buchanan": 1,
  ]
  private static let line: Set = [
    "Steven Buchanan", "Michael Suyama", "Robert King", "Anne Dodsworth",
  ]
  private static let files = [
    "northwind-customers", "departments", "northwind-accounts", "northwind-positions",
    "northwind-staff", "northwind-employments", "northwind-reporting-lines", "northwind-heads",
    "northwind-orders", "northwind-ordered", "northwind-shipped",
  ]

  @Test func `has its people in a tree, and each sees the orders and figures of his line alone`()
    async throws
  {
    try await withRealData { data in
      let field: JSON = ["label_en": "Net value", "label_ru": "Стоимость"]
      try await data.chief.create(
        "custom-fields", customField("x_net", of: "tasks", "decimal", field))
      for name in Self.files { try await data.load(name) }
      let again = try await data.load("northwind-staff", "northwind-orders")
      #expect(again["northwind-staff"]?.unchanged == 9)
      #expect(again["northwind-orders"]?.unchanged == 830)
      try await enterValues(data)
      try await chart(data)
      let head = try await rights(data)
      try await figures(data, head)
      try await departments(data)
    }
  }

  /// Net value of every order, added up exactly from its lines, into the field of the enterprise's own.
  private func enterValues(_ data: RealData) async throws {
    let text = String(
      decoding: try SharedData.bytes("northwind/order_details.csv"), as: UTF8.self)
    var values: [String: Decimal] = [:]
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",").map(String.init)
      let numbers = try cells.dropFirst(2).map { try #require(Decimal(string: $0)) }
      try #require(numbers.count == 3, "\(line)")
      values[cells[0], default: 0] += numbers[0] * numbers[1] * (1 - numbers[2])
    }
    let rows = values.map { "\($0.key),\($0.value)\n" }.sorted().joined()
    let report = try await data.load(
      data.file("values.csv", "order,net\n" + rows), into: "tasks",
      mapping: data.file("values.json", Self.mapping))
    #expect(report.read == 830 && report.updated == 830, "\(report)")
  }

  private static let mapping = """
    {"resource": "tasks", "match_by": ["external_source", "external_key"], "mode": "update",
     "constants": {"external_source": "northwind-order"},
     "columns": {"external_key": {"column": "order"}, "x_net": {"column": "net"}}}
    """

  private func chart(_ data: RealData) async throws {
    let chart = try await data.chief.get("org-chart?on=1998-05-06").data
    #expect(chart.count == 9)
    let names = Dictionary(
      uniqueKeysWithValues: chart.map { ($0["employee_id"]?.int, $0["personnel_number"]?.string) })
    let lines = Dictionary(grouping: chart) { names[$0["manager_id"]?.int] ?? nil }
    let reports = lines.mapValues { Set($0.compactMap { $0["personnel_number"]?.string }) }
    #expect(reports[nil] == ["NW-2"])
    #expect(reports["NW-2"] == ["NW-1", "NW-3", "NW-4", "NW-5", "NW-8"])
    #expect(reports["NW-5"] == ["NW-6", "NW-7", "NW-9"])
    let uk = chart.filter { $0["department"] == "Northwind UK" }
    #expect(
      Set(uk.compactMap { $0["personnel_number"]?.string }) == ["NW-5", "NW-6", "NW-7", "NW-9"])
    let heads = try await data.crm.observed(
      """
      select string_agg(d.code || ' ' || e.personnel_number, ', ' order by d.code) as text
      from staff.headship as h join access.department as d on d.id = h.department_id
      join staff.employee as e on e.id = h.employee_id
      """)
    #expect(try heads.single.string("text") == "northwind NW-2, northwind-UK NW-5")
  }

  /// The head of a line, signed in.
  private func rights(_ data: RealData) async throws -> TestSession {
    let question = "tasks/summary?group=assignee_id&measure=count,sum(x_net)"
    let known = try await eventually { try await data.chief.get(question).status == 200 }
    #expect(known)
    let all = try await table(data.chief, question)
    #expect(all == Self.orders)

    let fuller = try await data.signIn("northwind-2", as: "head_of_department")
    #expect(try await total(fuller) == ["830", "1265793.04"])
    let buchanan = try await data.signIn("northwind-5", as: "head_of_department")
    #expect(try await total(buchanan) == ["224", "344581.71"])
    #expect(
      try await table(buchanan, question) == Self.orders.filter { Self.line.contains($0.key) })
    try await data.chief.create(
      "roles",
      [
        "code": "clerk", "name_en": "Clerk", "name_ru": "Служащий",
        "permissions": [
          ["resource": "tasks", "action": "read", "scope": "own", "effect": "allow"]
        ],
      ])
    let dodsworth = try await data.signIn("northwind-9", as: "clerk")
    #expect(try await total(dodsworth) == ["43", "77308.07"])
    // The same to the service's own log-in, whatever it asks.
    let forged = try await data.crm.sql(dodsworth, "select id from work.task")
    #expect(forged.results.last?.count == 43)
    #expect(try await dodsworth.get("employee-figures").status == 403)
    return buchanan
  }

  private func figures(_ data: RealData, _ head: TestSession) async throws {
    #expect(try await lateness(data, data.chief) == Self.late)
    let part = try await lateness(data, head)
    #expect(part == Self.late.filter { Self.line.contains($0.key) })
    #expect(try await head.get("firm-figures").status == 403)
    let firm = try await data.chief.get("firm-figures/summary?\(Self.sums)")
    let whole = try #require(firm.data.first?["measures"])
    #expect(whole["sum(tasks_done)"]?.int == 809 && whole["sum(tasks_due)"]?.int == 809, "\(whole)")
    #expect(whole["sum(tasks_on_time)"]?.int == 809 - 37, "\(whole)")
    // 8.49 days from order to shipping, on the average.
    let seconds = try #require(whole["sum(lead_seconds)"]?.int)
    #expect((Double(seconds) / 86_400 / 809 * 100).rounded() == 849, "\(seconds)")
  }

  /// The company with all below it has what the whole has; its parts have what was done in them.
  private func departments(_ data: RealData) async throws {
    let reply = try await data.chief.get(
      "department-figures/summary?group=department_id&measure=sum(tasks_done)")
    let counted = try await data.crm.observed(
      """
      select d.id, case d.code when 'northwind' then 809 else count(*) end as done
      from work.task as t join access.department as d on d.id = t.department_id
      where t.state = 'done' group by d.id
      """)
    #expect(counted.count == 3 && reply.data.count == 3, "\(reply.text)")
    for row in counted {
      let id = try row.int("id")
      let found = reply.data.first { $0["group"]?["department_id"]?.int == id }
      let done = try row.int("done")
      #expect(found?["measures"]?["sum(tasks_done)"]?.int == done, "\(reply.text)")
    }
  }

  private static let sums =
    "measure=sum(tasks_done),sum(tasks_due),sum(tasks_on_time),sum(lead_seconds)"

  /// Who has how many orders of which net value.
  private func table(_ session: TestSession, _ question: String) async throws -> [String: [String]]
  {
    let reply = try await session.get(question)
    try #require(reply.status == 200, "\(reply.text)")
    return Dictionary(
      uniqueKeysWithValues: reply.data.compactMap { row in
        row["group"]?["assignee_id"]?["name"]?.string.map { ($0, Self.measures(row)) }
      })
  }

  private func total(_ session: TestSession) async throws -> [String] {
    let reply = try await session.get("tasks/summary?measure=count,sum(x_net)")
    return try Self.measures(#require(reply.data.first, "\(reply.text)"))
  }

  private static func measures(_ row: JSON) -> [String] {
    ["count", "sum(x_net)"].map { row["measures"]?[$0]?.cents ?? "" }
  }

  /// Who has shipped how many orders late.
  private func lateness(_ data: RealData, _ session: TestSession) async throws -> [String: Int] {
    let reply = try await session.get(
      "employee-figures/summary?group=account_id&measure=sum(tasks_due),sum(tasks_on_time)")
    try #require(reply.status == 200, "\(reply.text)")
    let names = try await data.names()
    var late: [String: Int] = [:]
    for row in reply.data {
      let due = try #require(row["measures"]?["sum(tasks_due)"]?.int)
      let onTime = try #require(row["measures"]?["sum(tasks_on_time)"]?.int)
      late[names[row["group"]?["account_id"]?.int ?? 0] ?? ""] = due - onTime
    }
    return late
  }
}
