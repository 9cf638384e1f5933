import CRM
import Postgres
import Support

extension Subject {
  /// Leads, pipelines and deals.
  static let salesDeals: [String: Subject] = [
    "pipelines": theirs("sales.pipeline") { _, mark in
      ["name": .string(mark), "currency": "USD"]
    },
    "stages": theirs("sales.stage", archives: false) { world, mark in
      [
        "pipeline_id": .id(try await pipeline(world)), "name": .string(mark),
        "place": .number(String(10 + World.number() % 900)),
      ]
    },
    "lost_reasons": {
      var subject = theirs("sales.lost_reason") { _, mark in
        ["code": .string(mark), "name": .string(mark)]
      }
      subject.change = { _, mark in ["name": .string("changed \(mark)")] }
      return subject
    }(),
    "assignment_rules": {
      // Of a source from which no lead comes.
      var subject = theirs("sales.assignment_rule") { _, mark in
        ["name": .string(mark), "source": "nowhere"]
      }
      subject.change = { _, mark in ["name": .string("changed \(mark)")] }
      return subject
    }(),
    "rule_members": {
      var subject = theirs("sales.rule_member", archives: false) { world, mark in
        let rule = try await world.insert(
          "sales.assignment_rule", ["name": "Rule", "source": "nowhere"])
        return [
          "assignment_rule_id": .id(rule), "account_id": .id(world.spare), "region": .string(mark),
        ]
      }
      subject.change = { _, mark in ["region": .string("changed \(mark)")] }
      return subject
    }(),
    "leads": somebodys("sales.lead") { _, mark in ["name": .string(mark)] },
    "deals": somebodys("sales.deal") { world, mark in try await deal(world, mark) },
    "sales_targets": {
      var subject = somebodys("sales.sales_target") { _, mark in
        target().merging(["external_source": .string(mark)]) { $1 }
      }
      (subject.relations, subject.away) = (living, [:])
      return subject
    }(),
    "deal_stays": shown("sales.deal_stay", Set(Relation.allCases)) { world, relation, mark in
      let id = try await whole(world, relation, "sales.deal", deal(world, mark))
      return "select id from sales.deal_stay where deal_id = \(id)"
    },
    "deal_cards": shown("sales.deal_card") { world, relation, mark in
      let id = try await whole(world, relation, "sales.deal", deal(world, mark))
      return "select \(id)::bigint as id"
    },
    "deal_figures": shown("sales.deal_figure") { world, relation, mark in
      let product = try await ten(world)
      let more = try await deal(world, mark).merging(["product_id": .id(product)]) { $1 }
      _ = try await whole(world, relation, "sales.deal", more)
      return
        "select id from sales.deal_figure where dimension = 'product' and product_id = \(product)"
    },
    "forecasts": shown("sales.forecast") { world, relation, mark in
      let month = "\(2100 + World.number())-01-01"
      let more = try await deal(world, mark).merging(["expected_on": .string(month)]) { $1 }
      _ = try await whole(world, relation, "sales.deal", more)
      return "select id from sales.forecast where month = \(month)::date"
    },
    "target_progresses": shown("sales.target_progress") { world, relation, _ in
      let id = try await whole(world, relation, "sales.sales_target", target())
      return "select \(id)::bigint as id"
    },
  ]

  private static let living = Set(Relation.allCases).subtracting([.archived])
  private static let past: JSON = "2020-01-01T00:00:00Z"

  /// A record that belongs to nobody.
  private static func theirs(
    _ table: String, archives: Bool = true,
    _ fields: @escaping @Sendable (World, String) async throws -> Fields
  ) -> Subject {
    Subject(
      table: table, relations: archives ? [.other, .archived, .absent] : [.other, .absent],
      placed: false, fields: { world, _, mark in try await fields(world, mark) },
      away: archives ? ["archived_at": past] : [:])
  }

  /// A record with owner and department.
  private static func somebodys(
    _ table: String, _ fields: @escaping @Sendable (World, String) async throws -> Fields
  ) -> Subject {
    Subject(
      table: table,
      fields: { world, relation, mark in
        try await fields(world, mark).merging([
          "owner_id": .id(world.accounts[relation]),
          "department_id": .id(world.departments[relation == .absent ? .own : relation]),
        ]) { $1 }
      }, away: ["archived_at": past])
  }

