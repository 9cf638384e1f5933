import CRM
import Postgres
import Support
import Testing

@Suite struct `An obligation of a contract` {
  private static let two: JSON = [
    ["side": "ours", "title": "Report", "due_on": "2026-03-31", "repeat_months": 3],
    [
      "side": "theirs", "title": "Pay", "due_on": "2026-02-28", "amount": "100.00",
      "currency": "RUB", "repeat_months": 12,
    ],
  ]

  @Test func `becomes a task, is fulfilled once, and is owed again`() async throws {
    try await withCRM { crm in
      let desk = try await ContractDesk(crm)
      let contract = try await desk.active(["obligations": Self.two])
      let told = try await desk.seller.get("contracts/\(contract)")
      let ours = told["obligations"]?.array?.first { $0["side"] == "ours" }
      let (id, task) = (ours?["id"]?.int ?? 0, ours?["task_id"]?.int ?? 0)
      let made = try await desk.seller.get("tasks/\(task)")
      #expect(made["title"] == "Report" && made["due_on"] == "2026-03-31", "\(made.text)")
      #expect(made["record_id"]?.int == contract && made["resource"] == "contracts")
      let statuses = try await atOnce(20) { _ in
        try await desk.seller.post("contract-obligations/\(id)/fulfilment")
      }
      #expect(statuses == [200: 1, 409: 19])
      #expect(try await desk.seller.get("tasks/\(task)")["state"] == "done")
      let next = try await desk.text(
        """
        select string_agg(due_on || ' ' || (task_id is not null), ', ') from sales.contract_obligation
        where side = 'ours' and fulfilled_at is null
        """)
      #expect(next == "2026-06-30 true")
      #expect(
        try await desk.refusal(desk.seller, "select sales.fulfil_obligation(\(id))") == "CJ010")
    }
  }

  @Test func `is money of a month`() async throws {
    try await withCRM { crm in
      let desk = try await ContractDesk(crm)
      let draft = try await desk.draft(["obligations": Self.two]).id
      #expect(try await desk.seller.get("contract-cash").data.count == 0)
      try await desk.seller.post("contracts/\(draft)/activation").expect(200)
      let cash = try await desk.seller.get("contract-cash?sort=due_on")
      #expect(
        cash.data.map { $0["due_on"]?.string } == [
          "2026-02-28", "2027-02-28", "2028-02-28", "2029-02-28",
        ], "\(cash.text)")
      #expect(cash.data.first?["direction"] == "in")
      let months = try await desk.seller.get(
        "contract-cash/summary?group=month,direction,currency&measure=sum(amount)")
      #expect(months.status == 200 && months.data.count == 4, "\(months.text)")
      #expect(try await (try await crm.as(.purchasing)).get("contract-cash").data.count == 0)
    }
  }

  @Test func `stays as it was once it is fulfilled or the contract has ended`() async throws {
    try await withCRM { crm in
      let desk = try await ContractDesk(crm)
      let contract = try await desk.active(["obligations": Self.two])
      let id = Int(
        try await desk.text("select min(id)::text from sales.contract_obligation") ?? "0")
      let obligation = id ?? 0
      try await desk.seller.post("contract-obligations/\(obligation)/fulfilment").expect(200)
      let attacks: [(SQL, String)] = [
        (
          "update sales.contract_obligation set title = 'x' where id = \(obligation)",
          "contract_obligation_open"
        ),
        (
          "delete from sales.contract_obligation where id = \(obligation)",
          "contract_obligation_open"
        ),
        ("update sales.contract_obligation set fulfilled_at = null", "42501"),
        ("update sales.contract_obligation set task_id = null", "42501"),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(desk.seller, attack) == rule, "\(attack)")
      }
      let draft = try await desk.draft(["obligations": Self.two])
      let open = draft["obligations"]?.array?.first?["id"]?.int ?? 0
      let early = try await desk.seller.post("contract-obligations/\(open)/fulfilment")
      #expect(early.problem == "record_state", "\(early.text)")
      try await desk.head.post("contracts/\(contract)/termination", ["reason": "Over"]).expect(200)
      #expect(
        try await desk.refusal(
          desk.seller,
          """
          insert into sales.contract_obligation (contract_id, side, title, due_on)
          values (\(contract), 'ours', 'x', '2026-01-01')
          """) == "contract_obligation_in_force")
      let late = try await desk.seller.patch(
        "contract-obligations/\(obligation)", ["title": "Later"])
      #expect(late.status == 422, "\(late.text)")
    }
  }

  @Test func `stands beside what speaks for and against the contract`() async throws {
    try await withCRM { crm in
      let desk = try await ContractDesk(crm)
      let draft = try await desk.draft([
        "points": [["kind": "pro", "body": "Cheap"], ["kind": "con", "body": "Long"]]
      ])
      #expect(
        draft["points"]?.array?.compactMap { $0["body"]?.string } == ["Cheap", "Long"],
        "\(draft.text)")
      let stranger = try await crm.as(.purchasing)
      #expect(try await stranger.get("contracts/\(draft.id)").status == 404)
      #expect(
        try await stranger.post("contracts/\(draft.id)/activation").status == 404)
      let hr = try await crm.as(.hr)
      #expect(try await hr.get("contracts/\(draft.id)").status >= 403)
    }
  }
}
