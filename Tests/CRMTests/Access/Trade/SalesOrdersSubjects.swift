import CRM
import Postgres
import Support

extension Subject {
  /// Orders, what becomes of them, and what is reckoned of them.
  static let salesOrders: [String: Subject] = [
    "sales_orders": Subject(
      table: "sales.sales_order", relations: documents,
      fields: { world, relation, mark in
        [
          "party_id": .id(world.person), "currency": "USD", "notes": .string(mark),
          "owner_id": .id(world.accounts[relation]),
          "department_id": .id(world.departments[relation == .absent ? .own : relation]),
        ]
      }),
    "sales_order_lines": Subject(
      table: "sales.sales_order_line", relations: documents,
      fields: { world, relation, mark in
        [
          "sales_order_id": .id(
            try await whole(world, relation, "sales.sales_order", order(world))),
          "product_id": .id(try await ten(world)), "quantity": "1", "description": .string(mark),
        ]
      }),
    "shipments": chain("sales.shipment", \.shipment),
    "shipment_lines": chain("sales.shipment_line", \.shipmentLine),
    "invoice_requests": chain("sales.invoice_request", \.request),
    "invoice_request_lines": chain("sales.invoice_request_line", \.requestLine),
    "order_figures": chain("sales.order_figure", \.order, audited: false),
    "order_progress": chain("sales.order_progress", \.line, audited: false),
    "sales_facts": chain("sales.sales_fact", \.line, audited: false),
    "invoice_request_amounts": chain(
      "sales.invoice_request_amount", \.requestLine, audited: false),
    "credit_warnings": Subject(
      table: "sales.credit_warning", relations: documents, marked: false,
      make: { world, relation, _ in
        let order = try await whole(world, relation, "sales.sales_order", order(world))
        return try await world.insert(
          "sales.credit_warning",
          [
            "sales_order_id": .id(order), "exposure": "2", "amount": "1", "currency": "USD",
            "credit_limit_id": .id(
              try await world.insert(
                "sales.credit_limit", limit(world.person, "warning \(World.number())"))),
          ])
      }),
    "credit_limits": Subject(
      table: "sales.credit_limit", madeInArchived: true,
      fields: { world, relation, mark in limit(world.parties[relation] ?? 0, mark) }),
    "credit_exposures": Subject(
      table: "sales.credit_exposure", relations: documents, audited: false, marked: false,
      make: { world, relation, mark in
        let party = try await whole(world, relation, "clients.party", ["name": .string(mark)])
        var fields = limit(party, mark)
        fields.merge(["valid_from": "2020-01-01", "valid_until": .null]) { $1 }
        return try await world.insert("sales.credit_limit", fields)
      }),
    "customer_figures": client("sales.customer_figure") { _, party in party * 1000 },
    "customer_years": client("sales.customer_year") { dollars, party in
      (party * 1000 + dollars) * 10000 + 2001
    },
    "customer_segments": client("sales.customer_segment") { dollars, party in
      party * 1000 + dollars
    },
    "report_days": Subject(
      table: "sales.report_day", relations: [.other, .absent], placed: false,
      fields: { world, _, mark in
        let day = try await world.arranger.rows(
          "select ('1500-01-01'::date + \(World.number())::integer)::text as day")
        return [
          "reported_on": .string(try day[0].string("day")), "external_source": .string(mark),
        ]
      }),
    "segment_rules": Subject(
      table: "sales.segment_rule", relations: [.other, .absent], placed: false,
      fields: { _, _, mark in
        let number = World.number()
        return [
          "place": .id(1000 + number), "code": .string("s\(number)"),
          "external_source": .string(mark),
        ]
      }),
  ]

  /// Documents are cancelled, not put away.
  private static let documents = Set(Relation.allCases).subtracting([.archived])

  fileprivate static func order(_ world: World) -> Fields {
    ["party_id": .id(world.person), "currency": "USD"]
  }

  /// A limit on a day of its own.
  private static func limit(_ party: Int, _ mark: String) -> Fields {
    let day = JSON.string("\(2100 + World.number() % 7000)-01-01")
    return [
      "party_id": .id(party), "amount": "10", "currency": "USD", "external_source": .string(mark),
      "valid_from": day, "valid_until": day,
    ]
  }

  /// A part of an order that was shipped and asked to be invoiced.
  private static func chain(
    _ table: String, _ part: @escaping @Sendable (OrderChain) -> Int, audited: Bool = true
  ) -> Subject {
    Subject(
      table: table, relations: documents, audited: audited, marked: false,
      make: { world, relation, _ in
        let order = try await whole(world, relation, "sales.sales_order", order(world))
        var chain = try await OrderChain(world, order)
        try await chain.confirm()
        try await chain.ship()
        try await chain.request()
        return part(chain)
      })
  }

  /// What is reckoned of a client's orders, by the number of the currency and the client's.
  private static func client(
    _ table: String, _ id: @escaping @Sendable (Int, Int) -> Int
  ) -> Subject {
    Subject(
      table: table, relations: documents, audited: false, marked: false,
      make: { world, relation, mark in
        let party = try await whole(
          world, relation, "clients.party", ["name": .string(mark), "customer": true])
        let dollars = try await world.arranger.rows(
          "select id from system.currency where code = 'USD'")[0].int("id")
        if table != "sales.customer_figure" {
          let order = try await whole(
            world, relation, "sales.sales_order",
            ["party_id": .id(party), "currency": "USD", "ordered_on": "2001-02-03"])
          try await OrderChain(world, order).confirm()
        }
        return id(dollars, party)
      })
  }
}

/// A draft with one line, and what comes of it past every policy.
struct OrderChain: Sendable {
  let world: World
  let order: Int
  let line: Int
  private(set) var (shipment, shipmentLine) = (0, 0)
  private(set) var (request, requestLine) = (0, 0)

  init(_ world: World, _ order: Int) async throws {
    (self.world, self.order) = (world, order)
    line = try await world.insert(
      "sales.sales_order_line",
      [
        "sales_order_id": .id(order), "product_id": .id(try await Subject.ten(world)),
        "quantity": "1",
      ])
  }

  func confirm() async throws {
    _ = try await world.arranger.execute(
      "update sales.sales_order set state = 'confirmed', confirmed_at = now() where id = \(order)")
  }

  mutating func ship() async throws {
    let rows = try await world.arranger.rows(
      """
      insert into sales.shipment (sales_order_id, kind, owner_id, department_id)
      select id, 'goods', owner_id, department_id from sales.sales_order where id = \(order)
      returning id
      """)
    shipment = try rows[0].int("id")
    shipmentLine = try await world.insert(
      "sales.shipment_line",
      ["shipment_id": .id(shipment), "sales_order_line_id": .id(line), "quantity": "1"])
  }

  mutating func request() async throws {
    let rows = try await world.arranger.rows(
      """
      insert into sales.invoice_request (sales_order_id, owner_id, department_id)
      select id, owner_id, department_id from sales.sales_order where id = \(order)
      returning id
      """)
    request = try rows[0].int("id")
    requestLine = try await world.insert(
      "sales.invoice_request_line",
      [
        "invoice_request_id": .id(request), "shipment_line_id": .id(shipmentLine),
        "quantity": "1",
      ])
  }
}
