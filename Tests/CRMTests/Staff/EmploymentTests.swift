import CRM
import Postgres
import Support
import Testing

@Suite struct `An employment` {
  @Test func `holds one post at a time, and says which other one is in the way`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.employee("Anna")
      let (clerk, seller) = (try await firm.position("Clerk"), try await firm.position("Seller"))
      let first = try await firm.hr.create(
        "employments", Personnel.employment(anna, clerk, from: "2021-01-01"))
      let reply = try await firm.hr.post(
        "employments", Personnel.employment(anna, seller, from: "2022-03-01"))
      #expect(reply.status == 422, "\(reply.text)")
      #expect(reply.firstFault.contains("record \(first.id) (2021-01-01)"), "\(reply.text)")
      let before = try await firm.hr.create(
        "employments",
        Personnel.employment(anna, seller, from: "2020-02-01", until: "2020-12-31"))
      let changed = try await firm.hr.patch(
        "employments/\(before.id)", ["valid_until": "2021-01-01"])
      #expect(changed.firstFault.contains("record \(first.id) (2021-01-01)"), "\(changed.text)")
      let attack = try await firm.refusal(
        firm.hr, "update staff.employment set valid_until = null where id = \(before.id)")
      #expect(attack == "employment_no_overlap")
    }
  }

  @Test func `takes no more places than there are, however many ask at once`() async throws {
    try await withPersonnel { firm in
      let post = try await firm.position("Seller", places: "1.5")
      let people = try await firm.crm.arrange(
        """
        insert into staff.employee (personnel_number, last_name, first_name, hired_on)
        select 'X' || n, 'X', 'Y', '2020-01-01' from generate_series(1, 12) as n returning id
        """
      ).map { try $0.int("id") }
      let outcomes = try await withThrowingTaskGroup(of: String?.self) { group in
        for person in people {
          group.addTask {
            try await firm.refusal(
              firm.hr,
              """
              insert into staff.employment (employee_id, position_id, rate, valid_from)
              values (\(person), \(post), 0.5, '2021-01-01')
              """)
          }
        }
        return try await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 == nil }.count == 3, "\(outcomes)")
      #expect(outcomes.filter { $0 == "employment_place_free" }.count == 9, "\(outcomes)")
      let reply = try await firm.hr.post(
        "employments",
        Personnel.employment(try await firm.employee("Late"), post, from: "2022-01-01"))
      #expect(reply.firstFault.contains("only 0 places"), "\(reply.text)")
      let vacancy = try await firm.hr.get("vacancies/\(post)")
      #expect(vacancy["vacant"] == "0.00" && vacancy["taken"] == "1.50", "\(vacancy.text)")
      let shrunk = try await firm.hr.patch("positions/\(post)", ["places": "1"])
      #expect(shrunk.firstFault.contains("1.5 places"), "\(shrunk.text)")
    }
  }

  @Test func `ends the day before a transfer, and both stay`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.worker("Anna")
      let post = try await firm.position("Head", in: .purchasing)
      let body: JSON = [
        "position_id": .id(post), "valid_from": "2024-05-01", "kind": "promotion",
        "order_number": "7-K",
      ]
      let key = [("Idempotency-Key", "once")]
      let made = try await firm.hr.post("employees/\(anna)/transfer", body, headers: key)
      let again = try await firm.hr.post("employees/\(anna)/transfer", body, headers: key)
      #expect(made.status == 201 && again.id == made.id, "\(made.text) \(again.text)")
      let history = try await firm.text(
        """
        select string_agg(concat_ws('/', kind, valid_from, valid_until), ' ' order by valid_from)
        from staff.employment where employee_id = \(anna)
        """)
      #expect(history == "hire/2020-01-01/2024-04-30 promotion/2024-05-01")
      let early = try await firm.hr.post(
        "employees/\(anna)/transfer", ["position_id": .id(post), "valid_from": "2024-02-01"])
      #expect(
        early.status == 422 && early.firstFault.contains("record \(made.id)"), "\(early.text)")
      let free = try await firm.employee("Free")
      let nothing = try await firm.hr.post(
        "employees/\(free)/transfer", ["position_id": .id(post), "valid_from": "2024-02-01"])
      #expect(nothing.problem == "nothing_held", "\(nothing.text)")
      #expect(
        try await firm.hr.post("employees/\(World.nowhere)/transfer", body).status == 404)
      let wrong = try await firm.hr.post(
        "employees/\(anna)/transfer", ["employee_id": 1, "kind": "hire"])
      #expect(
        Set(wrong.pointers) == ["/employee_id", "/kind", "/position_id", "/valid_from"],
        "\(wrong.text)")
      #expect(
        try await firm.text("select count(*)::text from staff.employment") == "2")
    }
  }

  @Test func `stays inside of the days of its post and its person`() async throws {
    try await withPersonnel { firm in
      let anna = try await firm.worker("Anna")
      let attacks: [(SQL, String)] = [
        (
          "update staff.employment set valid_from = '2019-12-31'", "employment_within_position"
        ),
        ("update staff.position set valid_until = '2021-01-01'", "position_days_kept"),
        ("update staff.employee set left_on = '2021-01-01'", "employee_days_kept"),
        (
          "update staff.position set department_id = (select min(id) from access.department)",
          "position_department_kept"
        ),
        ("update staff.employment set rate = 0", "employment_rate_range"),
        ("update staff.employment set rate = 1.5", "employment_place_free"),
      ]
      for (attack, rule) in attacks {
        #expect(try await firm.refusal(firm.hr, attack) == rule)
      }
      try await firm.crm.arrange("update staff.position set valid_from = '2010-01-01' returning id")
      let before = try await firm.refusal(
        firm.hr, "update staff.employment set valid_from = '2019-12-31'")
      #expect(before == "employment_within_service")
      #expect(
        try await firm.text(
          "select valid_from::text from staff.employment where employee_id = \(anna)")
          == "2020-01-01")
    }
  }

  @Test func `is one department's head at a time`() async throws {
    try await withPersonnel { firm in
      let (anna, boris) = (try await firm.worker("Anna"), try await firm.worker("Boris"))
      let sales = try await firm.crm.id(of: .sales)
      func head(_ employee: Int, _ from: String, _ until: JSON) -> JSON {
        [
          "department_id": .id(sales), "employee_id": .id(employee), "valid_from": .string(from),
          "valid_until": until,
        ]
      }
      let first = try await firm.hr.create(
        "headships", head(anna, "2020-01-01", "2023-12-31"))
      let overlap = try await firm.hr.post("headships", head(boris, "2023-12-31", .null))
      #expect(overlap.firstFault.contains("record \(first.id)"), "\(overlap.text)")
      try await firm.hr.create("headships", head(boris, "2024-01-01", .null))
      #expect(
        try await firm.refusal(
          firm.hr, "update staff.headship set valid_until = null where id = \(first.id)")
          == "headship_no_overlap")
      let sales1 = try await firm.crm.as(.sales)
      #expect(
        try await sales1.post("headships", head(boris, "2010-01-01", "2010-02-01")).status == 403)
      #expect(
        try await firm.refusal(
          sales1,
          """
          insert into staff.headship (department_id, employee_id, valid_from, valid_until)
          values (\(sales), \(boris), '2010-01-01', '2010-02-01')
          """) == "42501")
    }
  }
}