  /// What the database makes of a deal or target.
  ///
  /// - Parameter find: Makes that, and tells how to find what came of it.
  private static func shown(
    _ table: String, _ relations: Set<Relation>? = nil,
    _ find: @escaping @Sendable (World, Relation, String) async throws -> SQL
  ) -> Subject {
    Subject(
      table: table, relations: relations ?? living, audited: false, marked: false,
      make: { world, relation, mark in
        let question = try await find(world, relation, mark)
        return try await world.arranger.rows(question)[0].int("id")
      })
  }

  /// A day's plan of somebody, of a day of its own.
  private static func target() -> Fields {
    let (days, number) = (28, World.number())
    let month = "\(2100 + number / (12 * days))-\(padded(1 + number / days % 12))"
    let day: JSON = .string("\(month)-\(padded(1 + number % days))")
    return [
      "valid_from": day, "valid_until": day,
      "amount": "1000", "currency": "USD",
    ]
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func deal(_ world: World, _ mark: String) async throws -> Fields {
    ["title": .string(mark), "pipeline_id": .id(try await pipeline(world))]
  }

  /// The pipeline of all deals here.
  static func pipeline(_ world: World) async throws -> Int {
    _ = try await world.arranger.execute(
      """
      with p as (
        insert into sales.pipeline (name, currency) values ('Of all deals', 'USD')
        on conflict do nothing returning id)
      insert into sales.stage (pipeline_id, name, place, kind, probability)
      select p.id, s.* from p cross join (values ('New', 1, 'open', 10), ('Talks', 2, 'open', 50),
        ('Won', 3, 'won', 100), ('Lost', 4, 'lost', 0)) as s
      """)
    return try await world.arranger.rows(
      "select id from sales.pipeline where name = 'Of all deals'")[0].int("id")
  }

  /// A stage of that pipeline.
  fileprivate static func stage(_ world: World, _ name: String) async throws -> Int {
    let pipeline = try await pipeline(world)
    return try await world.arranger.rows(
      "select id from sales.stage where pipeline_id = \(pipeline) and name = \(name)")[0].int("id")
  }
}

extension VerbCase {
  static let salesDeals: [String: VerbCase] = [
    "deals.stage": VerbCase(
      body: { world, _ in ["stage_id": .id(try await Subject.stage(world, "Talks"))] },
      statement: { id, body in
        """
        select from sales.move_deal(\(id), \(body["stage_id"]?.int ?? 0)) as n where n is not null
        """
      }),
    "deals.win": VerbCase(statement: { id, _ in
      "select from sales.win_deal(\(id), null, null) as n where n is not null"
    }),
    "deals.lose": VerbCase(
      body: { _, _ in ["lost_reason_id": 1] },
      statement: { id, _ in
        "select from sales.lose_deal(\(id), 1, null, null) as n where n is not null"
      }),
    "deals.reopen": VerbCase(
      prepare: { world, id in
        let won = try await Subject.stage(world, "Won")
        _ = try await world.arranger.execute(
          """
          update sales.deal set state = 'won', stage_id = \(won), closed_on = current_date
          where id = \(id)
          """)
      },
      statement: { id, _ in "select from sales.reopen_deal(\(id)) as n where n is not null" }),
    "leads.assign": VerbCase(
      body: { world, _ in ["owner_id": .id(world.spare)] },
      statement: { id, body in
        """
        select from sales.assign_lead(\(id), \(body["owner_id"]?.int ?? 0)) as n
        where n is not null
        """
      }),
    "leads.qualify": VerbCase(statement: { id, _ in
      "select from sales.qualify_lead(\(id)) as n where n is not null"
    }),
    "leads.disqualify": VerbCase(
      body: { _, _ in ["reason": "No"] },
      statement: { id, _ in
        "select from sales.disqualify_lead(\(id), 'No') as n where n is not null"
      }),
    "leads.convert": VerbCase(
      body: { world, _ in ["pipeline_id": .id(try await Subject.pipeline(world))] },
      makes: "sales.deal",
      statement: { id, body in
        """
        select from sales.convert_lead(\(id), null, \(body["pipeline_id"]?.int ?? 0), null, null,
          null) as n where n is not null
        """
      }),
  ]
}

extension ScopeRow {
  static let salesDeals: [ScopeRow] = [
    ScopeRow(
      "sales.deal", "title", "'Lathe'",
      before: """
        with p as (insert into sales.pipeline (name, currency) values ('P', 'USD') returning id)
        insert into sales.stage (pipeline_id, name) select id, 'New' from p returning id
        """),
    ScopeRow("sales.lead", "name", "'Anna'"),
    ScopeRow(
      "sales.sales_target", "valid_from, valid_until, amount, currency",
      "make_date(2030 + id::int, 1, 1), make_date(2030 + id::int, 12, 31), 1, 'USD'"),
  ]
}
