import CRM
import Postgres
import Support
import Testing

@Suite struct `A lead` {
  /// A rule with these members; its id.
  private func rule(_ desk: DealDesk, _ method: String, _ members: [JSON]) async throws -> Int {
    try await desk.chief.create(
      "assignment-rules",
      ["name": .string(method), "method": .string(method), "members": .array(members)]
    ).id
  }

  private func sellers(_ desk: DealDesk, _ count: Int) async throws -> [TestSession] {
    var all: [TestSession] = []
    for number in 1...count { all.append(try await desk.crm.as(.sales, number: number)) }
    return all
  }

  private func owners(_ desk: DealDesk) async throws -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for row in try await desk.crm.observed(
      "select owner_id, count(*) as n from sales.lead where state = 'assigned' group by 1")
    {
      counts[try row.int("owner_id")] = try row.int("n")
    }
    return counts
  }

  @Test func `is given out in turn, fairly among a hundred at a time`() async throws {
    try await withDealDesk { desk in
      let sellers = try await sellers(desk, 4)
      _ = try await rule(desk, "round_robin", sellers.map { ["account_id": .id($0.account)] })
      let statuses = try await atOnce(100) { number in
        try await desk.chief.post("leads", ["name": .string("Lead \(number)")])
      }
      #expect(statuses == [201: 100])
      let counts = try await owners(desk)
      #expect(counts == Dictionary(uniqueKeysWithValues: sellers.map { ($0.account, 25) }))
    }
  }

  @Test func `goes to who has fewest, and to nobody who is locked or away`() async throws {
    try await withDealDesk { desk in
      let sellers = try await sellers(desk, 4)
      _ = try await rule(desk, "load", sellers.map { ["account_id": .id($0.account)] })
      for number in 1...3 {
        try await desk.chief.create(
          "leads",
          ["name": .string("Busy \(number)"), "owner_id": .id(sellers[0].account)])
      }
      try await desk.crm.arrange(
        "update access.account set locked_at = now() where id = \(sellers[1].account) returning id")
      try await desk.crm.arrange(
        """
        with e as (
          insert into staff.employee (personnel_number, last_name, first_name, hired_on, account_id)
          values ('AWAY', 'A', 'B', '2020-01-01', \(sellers[2].account)) returning id)
        insert into staff.absence (employee_id, absence_type_id, valid_from, valid_until, state, days,
          decided_at, decided_by)
        select e.id, (select min(t.id) from staff.absence_type as t), current_date, current_date,
          'approved', 1, now(), \(desk.chief.account) from e returning id
        """)
      for number in 1...3 {
        try await desk.chief.create("leads", ["name": .string("Free \(number)")])
      }
      #expect(try await owners(desk) == [sellers[0].account: 3, sellers[3].account: 3])
      let lead = try await desk.chief.create("leads", ["name": "One more"])
      let given = try await desk.chief.post(
        "leads/\(lead.id)/assignment", ["owner_id": .id(sellers[1].account)])
      #expect(given.status == 422 && given.pointers == ["/owner_id"], "\(given.text)")
      let moved = try await desk.chief.post(
        "leads/\(lead.id)/assignment", ["owner_id": .id(sellers[0].account)])
      #expect(moved["owner_id"]?.int == sellers[0].account, "\(moved.text)")
    }
  }

  @Test func `goes to whose territory it comes from, and stays new where no rule fits`()
    async throws
  {
    try await withDealDesk { desk in
      let sellers = try await sellers(desk, 2)
      _ = try await rule(
        desk, "territory",
        [
          ["account_id": .id(sellers[0].account), "country": "RU", "region": "Урал"],
          ["account_id": .id(sellers[1].account), "country": "DE"],
        ])
      let ural = try await desk.chief.create(
        "leads", ["name": "U", "country": "RU", "region": "урал"])
      let german = try await desk.chief.create("leads", ["name": "G", "country": "DE"])
      let other = try await desk.chief.create("leads", ["name": "F", "country": "FR"])
      #expect(try await desk.chief.get("leads/\(ural.id)")["owner_id"]?.int == sellers[0].account)
      #expect(try await desk.chief.get("leads/\(german.id)")["owner_id"]?.int == sellers[1].account)
      let left = try await desk.chief.get("leads/\(other.id)")
      #expect(left["state"] == "new" && left["owner_id"]?.int == desk.chief.account, "\(left.text)")
      let none = try await desk.chief.post("leads/\(other.id)/assignment")
      #expect(none.status == 422, "\(none.text)")
    }
  }

  @Test func `becomes client, contact and deal once, however many convert it at a time`()
    async throws
  {
    try await withDealDesk { desk in
      let lead = try await desk.seller.create(
        "leads",
        [
          "name": "Anna  Li", "company": "Plant", "email": " Anna@Plant.EXAMPLE ",
          "phone": "+7 495 123-45-67", "source": "fair",
        ])
      #expect(lead["email"] == "anna@plant.example" && lead["name"] == "Anna Li", "\(lead.text)")
      let outcomes = try await atOnce(100) { _ in
        try await desk.seller.post("leads/\(lead.id)/conversion", ["amount": "70"])
      }
      #expect(outcomes == [201: 1, 409: 99])
      let counts = try await desk.text(
        """
        select concat_ws(' ', (select count(*) from clients.party), (select count(*) from clients.contact),
          (select count(*) from clients.channel), (select count(*) from sales.deal))
        """)
      #expect(counts == "2 1 2 1")
      let after = try await desk.seller.get("leads/\(lead.id)")
      let deal = try await desk.seller.get("deals/\(after["deal_id"]?.int ?? 0)")
      #expect(after["state"] == "converted" && deal["party_id"] == after["party_id"])
      #expect(deal["amount"] == "70.0000" && deal["source"] == "fair" && deal["title"] == "Plant")
      let dropped = try await desk.seller.post(
        "leads/\(lead.id)/disqualification", ["reason": "Late"])
      #expect(dropped.problem == "record_state", "\(dropped.text)")
    }
  }

  @Test func `takes a client that is there, but none that its seller does not see`() async throws {
    try await withDealDesk { desk in
      let known = try await desk.seller.create("parties", ["name": "Known"]).id
      let stranger = try await desk.crm.as(.sales, in: .purchasing, number: 2)
      let hidden = try await stranger.create("parties", ["name": "Hidden"]).id
      let lead = try await desk.seller.create("leads", ["name": "Anna"]).id
      let refused = try await desk.seller.post(
        "leads/\(lead)/conversion", ["party_id": .id(hidden)])
      #expect(refused.status == 422 && refused.pointers == ["/party_id"], "\(refused.text)")
      #expect(
        try await desk.refusal(
          "select sales.convert_lead(\(lead), \(hidden), null, null, null, null)")
          == "lead_party_fkey")
      #expect(try await stranger.post("leads/\(lead)/conversion").status == 404)
      let made = try await desk.seller.post("leads/\(lead)/conversion", ["party_id": .id(known)])
      #expect(made.status == 201 && made["party_id"]?.int == known, "\(made.text)")
    }
  }

  @Test func `has its state from verbs alone, and is dropped with a reason`() async throws {
    try await withDealDesk { desk in
      let lead = try await desk.seller.create("leads", ["name": "Anna"]).id
      let patch = try await desk.seller.patch("leads/\(lead)", ["state": "converted"])
      #expect(patch.status == 422, "\(patch.text)")
      for attack: SQL in [
        "update sales.lead set state = 'disqualified', reason = 'x' where id = \(lead)",
        "insert into sales.lead (name, state) values ('x', 'qualified')",
        "update sales.assignment_turn set account_id = 1",
      ] {
        #expect(try await desk.refusal(attack) == "42501")
      }
      let bare = try await desk.seller.post("leads/\(lead)/disqualification", [:])
      #expect(bare.pointers == ["/reason"], "\(bare.text)")
      #expect(
        try await desk.refusal("select sales.disqualify_lead(\(lead), null)") == "lead_disqualified"
      )
      #expect(try await desk.seller.post("leads/\(lead)/qualification")["state"] == "qualified")
      let dropped = try await desk.seller.post(
        "leads/\(lead)/disqualification", ["reason": "No budget"])
      #expect(dropped["state"] == "disqualified", "\(dropped.text)")
    }
  }
}
